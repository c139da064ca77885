"""The rules of the API that are not visible in routes and models, and what is absent."""

from __future__ import annotations

from dataclasses import dataclass

from ..openapi.provenance import CLIENT, GUIDE, INFERRED, PAGE


@dataclass(frozen=True)
class Rule:
    """A rule, its source, and the test of the emulator for it."""

    text: str
    source: str
    test: str


RULES = [
    Rule("Every request requires an active key: 401", PAGE, "test_every_operation_requires_a_key"),
    Rule("A revoked key: 401", GUIDE, "test_a_revoked_key_is_401_and_can_be_reactivated"),
    Rule("An expired key: 401", GUIDE, "test_an_expired_key_is_401"),
    Rule("Writes require the scope `write`: 403", GUIDE, "test_a_read_key_cannot_write"),
    Rule("403 is an object with `code`", CLIENT, "test_an_insufficient_scope_is_403"),
    Rule("A blocked or unreviewed account: 403", CLIENT,
         "test_a_blocked_account_is_403_with_an_object"),
    Rule("The key is checked before the body", INFERRED, "test_the_key_is_checked_before_the_body"),
    Rule("Errors are objects with `detail`", PAGE, "test_every_error_is_an_object_with_detail"),
    Rule("422 is a list with `loc` and `msg`", CLIENT,
         "test_a_422_is_a_list_of_locations_and_messages"),
    Rule("Contradictory fields: 400", INFERRED, "test_contradictory_fields_are_400"),
    Rule("No update or delete of projects and web services: 405", INFERRED,
         "test_an_undocumented_method_is_405"),
    Rule('Types are strict: 8080.0, "8080" and true are not ports', INFERRED,
         "test_a_port_is_an_integer_from_1_to_65535"),
    Rule("Unknown fields: 422", INFERRED, "test_an_unknown_field_is_rejected"),
    Rule("1 to 5 instances", CLIENT, "test_instances_are_an_integer_from_1_to_5"),
    Rule("Keys are identifiers", INFERRED, "test_a_key_is_an_identifier"),
    Rule("Values can be empty", INFERRED, "test_an_empty_value_is_accepted"),
    Rule("Names do not have to be unique", CLIENT, "test_a_switch_changes_a_response"),
    Rule("Defaults: port 8080, branch main, 1 instance", CLIENT,
         "test_omitted_fields_have_the_defaults_of_the_cli"),
    Rule("A new service is `stopped`", INFERRED, "test_a_new_service_is_stopped_and_has_no_url"),
    Rule("The subdomain is the name, with a suffix if it is used", INFERRED,
         "test_a_used_subdomain_has_a_suffix"),
    Rule("A service does not get a host of Runsite itself: api, docs, www", INFERRED,
         "test_a_host_of_the_platform_is_not_a_subdomain"),
    Rule("Resources of other accounts: 404", INFERRED,
         "test_all_projects_of_the_caller_are_listed"),
    Rule("5 deployments per minute: 429", CLIENT, "test_an_exceeded_rate_limit_is_429"),
    Rule("The rate limit applies per service", INFERRED, "test_the_rate_limit_applies_per_service"),
    Rule("`/deploy` deploys the configured branch", PAGE,
         "test_deploy_starts_a_deployment_of_the_configured_branch"),
    Rule("`/restart` builds nothing", PAGE, "test_restart_builds_nothing"),
    Rule("`/stop` keeps the variables", PAGE, "test_stop_keeps_the_variables"),
    Rule("Actions are allowed in some statuses only: 409", INFERRED,
         "test_an_action_is_rejected_in_other_statuses"),
    Rule("One deployment in progress per service: 409", CLIENT,
         "test_only_one_deployment_is_in_progress"),
    Rule("Statuses of a deployment and their order", CLIENT,
         "test_a_first_deployment_passes_every_phase"),
    Rule("A running service keeps running during a deployment", GUIDE,
         "test_a_running_service_keeps_running_during_a_deployment"),
    Rule("After a failure the previous deployment stays live", GUIDE,
         "test_after_a_failure_the_previous_deployment_is_live"),
    Rule("A superseded deployment stays `running`, `is_live` false", CLIENT,
         "test_only_the_latest_successful_deployment_is_live"),
    Rule("A rollback is a new deployment", CLIENT, "test_a_rollback_is_a_new_deployment"),
    Rule("A rollback requires a successful deployment that is not live", CLIENT,
         "test_a_rollback_requires_a_successful_deployment_that_is_not_live"),
    Rule("Stop cancels a deployment in progress", INFERRED,
         "test_stop_cancels_the_deployment_in_progress"),
    Rule("Old deployments are pruned", INFERRED,
         "test_old_deployments_are_pruned_but_not_the_live_one"),
    Rule("`pending_deletion`: every call on the service is 404", CLIENT,
         "test_a_service_pending_deletion_is_visible_in_its_project_only"),
    Rule("Values of secret variables are masked", PAGE,
         "test_values_of_secret_variables_are_masked"),
    Rule("The mask is not accepted as a value", INFERRED, "test_the_mask_is_rejected_as_a_value"),
    Rule("A bulk item with an id updates that variable", CLIENT,
         "test_an_item_with_an_id_updates_that_variable"),
    Rule("A bulk item without id whose key exists: 409", CLIENT,
         "test_an_item_without_id_whose_key_exists_is_a_conflict"),
    Rule("`id: null` in a bulk: 422", CLIENT, "test_a_bulk_with_an_invalid_item_changes_nothing"),
    Rule("A bulk is all or none", INFERRED, "test_a_bulk_with_an_invalid_item_changes_nothing"),
    Rule("A bulk keeps what it does not list", INFERRED, "test_a_bulk_keeps_what_it_does_not_list"),
    Rule("POST of an existing key: 409", INFERRED, "test_an_existing_key_is_a_conflict"),
    Rule("A secret is unique by key and scope", INFERRED,
         "test_a_secret_is_unique_by_key_and_scope"),
    Rule("Secrets are grouped by key", PAGE, "test_secrets_are_grouped_by_key"),
    Rule("Logs: `tail` before `since`, whole seconds", CLIENT,
         "test_since_filters_the_log_lines_by_time"),
    Rule("Logs: one string, each line begins with a time", CLIENT,
         "test_logs_are_one_string_of_lines_with_times"),
    Rule("A worker logs no HTTP port", INFERRED, "test_a_worker_logs_no_http_port"),
    Rule("Pages of deployments: 1 to 100 items, 10 by default", PAGE,
         "test_deployments_are_paginated"),
]  # fmt: skip

ABSENT = [
    ("Custom domains, backups, team, object storage, email", "404",
     "older copies of Runsite's documentation; dashboard only"),
    ("`POST /api/auth/login` and other `/api/auth/...`: sessions", "404",
     "client; older copies of the documentation"),
    ("`/api/api-keys`: creation of keys", "404; the control API adds keys",
     "client; older copies of the documentation"),
    ("Live logs and shell (WebSocket)", "rejected", "client, guide: for sessions, not for keys"),
    ("Creating and connecting a database", "501", "client"),
    ("Starting and stopping a database", "404; there are no databases", "client"),
    ("A deployment on push (`auto_deploy`)", "the field is stored", "guide"),
    ("Sleep after days without a request", "set the status with the control API", "guide"),
    ("Real builds, containers, traffic, disks", "statuses and logs only", "guide"),
    ("A rate limit of all calls", "none; switch `requests_per_minute`", "not published"),
]  # fmt: skip
