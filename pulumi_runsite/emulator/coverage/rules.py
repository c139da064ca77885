"""The only place that lists the rules, which no route and no field can show."""

from __future__ import annotations

from dataclasses import dataclass

from ..openapi.provenance import CLIENT, GUIDE, INFERRED, PAGE


@dataclass(frozen=True)
class Rule:
    """A rule, where it is known from, and the test that holds the emulator to it."""

    text: str
    source: str
    test: str


RULES = [
    Rule("Every request needs an active key: 401", PAGE, "test_no_operation_is_open_without_a_key"),
    Rule("A revoked key is 401", GUIDE, "test_a_revoked_key_is_401_and_can_be_given_back"),
    Rule("An expired key is 401", GUIDE, "test_a_key_ends_when_it_expires"),
    Rule("A `read` key reads, `write` also writes: 403", GUIDE, "test_a_read_key_changes_nothing"),
    Rule("403 is an object with `code`", CLIENT, "test_403_is_a_scope_that_does_not_reach"),
    Rule("A blocked or unreviewed account: 403", CLIENT,
         "test_an_account_that_may_do_nothing_gets_an_object"),
    Rule("The key is looked at before the body", INFERRED,
         "test_the_key_is_looked_at_before_the_body"),
    Rule("Errors have `detail`", PAGE, "test_every_error_is_an_object_with_detail"),
    Rule("422 is a list with `loc` and `msg`", CLIENT,
         "test_a_422_is_a_list_that_says_where_and_what"),
    Rule("Fields that do not go together: 400", INFERRED,
         "test_fields_that_do_not_go_together_are_400"),
    Rule("No update or delete of projects and web services: 405", INFERRED,
         "test_what_the_documents_do_not_offer_is_405"),
    Rule('Types are strict: 8080.0, "8080" and true are no port', INFERRED,
         "test_a_port_is_a_whole_number_from_1_to_65535"),
    Rule("Unknown fields are refused", INFERRED, "test_a_field_that_nobody_documents_is_refused"),
    Rule("1 to 5 instances", CLIENT, "test_instances_are_a_whole_number_from_1_to_5"),
    Rule("Keys are identifiers", INFERRED, "test_a_key_is_an_identifier"),
    Rule("Names need not be unique", CLIENT, "test_turning_a_switch_changes_an_answer"),
    Rule("Defaults: port 8080, branch main, 1 instance", CLIENT,
         "test_what_is_left_out_has_the_defaults_of_the_vendors_client"),
    Rule("A new service is `stopped`", INFERRED,
         "test_a_new_service_is_stopped_and_has_no_address"),
    Rule("Other accounts' things are 404", INFERRED,
         "test_all_projects_of_the_caller_are_listed"),
    Rule("Five deployments a minute: 429", CLIENT, "test_429_is_a_rate_that_is_exceeded"),
    Rule("The rate is for each service", INFERRED,
         "test_five_deployments_a_minute_are_for_each_service"),
    Rule("`/deploy` deploys the configured branch", PAGE,
         "test_deploy_builds_the_branch_that_is_configured_afresh"),
    Rule("`/restart` builds nothing", PAGE,
         "test_restart_rolls_the_instances_and_builds_nothing"),
    Rule("`/stop` keeps the variables", PAGE,
         "test_stop_releases_compute_and_keeps_the_variables"),
    Rule("Actions are offered in some statuses only: 409", INFERRED,
         "test_an_action_is_refused_where_it_is_not_offered"),
    Rule("One deployment at a time", CLIENT, "test_during_a_deployment_no_other_begins"),
    Rule("Statuses of a deployment, in their order", CLIENT,
         "test_a_first_deployment_goes_through_every_phase"),
    Rule("What runs goes on running while it is deployed", GUIDE,
         "test_a_service_that_runs_goes_on_running_while_it_is_deployed"),
    Rule("After a failure the previous version serves", GUIDE,
         "test_after_a_failure_what_ran_before_goes_on_serving"),
    Rule("A superseded deployment stays `running`, `is_live` false", CLIENT,
         "test_only_the_newest_deployment_that_ran_is_live"),
    Rule("A rollback is a new deployment", CLIENT, "test_a_deployment_is_rolled_back_to"),
    Rule("Only what ran and is not live can be gone back to", CLIENT,
         "test_only_what_ran_and_is_not_live_can_be_gone_back_to"),
    Rule("Stopping cancels a deployment under way", INFERRED,
         "test_stopping_cancels_the_deployment_that_is_under_way"),
    Rule("Old deployments go away", INFERRED,
         "test_old_deployments_are_pruned_and_the_live_one_is_not"),
    Rule("`pending_deletion`: every call of the service is 404", CLIENT,
         "test_a_service_that_is_being_deleted_is_in_its_project_only"),
    Rule("Values of secret variables are masked", PAGE,
         "test_values_of_secret_variables_are_masked"),
    Rule("The mask cannot be stored", INFERRED,
         "test_the_mask_is_refused_when_it_is_written_back"),
    Rule("A bulk item with an id changes that variable", CLIENT,
         "test_an_item_with_an_id_changes_that_variable"),
    Rule("One without id whose key is there: 409", CLIENT,
         "test_an_item_without_id_whose_key_is_there_is_a_conflict"),
    Rule("`id: null` in a bulk is refused", CLIENT,
         "test_a_bulk_with_one_bad_item_changes_nothing"),
    Rule("A bulk is all or none", INFERRED, "test_a_bulk_with_one_bad_item_changes_nothing"),
    Rule("What a bulk does not list stays", INFERRED, "test_what_a_bulk_does_not_list_stays"),
    Rule("POST of a key that is there: 409", INFERRED,
         "test_a_key_that_is_there_is_a_conflict"),
    Rule("A secret is one for key and scope", INFERRED,
         "test_a_secret_is_one_for_key_and_scope"),
    Rule("Secrets are grouped by key", PAGE, "test_secrets_are_grouped_by_key"),
    Rule("Logs: `tail` before `since`, whole seconds", CLIENT, "test_logs_begin_at_a_time"),
    Rule("Logs: one string, a time before each line", CLIENT,
         "test_logs_are_one_string_of_lines_with_their_time"),
    Rule("Pages of deployments: 1 to 100, 10", PAGE, "test_deployments_come_in_pages"),
]  # fmt: skip

ABSENT = [
    ("Custom domains, backups, team, object storage, email", "404",
     "older copies of Runsite's documentation; for the dashboard"),
    ("`POST /api/auth/login`, `/api/api-keys`: sessions, making keys", "404",
     "client; older copies of the documentation"),
    ("Live logs and shell (WebSocket)", "refused", "client, guide: for sessions, not for keys"),
    ("Creating a database, connecting one", "501", "client"),
    ("Starting and stopping a database", "404; there are none", "client"),
    ("A push to the repository that deploys (`auto_deploy`)", "the field is kept", "guide"),
    ("Falling asleep after days without a request", "set the status in the control room", "guide"),
    ("Real builds, containers, traffic, disks", "statuses and logs only", "guide"),
    ("A request limit for all calls", "none; switch `requests_per_minute`", "not published"),
]  # fmt: skip
