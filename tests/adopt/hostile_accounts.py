"""Accounts with the worst that an API may return, from a seed; what a program may hold."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator
from typing import Any

from pulumi_runsite.adopt.inventory import Account, AccountProject, AccountWebService

Body = dict[str, Any]

TEXTS = (
    "shop", "", " ", "a\x00b", "\x1b]0;owned\x07", "\x1b[2J", "\x9b31m", "\u202egnp.exe",
    "\ud800", "x\udfffy", "\u2028import os", "\r", "line\nimport os\n", "a\rimport os",
    '"""', "'''", '"); import os #', "')\nimport os\n#", "\\", "\\'", '\\"', "{}", "%s", "${HOME}",
    "$(id)", "`id`", "; rm -rf /", "--help", "-e .", "../..", "/", "__import__('os')", "0",
    "class", "config", "é店", "x" * 5_000, "a\tb", "\ufeffbom", "***", "ak_live_x", "\x7f",
)  # fmt: skip

VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**70, 1.0, 1.5, [], {}, [1], ["a"],
    {"a": 1}, {"id": "x"}, [[]], [None], {"\ud800": "\x00"},
)  # fmt: skip

URLS = (
    "https://git.example.org/acme/web", "https://git.example.org/a\x1b[2Jb", "javascript:alert(1)",
    "https://user:password@example.org/acme/web", "https://[::1", "https://xn--a/b",
)  # fmt: skip


class HostileAccounts:
    """Generates accounts; the same seed gives the same accounts."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - not for secrets

    def account(self) -> Account:
        """Return an account as `read_account` does: every object has a valid id."""
        projects = [self._project() for _ in range(self._random.randrange(3))]
        return Account(projects, [self._web_service() for _ in range(self._random.randrange(3))])

    def text(self) -> str:
        """Return a text."""
        return "".join(self._random.sample(TEXTS, self._random.choice((1, 1, 2, 3))))

    def _project(self) -> AccountProject:
        body = self._body(name=self.text, description=self.text)
        secrets = [self._secret() for _ in range(self._random.randrange(3))]
        services = [self._web_service() for _ in range(self._random.randrange(3))]
        return AccountProject(body, secrets, services)

    def _web_service(self) -> AccountWebService:
        body = self._body(
            name=self.text,
            project_id=self._id,
            project_type=lambda: self._random.choice(("web_service", "worker", self.text())),
            source_type=self.text,
            status=lambda: self._random.choice(("running", "pending_deletion", self.text())),
            image_ref=lambda: self._random.choice(("nginx:1.27", None, None, self.text())),
            git_repository_url=lambda: self._random.choice((*URLS, None)),
            github_repo_full_name=lambda: self._random.choice(("acme/web", self.text())),
            github_branch=self.text,
            port=lambda: self._random.choice((80, 3000.0)),
            start_command=self.text,
            health_check_path=lambda: "/" + self.text(),
            min_instances=lambda: 1,
            auto_deploy=lambda: True,
        )
        live = self._body(is_live=lambda: True)
        variables = [self._variable() for _ in range(self._random.randrange(4))]
        return AccountWebService(body, variables, self._random.choice((None, live)))

    def _secret(self) -> Body:
        secret = self._variable(scope=self._scope)
        if self._random.random() < 0.3:  # Runsite may return no id, and then these are the id
            secret["id"] = f"{self._scope()}/{self.text()}"
        return secret

    def _variable(self, **more: Callable[[], Any]) -> Body:
        return self._body(
            key=lambda: self._random.choice(("KEY", self.text())),
            value=self.text,
            is_secret=lambda: self._random.choice((True, False)),
            **more,
        )

    def _body(self, **fields: Callable[[], Any]) -> Body:
        """Return an object: each field may be absent, or of another type."""
        drawn: Body = {"id": self._id()}
        for name, value in fields.items():
            kind = self._random.random()
            if kind < 0.75:
                drawn[name] = value()
            elif kind < 0.9:
                drawn[name] = self._random.choice(VALUES)
        return drawn

    def _scope(self) -> str:
        return self._random.choice(("production", "staging", self.text()))

    def _id(self) -> str:
        return self._random.choice(("1", "a-b_c", f"{self._random.randrange(10**9):032x}"))


def responses(account: Account) -> Iterator[tuple[str, Any]]:
    """Yield the path and the body of each response that makes up *account*."""
    services = [*account.web_services_without_project]
    for project in account.projects:
        services += project.web_services
        yield f"/projects/{project.body['id']}/secrets", {"secrets": list(project.secrets)}
    yield "/projects", {"projects": [each.body for each in account.projects]}
    yield "/web-services", {"web_services": [each.body for each in services]}
    for service in services:
        path = f"/web-services/{service.body['id']}"
        yield path, service.body
        yield f"{path}/env", {"environment_variables": list(service.variables)}
        live = [service.live_deployment] if service.live_deployment else []
        yield f"{path}/deployments", {"deployments": live, "total": len(live)}


_NODES = (
    ast.Module, ast.Expr, ast.Import, ast.alias, ast.Assign, ast.Name, ast.Store, ast.Load,
    ast.Call, ast.keyword, ast.Attribute, ast.Constant, ast.List,
)  # fmt: skip
_CALLED = {"pulumi", "runsite", "config"}


def strange_parts(source: str) -> list[str]:
    """Return what a written program must not hold: raw control characters, other statements."""
    raw = [repr(c) for c in source if not (c.isprintable() or c == "\n")]
    tree = ast.parse(source)
    nodes = [ast.unparse(n) for n in ast.walk(tree) if not isinstance(n, _NODES)]
    calls = [
        ast.unparse(n)
        for n in ast.walk(tree)
        if isinstance(n, ast.Call)
        and not (
            isinstance(n.func, ast.Attribute)
            and isinstance(n.func.value, ast.Name)
            and n.func.value.id in _CALLED
        )
    ]
    imports = [
        alias.name
        for n in ast.walk(tree)
        if isinstance(n, ast.Import)
        for alias in n.names
        if alias.name not in {"pulumi", "pulumi_runsite"}
    ]
    # A constant as a statement would be a value that ended its literal.
    loose = [ast.unparse(n) for n in tree.body[1:] if not isinstance(n, (ast.Import, ast.Assign))]
    return raw + nodes + calls + imports + loose
