"""Converts what an account holds to the resources that a program declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..api import is_id
from ..provider.check_failures import displayed
from ..provider.fields import UNKNOWN, Props, Rule, with_integers
from ..provider.resource import Resource
from ..provider.resources import Deployment, EnvVar, Project, ProjectSecret, WebService
from ..provider.web_services import source
from . import messages
from .identifiers import Identifiers, identifier_part
from .inventory import Account, AccountProject, AccountWebService, is_being_deleted
from .program_items import (
    ConfigReference,
    DeclaredResource,
    InputValue,
    OutputReference,
    ProgramItem,
    SkippedResource,
)


def program_items(account: Account) -> list[ProgramItem]:
    """Return the items of a program for *account*, each after those it refers to."""
    builder = _ProgramBuilder()
    items = [item for project in account.projects for item in builder.project(project)]
    for web_service in account.web_services_without_project:
        items += builder.web_service(web_service, None)
    return items


class _ProgramBuilder:
    def __init__(self) -> None:
        self._identifiers = Identifiers()

    def project(self, project: AccountProject) -> Iterator[ProgramItem]:
        id = str(project.body["id"])
        variable = self._identifiers.create(_identifier_part(project.body, "name"), "project")
        item = _checked(Project, variable, id, id, _returned_inputs(Project, project.body), ())
        yield item
        reference = _id_reference(item, variable, id)
        for secret in project.secrets:
            yield self._project_secret(variable, id, reference, secret)
        for web_service in project.web_services:
            yield from self.web_service(web_service, reference)

    def web_service(
        self, service: AccountWebService, project: InputValue | None
    ) -> Iterator[ProgramItem]:
        id = str(service.body["id"])
        variable = self._identifiers.create(_identifier_part(service.body, "name"), "web_service")
        if is_being_deleted(service.body):
            yield _skipped(WebService, service.body, id, messages.being_deleted())
            return
        inputs = _returned_inputs(WebService, service.body)
        inputs |= self._repository(variable, service.body)
        if project is not None and "project_id" in inputs:
            inputs["project_id"] = project
        item = _checked(WebService, variable, id, id, inputs, _comments(inputs, service.body))
        yield item
        reference = _id_reference(item, variable, id)
        env_vars = [self._env_var(variable, id, reference, each) for each in service.variables]
        yield from env_vars
        if service.live_deployment:
            declared = [each for each in env_vars if isinstance(each, DeclaredResource)]
            triggers = [OutputReference(each.variable, "revision") for each in declared]
            yield self._deployment(variable, id, reference, service.live_deployment, triggers)

    def _repository(self, service: str, body: Props) -> dict[str, InputValue]:
        """Return the URL of the repository where the API returns none, or only its name."""
        if body.get("image_ref") or body.get("git_repository_url"):
            return {}
        full_name = body.get("github_repo_full_name")
        if full_name and isinstance(full_name, str):
            return {"git_repository_url": source.github_url(full_name)}
        # The key is an identifier as well: a variable may have the key REPOSITORY.
        key = self._identifiers.create(f"{service}_repository", "address").replace("_", "-")
        return {"git_repository_url": ConfigReference(key, is_secret=False)}

    def _env_var(self, service: str, id: str, reference: InputValue, item: Props) -> ProgramItem:
        preferred = f"{service}_{_identifier_part(item, 'key')}"
        variable = self._identifiers.create(preferred, "variable")
        key: Any = item.get("key")
        inputs = {"web_service_id": reference, "key": key, **_value_inputs(variable, item)}
        return _checked(EnvVar, variable, str(item["id"]), f"{id}/{key}", inputs, ())

    def _project_secret(
        self, project: str, id: str, reference: InputValue, item: Props
    ) -> ProgramItem:
        parts = (project, _identifier_part(item, "key"), _identifier_part(item, "scope"))
        variable = self._identifiers.create("_".join(parts), "secret")
        key: Any = item.get("key")
        scope: Any = item.get("scope")
        inputs = {"project_id": reference, "scope": scope, "key": key}
        inputs |= _value_inputs(variable, item)
        import_id = f"{id}/{scope}/{key}"
        return _checked(ProjectSecret, variable, str(item["id"]), import_id, inputs, ())

    def _deployment(
        self,
        service: str,
        service_id: str,
        reference: InputValue,
        body: Props,
        triggers: Sequence[OutputReference],
    ) -> ProgramItem:
        id = str(body["id"])
        variable = self._identifiers.create(f"{service}_deployment", "deployment")
        inputs: dict[str, InputValue] = {"web_service_id": reference}
        if triggers:
            inputs["triggers"] = triggers
        return _checked(Deployment, variable, id, f"{service_id}/{id}", inputs, ())


def _identifier_part(body: Props, field: str) -> str:
    text = body.get(field)
    return identifier_part(text) if isinstance(text, str) else ""


def _id_reference(item: ProgramItem, variable: str, id: str) -> InputValue:
    return OutputReference(variable, "id") if isinstance(item, DeclaredResource) else id


def _returned_inputs(resource_type: type[Resource], body: Props) -> dict[str, InputValue]:
    """Return the inputs that *body* contains and that the program has to declare."""
    unreadable = _fields_not_in_responses(resource_type)
    # `source_type` follows from the other inputs.
    names = [n for n in resource_type.Inputs.model_fields if n not in unreadable | {"source_type"}]
    # An empty text is what some APIs return for a field that is not set.
    body = {name: with_integers(body.get(name)) for name in names}
    returned = {name: value for name, value in body.items() if value not in (None, "")}
    for name in resource_type.Inputs.fields_with(Rule.SERVER_CHOOSES) & returned.keys():
        others = {k: v for k, v in returned.items() if k != name}
        if _failures(resource_type, returned) - _failures(resource_type, others):
            del returned[name]  # invalid for this resource; while it is unset, it is no drift
    return returned


def _fields_not_in_responses(resource_type: type[Resource]) -> frozenset[str]:
    inputs = resource_type.Inputs
    return inputs.fields_with(Rule.LOCAL, Rule.WRITE_ONLY)


def _comments(inputs: Mapping[str, InputValue], body: Props) -> list[str]:
    """Return what the user has to check: inputs of a web service that the API does not return."""
    comments = []
    if not body.get("image_ref") and "git_repository_url" not in body:
        comments.append(messages.repository_unconfirmed())
    irrelevant = _fields_not_in_responses(WebService) | source.inapplicable_inputs(inputs)
    known = irrelevant | {"source_type"} | body.keys() | inputs.keys()
    missing = [name for name in WebService.Inputs.model_fields if name not in known]
    if missing:
        comments.append(messages.inputs_not_returned(", ".join(map(_with_default, missing))))
    return comments


def _with_default(name: str) -> str:
    default = WebService.defaults().get(name)
    return f"{name} (default: {default})" if default is not None else name


def _value_inputs(variable: str, item: Props) -> dict[str, InputValue]:
    returned = EnvVar.readable_value(item)
    key = variable.replace("_", "-")
    value = ConfigReference(key, is_secret=True) if returned is None else returned
    is_plain = item.get("is_secret") is False
    return {"value": value, "is_secret": False} if is_plain else {"value": value}


def _checked(
    resource_type: type[Resource],
    variable: str,
    adopt_id: str,
    import_id: str,
    inputs: Mapping[str, InputValue],
    comments: Sequence[str],
) -> ProgramItem:
    """Return the declared resource; a skipped one where its check would fail at preview."""
    known = _known_values(inputs) | {"adopt_id": adopt_id}
    _, failures = resource_type.check(known)
    if not failures:
        return DeclaredResource(resource_type, variable, adopt_id, import_id, inputs, comments)
    why = messages.invalid_inputs("; ".join(f"{each.path} {each.fault}" for each in failures))
    return _skipped(resource_type, inputs, adopt_id, why)


def _skipped(
    resource_type: type[Resource], named: Mapping[str, Any], id: str, why: str
) -> SkippedResource:
    name = named.get("name", named.get("key"))
    noun = resource_type.noun if name is None else f"{resource_type.noun} {displayed(name)}"
    # A secret without an id has its scope and key in place of it.
    return SkippedResource(messages.skipped(noun, id if is_id(id) else displayed(id), why))


def _failures(
    resource_type: type[Resource], inputs: Mapping[str, InputValue]
) -> frozenset[tuple[str, str]]:
    _, failures = resource_type.check(_known_values(inputs))
    return frozenset((each.path, each.reason) for each in failures)


def _known_values(inputs: Mapping[str, InputValue]) -> dict[str, Any]:
    """Return *inputs* with UNKNOWN in place of references: what the API returned is checked."""
    return {name: UNKNOWN if _is_reference(value) else value for name, value in inputs.items()}


def _is_reference(value: InputValue) -> bool:
    if isinstance(value, (OutputReference, ConfigReference)):
        return True
    return isinstance(value, Sequence) and any(isinstance(each, OutputReference) for each in value)
