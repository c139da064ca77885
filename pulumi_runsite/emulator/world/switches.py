"""Switches: the behaviours that Runsite's documentation leaves open."""

from __future__ import annotations

import difflib
from typing import Any, Literal, get_args

from pydantic import ConfigDict, Field, ValidationError

from .response_switches import ResponseSwitches
from .switch_values import FREE_VALUES

ServiceStatus = Literal[
    "running", "stopped", "sleeping", "failed", "deploying", "starting", "stopping", "restarting",
    "blocked", "pending_deletion",
]  # fmt: skip


class Switches(ResponseSwitches):
    """
    One field per open question, with the chosen behaviour as its default.

    In the descriptions, "API page" is Runsite's page "Public API", "CLI" is the code and the tests
    of Runsite's own command line client, both read on 2026-11-24.
    """

    model_config = ConfigDict(strict=True, extra="forbid", validate_assignment=True)

    prefixes: Literal["both", "/api", "/api/v1"] = Field(
        "both", description="The path prefixes served. The API page has /api, the CLI /api/v1."
    )
    deploy: Literal["fresh_deployment", "start_only"] = Field(
        "fresh_deployment",
        description="What POST .../deploy does. The API page: 'triggers a fresh deployment'; the "
        "CLI: only starts a stopped service. The default follows the API page.",
    )
    delete_scope: Literal["write", "admin"] = Field(
        "write",
        description="The scope that DELETE requires. Runsite's API keys page assigns deletes to "
        "admin, the CLI deletes variables with a write key.",
    )
    accept_mask: bool = Field(
        default=False,
        description="Whether the mask is accepted as a value. The default detects clients that "
        "write back what they read.",
    )
    empty_value: Literal["accept", "refuse"] = Field(
        "accept",
        description="Whether a value may be empty, which is not documented. An empty environment "
        "variable is legitimate, so the default is yes.",
    )
    service_fields: Literal["all", "without_source_type", "documented"] = Field(
        "all",
        description="The fields that POST /web-services accepts: also those of the CLI, these "
        "without source_type, or only those of the API page. Others are rejected with 422.",
    )
    service_defaults: Literal["cli", "other"] = Field(
        "cli",
        description="The defaults of fields that are not sent: those of the CLI, or port 3000, "
        "branch master, 2 instances and auto_deploy. The API page names none.",
    )
    normalize: Literal[
        "none", "git_suffix", "image_registry", "whitespace", "paths", "plan_limit", "all"
    ] = Field(
        "none",
        description="How values are changed before they are stored: `.git` is appended to a "
        "repository, `docker.io/library/` prefixed to an image, whitespace trimmed, `./` removed "
        "from paths, or instances limited to 2. Not documented.",
    )
    names: Literal["free", "unique"] = Field(
        "free",
        description="Whether names must be unique. The CLI handles several services with the same "
        "name.",
    )
    duplicate_key: Literal["refuse", "upsert", "duplicate"] = Field(
        "refuse",
        description="What POST does when the key exists: 409, by analogy with the bulk call, an "
        "update, or a duplicate.",
    )
    bulk: Literal["merge", "replace"] = Field(
        "merge",
        description="Whether a bulk PUT deletes what it does not list. The CLI sends only the "
        "changed items, so the default is no.",
    )
    bulk_env_without_id: Literal["refuse", "upsert"] = Field(
        "refuse",
        description="What happens to a bulk item of variables without id whose key exists. The "
        "CLI expects 409.",
    )
    bulk_secret_without_id: Literal["upsert", "refuse"] = Field(
        "upsert",
        description="What happens to a bulk item of secrets without id whose key and scope exist. "
        "The example of the API page has no id.",
    )
    bulk_fields: Literal["all", "id_ignored", "id_rejected", "documented"] = Field(
        "all",
        description="The fields of a bulk item: an id is accepted, ignored, or rejected with 422; "
        "`documented` also rejects is_secret of a secret. The CLI sends the id, the API page does "
        "not name it.",
    )
    service_env_vars: Literal["created", "ignored", "not_masked"] = Field(
        "created",
        description="What POST /web-services does with env_vars, which the API page does not name: "
        "creates them, ignores them, or creates all of them without masking any.",
    )
    env_is_secret_default: bool = Field(
        default=False,
        description="The default of is_secret of a variable. The API page omits it for a plain "
        "variable.",
    )
    secret_is_secret_default: bool = Field(
        default=True, description="The default of is_secret of a project secret."
    )
    semantic_status: Literal[400, 422] = Field(
        400,
        description="The status for fields of the right type that contradict each other. The API "
        "page lists 400 for invalid input, the CLI also handles 422.",
    )
    codes: Literal["all", "documented"] = Field(
        "all",
        description="Which error statuses are used. The API page lists 400, 401, 403, 404 and "
        "429, the CLI also handles 409 and 422; `documented` returns 400 in their place.",
    )
    malformed_id: Literal["422", "404"] = Field(
        "422",
        description="The status for an id in the path that is not a UUID. FastAPI returns 422.",
    )
    foreign: Literal[404, 403] = Field(
        404, description="The status for a resource of another account."
    )
    account: Literal["active", "blocked", "in_review"] = Field(
        "active",
        description="The state of the account. With `blocked` and `in_review` every request "
        "returns 403 with an object, as the CLI expects.",
    )
    gates: Literal["strict", "open"] = Field(
        "strict",
        description="Whether stop, restart, start, deploy and rollback are rejected in the "
        "statuses in which the CLI does not offer them.",
    )
    gate_status: Literal[409, 400] = Field(
        409, description="The status of such a rejection, which is not documented."
    )
    initial_status: ServiceStatus = Field(
        "stopped",
        description="The status of a new web service. Creating one does not deploy it; its status "
        "is not documented.",
    )
    build_seconds: float = Field(
        2.0,
        ge=0,
        le=86400,
        description="The duration of a deployment from pending to running, in emulated seconds.",
    )
    transition_seconds: float = Field(
        0.4,
        ge=0,
        le=86400,
        description="The duration of start, stop and restart, in emulated seconds.",
    )
    keep_deployments: int = Field(
        0, ge=0, description="The number of finished deployments kept per service; 0 keeps all."
    )
    rate_limit: Literal["service", "key", "off"] = Field(
        "service",
        description="What the limit of POST .../deployments, 5 per minute, applies to: each web "
        "service, each API key, or nothing. Not documented.",
    )
    rate_limit_count: int = Field(
        5, ge=1, description="The number of deployments in that limit, from the CLI."
    )
    rate_limit_seconds: float = Field(
        60.0, gt=0, le=86400, description="The period of that limit, in emulated seconds."
    )
    requests_per_minute: int = Field(
        0,
        ge=0,
        description="A limit of all requests per API key; 0 is no limit, since none is published.",
    )
    list_lag_seconds: float = Field(
        0.0,
        ge=0,
        le=86400,
        description="How long a new resource is missing from lists, in emulated seconds.",
    )
    read_lag_seconds: float = Field(
        0.0,
        ge=0,
        le=86400,
        description="How long GET of a new resource returns 404, in emulated seconds.",
    )


def _values_to_try(name: str) -> tuple[Any, ...]:
    field = Switches.model_fields[name]
    values = (False, True) if field.annotation is bool else get_args(field.annotation)
    default = field.get_default(call_default_factory=True)
    return (default, *(v for v in FREE_VALUES.get(name, values) if v != default))


VARIANTS: dict[str, tuple[Any, ...]] = {
    name: _values_to_try(name) for name in Switches.model_fields
}
"""Every switch with the values that a test of a client should try, the default first."""


def parse_switches(values: dict[str, Any]) -> Switches:
    """
    Return the switches with *values*; the others have their defaults.

    Raises:
        ValueError: A name or a value is invalid; the message lists each of them.
    """
    try:
        return Switches(**values)
    except ValidationError as error:
        raise ValueError("; ".join(_problem(each) for each in error.errors())) from error


def _problem(error: Any) -> str:
    name = ".".join(map(str, error["loc"]))
    if error["type"] != "extra_forbidden":
        return f"switch {name}: {error['msg']}"
    similar = difflib.get_close_matches(name, Switches.model_fields, n=1)
    hint = f"did you mean `{similar[0]}`?" if similar else "docs/emulator.md lists all"
    return f"switch {name}: unknown; {hint}"
