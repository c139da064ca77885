"""From what an account holds to what a program says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..provider.fields import UNKNOWN, Props, Rule
from ..provider.resource import Resource
from ..provider.resources import Deployment, EnvVar, Project, ProjectSecret, WebService
from ..provider.web_services import source
from .identifiers import Names, words
from .inventory import Account, FoundProject, FoundService, is_going


@dataclass(frozen=True)
class Output:
    """Another declaration's output, `shop.id`."""

    of: str
    name: str


@dataclass(frozen=True)
class Setting:
    """A value that Runsite does not tell: the stack's configuration has to."""

    key: str
    is_secret: bool


Value = str | int | bool | Output | Setting | Sequence[Output]


@dataclass(frozen=True)
class Declaration:
    """One resource of the program."""

    kind: type[Resource]
    name: str
    """The variable that holds it; with dashes, its name for Pulumi."""
    adopt_id: str
    """What the typed classes know it by."""
    import_id: str
    """What `pulumi import` knows it by."""
    inputs: Mapping[str, Value]
    remarks: Sequence[str] = field(default=())

    @property
    def resource_name(self) -> str:
        """Its name for Pulumi."""
        return self.name.replace("_", "-")


@dataclass(frozen=True)
class LeftOut:
    """What cannot be declared, and why."""

    remark: str


Part = Declaration | LeftOut


def declared(account: Account) -> list[Part]:
    """Return what a program says of *account*: each thing after those it refers to."""
    writer = _Writer()
    parts = [part for project in account.projects for part in writer.project(project)]
    return parts + [part for each in account.unassigned for part in writer.service(each, None)]


class _Writer:
    def __init__(self) -> None:
        self._names = Names()

    def project(self, found: FoundProject) -> Iterator[Part]:
        id, called = str(found.body["id"]), str(found.body.get("name"))
        name = self._names.give(words(called), "project")
        made = _checked(Project, name, id, id, _told(Project, found.body), ())
        yield made
        own = Output(name, "id") if isinstance(made, Declaration) else id
        for secret in found.secrets:
            yield self._secret(name, id, own, secret)
        for service in found.services:
            yield from self.service(service, own)

    def service(self, found: FoundService, project: Value | None) -> Iterator[Part]:
        id, called = str(found.body["id"]), str(found.body.get("name"))
        name = self._names.give(words(called), "web_service")
        if is_going(found.body):
            yield LeftOut(f"Left out: web service {called!r} ({id}): Runsite is deleting it")
            return
        inputs = _told(WebService, found.body)
        inputs |= self._source(name, found.body)
        if project is not None and "project_id" in inputs:
            inputs["project_id"] = project
        remarks = [*_guessed(found.body), *_untold(inputs, found.body)]
        made = _checked(WebService, name, id, id, inputs, remarks)
        yield made
        own = Output(name, "id") if isinstance(made, Declaration) else id
        variables = [self._variable(name, id, own, each) for each in found.variables]
        yield from variables
        if found.live:
            triggers = [Output(v.name, "revision") for v in variables if isinstance(v, Declaration)]
            yield self._deployment(name, own, found.live, triggers)

    def _source(self, service: str, body: Props) -> dict[str, Value]:
        """Return the repository where Runsite tells of none, or only its name."""
        if body.get("image_ref") or body.get("git_repository_url"):
            return {}
        if full_name := body.get("github_repo_full_name"):
            return {"git_repository_url": source.github_url(full_name)}
        # Settings are named after what they are for: a variable may be called REPOSITORY too.
        key = self._names.give(f"{service}_repository", "address").replace("_", "-")
        return {"git_repository_url": Setting(key, is_secret=False)}

    def _variable(self, service: str, id: str, own: Value, item: Props) -> Part:
        key = str(item.get("key"))
        name = self._names.give(f"{service}_{words(key)}", "variable")
        inputs = {"web_service_id": own, "key": key, **_value(name, item)}
        return _checked(EnvVar, name, str(item["id"]), f"{id}/{key}", inputs, ())

    def _secret(self, project: str, id: str, own: Value, item: Props) -> Part:
        key, scope = str(item.get("key")), str(item.get("scope"))
        name = self._names.give(f"{project}_{words(key)}_{words(scope)}", "secret")
        inputs = {"project_id": own, "scope": scope, "key": key, **_value(name, item)}
        return _checked(ProjectSecret, name, str(item["id"]), f"{id}/{scope}/{key}", inputs, ())

    def _deployment(
        self, service: str, own: Value, live: Props, triggers: Sequence[Output]
    ) -> Part:
        name, id = self._names.give(f"{service}_deployment", "deployment"), str(live["id"])
        inputs: dict[str, Value] = {"web_service_id": own}
        if triggers:
            inputs["triggers"] = triggers
        above = str(live.get("web_service_id"))
        return _checked(Deployment, name, id, f"{above}/{id}", inputs, ())


