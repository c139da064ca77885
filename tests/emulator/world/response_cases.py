"""Every value of the switches for the format of responses."""

from __future__ import annotations

from typing import Any

from pulumi_runsite.emulator.world.switch_values import SUCCESS_WORDS
from tests.emulator.world import response_probes as probes
from tests.emulator.world.switch_case import Case

_PROJECTS = {"projects": ["object"], "total": "int"}
_TWO = ["object", "object"]
_SCOPES = {"production": "object", "staging": "object"}
_GROUP = {"key": "str", "values": _TWO}
_SECRETS = {"secrets": [_GROUP], "total": "int"}
_VARIABLE = {"id", "web_service_id", "key", "value", "is_secret", "created_at", "updated_at"}
_ALL_ENDS = {"status", "is_live", "finished_at"}
_MASKED = ("***", "plain", "***")
_DEPLOYED = probes.deployment_status(10)


def _cases(switch: str, probe: Any, default: Any, **changed: Any) -> list[Case]:
    return [Case(switch, value, probe, default, result) for value, result in changed.items()]


RESPONSE_CASES = [
    *_cases(
        "list_envelope",
        probes.outline_of_projects,
        _PROJECTS,
        bare=["object"],
        data={"data": ["object"]},
        items={"items": ["object"]},
        results={"results": ["object"]},
        nested={"data": _PROJECTS},
    ),
    Case("list_limit", 1, probes.count_and_total_of_projects, (2, 2), (1, 2)),
    Case("list_paging", "offset", probes.names_after_the_first_project, ["a"], ["b"]),
    Case("list_order", "reversed", probes.names_of_projects, ["a", "b"], ["b", "a"]),
    *_cases(
        "object_envelope",
        probes.outline_of_project,
        "object",
        data={"data": "object"},
        named={"project": "object"},
    ),
    *_cases(
        "secrets_shape",
        probes.outline_of_secrets,
        _SECRETS,
        scopes={"secrets": [{"key": "str", "scopes": _SCOPES}], "total": "int"},
        by_key={"KEY": _TWO},
        by_key_wrapped={"secrets": {"KEY": _TWO}},
        by_scope={"secrets": {"KEY": _SCOPES}},
        flat={"secrets": _TWO, "total": "int"},
    ),
    Case("secret_fields", "not_repeated", lambda r: "key" in probes.listed_secret(r), True, False),
    *_cases(
        "secret_ids",
        probes.where_secrets_have_ids,
        (2, False, [True, True]),
        group=(1, True, [False, False]),
        only_on_create=(2, False, [False, False]),
        none=(0, False, [False, False]),
    ),
    Case("secret_ids", "group", probes.count_secrets_after_delete, 1, 0),
    *_cases(
        "env_ids",
        probes.where_variables_have_ids,
        (True, True),
        only_on_create=(True, False),
        none=(False, False),
    ),
    Case(
        "variable_fields", "minimal", probes.fields_of_variable, _VARIABLE, {"id", "key", "value"}
    ),
    *_cases(
        "echo",
        probes.service_field("dockerfile_path"),
        "absent",
        all=None,
        defaults="./Dockerfile",
        empty="",
    ),
    Case("echo", "all", probes.service_field("port", port=99), "absent", 99),
    Case("echo", "defaults", probes.service_field("root_directory"), "absent", "."),
    Case("echo", "minimal", probes.service_field("min_instances"), 1, "absent"),
    *_cases(
        "deployment_fields",
        probes.deployment_end,
        _ALL_ENDS,
        without_status=_ALL_ENDS - {"status"},
        without_is_live=_ALL_ENDS - {"is_live"},
        without_finished_at=_ALL_ENDS - {"finished_at"},
        without_end={"status"},
    ),
    *[
        Case("deployment_words", {"running": word}, _DEPLOYED, "running", word)
        for word in (*SUCCESS_WORDS, "promoted")
    ],
    Case(
        "deployment_words",
        {"failed": "error", "cancelled": "canceled"},
        probes.deployment_status(10, "fail-build"),
        "failed",
        "error",
    ),
    Case(
        "deployment_words",
        {"running": "promoted", "failed": "rejected", "cancelled": "withdrawn"},
        probes.deployment_status(10, "fail-build"),
        "failed",
        "rejected",
    ),
    Case(
        "deployment_words",
        {"pending": "queued", "cloning": "fetching", "building": "compiling"},
        probes.deployment_status(0),
        "pending",
        "queued",
    ),
    Case(
        "deployment_words",
        {"superseded": "inactive"},
        probes.superseded_status,
        ("running", "running"),
        ("inactive", "running"),
    ),
    Case(
        "service_words",
        {"running": "live", "stopped": "suspended"},
        probes.service_field("status"),
        "stopped",
        "suspended",
    ),
    Case(
        "service_words",
        {"running": "active", "deploying": "updating", "stopped": "off"},
        probes.service_field("status"),
        "stopped",
        "off",
    ),
    *_cases(
        "time_format",
        probes.project_field("created_at"),
        "2026-01-01T00:00:00Z",
        fraction="2026-01-01T00:00:00.000000Z",
        offset="2026-01-01T00:00:00+00:00",
        naive="2026-01-01T00:00:00",
        epoch=1767225600,
        epoch_ms=1767225600000,
    ),
    *_cases(
        "informational",
        probes.project_field("created_at"),
        "2026-01-01T00:00:00Z",
        numbers=1767225600,
        objects={"value": "2026-01-01T00:00:00Z"},
        null=None,
        missing="absent",
    ),
    Case("ids", "numeric", probes.types_of_ids, {"str"}, {"int"}),
    *_cases(
        "created_id",
        probes.created_ids,
        ["correct"] * 2,
        missing=["missing"] * 2,
        null=[None] * 2,
        empty=[""] * 2,
        slash=["slash"] * 2,
        dots=[".."] * 2,
    ),
    *_cases(
        "read_id",
        probes.read_ids,
        ["correct"] * 2,
        missing=["missing"] * 2,
        null=[None] * 2,
        empty=[""] * 2,
        slash=["slash"] * 2,
        dots=[".."] * 2,
    ),
    *[
        Case("mismatch", field, probes.is_same_object(field), True, False)
        for field in ("id", "name", "key", "scope", "parent")
    ],
    *_cases(
        "mask_style",
        probes.masked_values,
        _MASKED,
        same_length=("******", "plain", "******"),
        last_4=("****cret", "plain", "****cret"),
        absent=("absent", "plain", "absent"),
    ),
    *_cases(
        "masked",
        probes.masked_values,
        _MASKED,
        secret_variables=("***", "plain", "s3cret"),
        all=("***", "***", "***"),
    ),
    *_cases(
        "action_answer",
        probes.stop_response,
        (200, "object"),
        message=(200, {"message": "str"}),
        empty=(200, ""),
        no_content=(204, ""),
        accepted=(202, {"message": "str"}),
        string=(200, "str"),
    ),
    *_cases(
        "delete_answer",
        probes.delete_response,
        (204, ""),
        message=(200, '{"message":"Deleted"}'),
        empty=(200, ""),
    ),
    *_cases(
        "proxy_answer",
        probes.proxied_delete,
        (False, 0, 204),
        html=(True, 0, 200),
        text=(True, 0, 200),
        html_not_applied=(True, 1, None),
        text_not_applied=(True, 1, None),
    ),
    Case("proxy_answer", "html", probes.content_type_of_stop, "application/json", "text/html"),
    Case("proxy_answer", "text", probes.content_type_of_stop, "application/json", "text/plain"),
]
