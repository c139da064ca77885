"""What the command must report of a Runsite with `--write`, by switch of the emulator."""

from __future__ import annotations

from typing import Any

from .variants import Variant

WRITE: tuple[tuple[Variant, ...], ...] = (
    (
        Variant("secret_ids", "none", "created_ids", "secret: missing"),
        Variant("service_env_vars", "ignored", "service_variables", "^not created$"),
        Variant("ids", "slug", "created_ids", "web service: `srv-` and 20 characters"),
        Variant("echo", "defaults", "service_defaults", '`dockerfile_path` `"./Dockerfile"`'),
        Variant("url_when", "always", "new_url", "a URL"),
        Variant("deploy_answer", "deployment", "deploy_answer", "a deployment"),
        Variant("create_status", 200, "create", "^200 with object$"),
        Variant("delete_answer", "message", "variable_delete", "^200 with object$"),
        Variant("empty_value", "refuse", "variable_empty", "refused with 422"),
        Variant("normalize", "image_registry", "normalization", "docker.io/library/nginx"),
        Variant("duplicate_key", "upsert", "secret_existing", "it is updated"),
        Variant("bulk_env_without_id", "upsert", "variable_bulk_existing", "it is updated"),
        Variant("gates", "open", "stop_stopped", "200 with object"),
        Variant("build_seconds", 0.0, "deployment_time", r"^0\.0 s$"),
        Variant("transition_seconds", 0.0, "stop_time", r"^0\.0 s$"),
        Variant("accept_mask", True, "variable_mask", "accepted"),
        Variant("semantic_status", 422, "contradiction", "refused with 422"),
    ),
    (
        Variant("env_ids", "none", "created_ids", "variable: missing"),
        Variant("service_env_vars", "not_masked", "service_variables", "secret is not masked$"),
        Variant("echo", "empty", "service_defaults", '`dockerfile_path` `""`'),
        Variant("service_summary", "present", "created_fields", "`service_summary`"),
        Variant("create_status", 202, "create", "^202 with object$"),
        Variant("delete_answer", "empty", "secret_delete", "^200 with no body$"),
        Variant("normalize", "whitespace", "normalization", "`value`: whitespace is removed"),
        Variant("duplicate_key", "duplicate", "variable_existing", "a duplicate is created"),
        Variant("bulk_fields", "id_ignored", "secret_bulk_id", "`id` is ignored"),
        Variant("gate_status", 400, "stop_stopped", "refused with 400"),
        Variant("build_seconds", 0.5, "deployment_time", r"^1\.0 s$"),
        Variant("transition_seconds", 2.0, "stop_time", r"^2\.0 s$"),
        Variant("env_is_secret_default", True, "variable_default", "true"),
    ),
    (
        Variant("created_id", "missing", "created_ids", "^missing$"),
        Variant("action_answer", "message", "deploy_answer", "^200 with object$"),
        Variant("normalize", "plan_limit", "normalization", "`max_instances` `3` to `2`"),
        Variant("service_fields", "without_source_type", "service_fields", "^refused: `source_ty"),
        Variant("bulk", "replace", "secret_bulk", "removes what it does not list"),
        Variant("secret_is_secret_default", False, "secret_default", "false"),
        Variant("initial_status", "running", "initial_status", "^`running`$"),
        Variant("keep_deployments", 1, "kept_deployments", "^2 of 3$"),
    ),
    (
        Variant("created_id", "null", "created_ids", "^null$"),
        Variant("action_answer", "empty", "stop", "^200 with no body$"),
        Variant("normalize", "all", "normalization", "removed.*docker.io.*`max_instances`"),
        Variant("bulk_secret_without_id", "refuse", "secret_bulk_existing", "refused with 409"),
        Variant("initial_status", "sleeping", "initial_status", "^`sleeping`$"),
        Variant("mismatch", "name", "created_matching", "`name` of a project, `name` of a web"),
        Variant("deploy", "start_only", "deploy_action", "refused with 409"),
    ),
    (
        Variant("created_id", "empty", "created_ids", "^empty$"),
        Variant("action_answer", "no_content", "stop", "^204 with no body$"),
        Variant("service_fields", "documented", "service_fields", "`image_ref`"),
        Variant("service_fields", "documented", "service_variables", "^refused$"),
        Variant("service_defaults", "other", "service_defaults", '`github_branch` `"master"`'),
        Variant("bulk_fields", "documented", "secret_bulk", "`is_secret` is refused"),
        Variant("initial_status", "failed", "initial_status", "^`failed`$"),
        Variant("rate_limit_count", 1, "rate_limits", "429 .* 1 of them alike"),
        Variant("mismatch", "key", "created_matching", "`key` of a secret, `key` of a variable"),
    ),
    (
        Variant("created_id", "slash", "created_ids", "^text with `/`$"),
        Variant("action_answer", "accepted", "variable_bulk_answer", "^202 with object$"),
        Variant("bulk_fields", "id_rejected", "variable_bulk_id", "422 .unknown field `id`"),
        Variant("delete_scope", "admin", "secret_delete", "403 .needs the scope `admin`"),
        Variant("initial_status", "stopping", "initial_status", "^`stopping`$"),
        Variant("list_lag_seconds", 2.0, "list_lag", r"2\.0 s"),
        Variant("mismatch", "scope", "created_matching", "`scope` of a secret"),
    ),
    (
        Variant("created_id", "dots", "created_ids", r"^text `\.\.`$"),
        Variant("action_answer", "string", "variable_bulk_answer", "^200 with a JSON text$"),
        Variant("initial_status", "blocked", "initial_status", "^`blocked`$"),
    ),
    (
        Variant("create_answer", "message", "created_ids", "variable: missing"),
        Variant("requests_per_minute", 60, "rate_limits", "429 .* after 60 requests"),
        Variant("initial_status", "deploying", "initial_status", "^`deploying`$"),
    ),
    (
        Variant("create_answer", "empty", "variable_create", "^201 with no body$"),
        Variant("read_lag_seconds", 2.0, "read_lag", r"2\.0 s"),
        Variant("initial_status", "starting", "initial_status", "^`starting`$"),
    ),
    (
        Variant("proxy_answer", "html", "variable_bulk_answer", "^200 with HTML$"),
        Variant("initial_status", "restarting", "initial_status", "^`restarting`$"),
    ),
    (
        Variant("proxy_answer", "text", "secret_bulk_answer", "^200 with text$"),
        Variant("initial_status", "pending_deletion", "initial_status", "^`pending_deletion`$"),
    ),
    (
        Variant("proxy_answer", "html_not_applied", "secret_bulk_answer", "^200 with HTML$"),
        Variant("proxy_answer", "html_not_applied", "secret_bulk", "has no effect"),
    ),
    (
        Variant("proxy_answer", "text_not_applied", "secret_bulk_answer", "^200 with text$"),
        Variant("proxy_answer", "text_not_applied", "secret_bulk", "has no effect"),
    ),
)
"""What a run with `--write` shows, several switches at once where they do not conflict."""

NOT_OBSERVABLE: dict[str, tuple[Any, ...]] = {
    # The web service is built from an image: these concern the fields of a git repository.
    "normalize": ("git_suffix", "paths"),
    # A second object with the same name would stay for ever.
    "names": ("unique",),
    # It needs `list_limit`, with which it is tested.
    "list_paging": ("offset",),
    # No id of another account is known.
    "foreign": (403,),
    # Six deployments within a minute, or two web services, would be needed.
    "rate_limit": ("key", "off"),
    "rate_limit_seconds": (5.0,),
    # Only a response with 429 has the header, and the command does not provoke one.
    "retry_after": ("seconds", "http-date"),
}
"""The values that the command cannot tell from the default."""
