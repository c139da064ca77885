"""What the command must report of a Runsite without `--write`, by switch of the emulator."""

from __future__ import annotations

from pulumi_runsite.emulator.world.switch_values import SUCCESS_WORDS

from .variants import Variant, each

MASK = "variable with `is_secret` true: "

READ: tuple[Variant, ...] = (
    *each(
        "list_envelope",
        "list_envelope",
        {
            "bare": r"^`\[\.\.\.\]`$",
            "data": r"^`\{data: \[\.\.\.\]\}`$",
            "items": r"^`\{items: \[\.\.\.\]\}`$",
            "results": r"^`\{results: \[\.\.\.\]\}`$",
            "nested": r"^`\{data: \{<list>: \[\.\.\.\], total\}\}`$",
        },
    ),
    Variant("list_limit", 1, "paging", "1 of 2 items"),
    Variant("list_order", "reversed", "list_order", "^newest first$"),
    *each(
        "object_envelope",
        "object_envelope",
        {"data": r"^`\{data: \{\.\.\.\}\}`$", "named": r"^`\{<type>: \{\.\.\.\}\}`$"},
    ),
    *each(
        "secrets_shape",
        "secrets_shape",
        {
            "scopes": r"^`\{secrets: \[\{key, scopes: \{<scope>: \{\.\.\.\}\}\}\], total\}`$",
            "by_key": r"^`\{KEY: \[\{\.\.\.\}\]\}`$",
            "by_key_wrapped": r"^`\{secrets: \{KEY: \[\{\.\.\.\}\]\}\}`$",
            "by_scope": r"^`\{secrets: \{KEY: \{<scope>: \{\.\.\.\}\}\}\}`$",
            "flat": r"^`\{secrets: \[\{\.\.\.\}\], total\}`$",
        },
    ),
    Variant("secret_fields", "not_repeated", "secret_fields", "^`id`, `project_id`, `scope`"),
    Variant("secret_ids", "group", "ids", "secret: UUID of all scopes together"),
    Variant("secret_ids", "only_on_create", "ids", "secret: missing"),
    Variant("env_ids", "only_on_create", "ids", "variable: missing"),
    Variant("variable_fields", "minimal", "fields", "variable: `id`, `key`, `value`;"),
    Variant("echo", "all", "fields", "`health_check_path`"),
    Variant("echo", "minimal", "fields", "web service: `id`, `name`, `status`, `url`;"),
    *each(
        "deployment_fields",
        "fields",
        {
            "without_status": "deployment: (?!.*`status`)",
            "without_is_live": "^(?!.*`is_live`)",
            "without_finished_at": "^(?!.*`finished_at`)",
            "without_end": "^(?!.*(`is_live`|`finished_at`))",
        },
    ),
    *(
        Variant("deployment_words", {"running": word}, "deployment_statuses", f"`{word}`")
        for word in (*SUCCESS_WORDS, "promoted")
    ),
    Variant(
        "deployment_words",
        {"running": "promoted", "failed": "rejected", "cancelled": "withdrawn"},
        "deployment_statuses",
        "not known: `promoted`, `rejected`, `withdrawn`",
    ),
    Variant(
        "deployment_words",
        {"failed": "error", "cancelled": "canceled"},
        "deployment_statuses",
        "`canceled`, `error`, ",
    ),
    Variant(
        "deployment_words",
        {"pending": "queued", "cloning": "fetching", "building": "compiling"},
        "deployment_statuses",
        "not known: `queued`",
    ),
    Variant("deployment_words", {"superseded": "inactive"}, "deployment_statuses", "`inactive`"),
    Variant(
        "service_words",
        {"running": "live", "stopped": "suspended"},
        "service_statuses",
        "not known: `live`, `suspended`",
    ),
    Variant(
        "service_words",
        {"running": "active", "deploying": "updating", "stopped": "off"},
        "service_statuses",
        "not known: `active`, `off`, `updating`",
    ),
    Variant("status_case", "upper", "service_statuses", "`RUNNING`"),
    *each(
        "time_format",
        "times",
        {
            "fraction": "^RFC 3339 in UTC with a fraction$",
            "offset": "^RFC 3339 with an offset$",
            "naive": "^without a time zone$",
            "epoch": "^seconds since 1970$",
            "epoch_ms": "^milliseconds since 1970$",
        },
    ),
    *each(
        "informational",
        "types",
        {
            "numbers": "`workspace_id` number",
            "objects": "`workspace_id` object",
            "null": "`workspace_id` null",
            "missing": "^(?!.*`workspace_id`)",
        },
    ),
    Variant("ids", "numeric", "ids", "^number$"),
    *each(
        "read_id",
        "ids",
        {
            "missing": "^missing$",
            "null": "^null$",
            "empty": "^empty$",
            "slash": "^text with `/`$",
            "dots": r"^text `\.\.`$",
        },
    ),
    Variant("mismatch", "id", "matching", "^other `id` of a project"),
    Variant("mismatch", "parent", "matching", "`project_id` in the list of secrets"),
    *each(
        "mask",
        "values",
        {
            None: MASK + "null",
            "": MASK + "empty text",
            "[hidden]": MASK + r"`\[hidden\]`",
            "\u2022" * 8: MASK + "`\u2022{8}`",
        },
    ),
    *each(
        "mask_style",
        "values",
        {
            "same_length": MASK + r"`\*` 18 times",
            "last_4": MASK + "symbols and the last 4 characters",
            "absent": MASK + "absent",
        },
    ),
    Variant("masked", "secret_variables", "values", "secret with `is_secret` true: text"),
    Variant("masked", "all", "values", r"variable with `is_secret` false: `\*\*\*`|^`\*\*\*`$"),
    Variant("echo_input", True, "errors", "repeats what was sent"),
    Variant("prefixes", "/api", "api_prefix", "/api/v1: refused with 404"),
    Variant("prefixes", "/api/v1", "api_prefix", "^/api: refused with 404; /api/v1: 200"),
    Variant("codes", "documented", "errors", "invalid id: 400"),
    Variant("malformed_id", "404", "errors", "^404"),
    Variant("account", "blocked", "api_key", "user_blocked"),
    Variant("account", "in_review", "api_key", "registration_review_required"),
)
"""What a run without `--write` shows."""