def _told(kind: type[Resource], body: Props) -> dict[str, Value]:
    """Return the inputs that *body* tells and that are worth saying."""
    steering = kind.Inputs.fields_with(Rule.LOCAL) | kind.Inputs.fields_with(Rule.WRITE_ONLY)
    # What the source is, the source says; a program need not.
    names = [n for n in kind.Inputs.model_fields if n not in steering | {"source_type"}]
    said = {name: body[name] for name in names if body.get(name) is not None}
    for name in kind.Inputs.fields_with(Rule.SERVER_CHOOSES) & said.keys():
        if _faults(kind, said) - _faults(kind, {k: v for k, v in said.items() if k != name}):
            del said[name]  # of no meaning for this one, and left out it is no drift either
    return said


def _guessed(body: Props) -> Iterator[str]:
    if not body.get("image_ref") and "git_repository_url" not in body:
        yield "Of its repository Runsite tells at most the name, not the address: check it."


def _untold(inputs: Mapping[str, Value], body: Props) -> Iterator[str]:
    """Yield a sentence about the fields on which Runsite is silent, and that could be said."""
    ours = WebService.Inputs.fields_with(Rule.LOCAL) | WebService.Inputs.fields_with(
        Rule.WRITE_ONLY
    )
    said = ours | {"source_type"} | body.keys() | inputs.keys() | source.inapplicable_inputs(inputs)
    silent = [name for name in WebService.Inputs.model_fields if name not in said]
    if silent:
        about = ", ".join(_with_default(name) for name in silent)
        yield (
            f"Runsite does not tell {about}. Say here what is not the default, before the first "
            "`pulumi up`: a change afterwards is refused."
        )


def _with_default(name: str) -> str:
    default = WebService.Inputs.model_fields[name].default
    return f"{name} ({default} when left out)" if default is not None else name


def _value(name: str, item: Props) -> dict[str, Value]:
    shown = EnvVar.readable_value(item)
    value = Setting(name.replace("_", "-"), is_secret=True) if shown is None else shown
    plain = item.get("is_secret") is False
    return {"value": value, "is_secret": False} if plain else {"value": value}


def _checked(
    kind: type[Resource],
    name: str,
    adopt_id: str,
    import_id: str,
    inputs: Mapping[str, Value],
    remarks: Sequence[str],
) -> Part:
    """Return the declaration; where a preview would refuse it, what to say instead."""
    _, found = kind.check(_plain(inputs) | {"adopt_id": adopt_id}, {}, "error")
    if found:
        why = "; ".join(f"{each.path} {each.reason}" for each in found)
        return LeftOut(f"Left out: {kind.noun} {_called(inputs)!r} ({adopt_id}): {why}")
    return Declaration(kind, name, adopt_id, import_id, inputs, remarks)


def _called(inputs: Mapping[str, Value]) -> Value | None:
    return inputs.get("name", inputs.get("key"))


def _faults(kind: type[Resource], inputs: Mapping[str, Value]) -> frozenset[tuple[str, str]]:
    _, found = kind.check(_plain(inputs), {}, "error")
    return frozenset((each.path, each.reason) for each in found)


def _plain(inputs: Mapping[str, Value]) -> dict[str, Any]:
    known = {k: v for k, v in inputs.items() if isinstance(v, (str, int))}
    return {**dict.fromkeys(inputs, UNKNOWN), **known}
