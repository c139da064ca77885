"""The modules to mutate, each with the tests that must notice."""

from __future__ import annotations

PACKAGE = "pulumi_runsite"

_DRIFT = (
    "tests/provider/drift/test_stored.py",
    "tests/provider/drift/test_marks.py",
    "tests/provider/drift/test_left_out.py",
    "tests/provider/drift/test_normalised.py",
    "tests/provider/drift/test_variables.py",
)

_MAPS = (
    "tests/provider/env_var_maps/test_map_log.py",
    "tests/provider/env_var_maps/test_single_writes.py",
    "tests/provider/env_var_maps/test_evidence.py",
    "tests/provider/env_var_maps/test_failures.py",
    "tests/provider/env_var_maps/test_colleagues.py",
    "tests/provider/env_var_maps/test_update.py",
    "tests/provider/env_var_maps/test_create.py",
    "tests/provider/env_var_maps/test_limits.py",
    "tests/provider/env_var_maps/test_stored_keys.py",
)

TARGETS: dict[str, tuple[str, ...]] = {
    "api/client.py": (
        "tests/api/test_client.py",
        "tests/api/test_client_waits.py",
        "tests/reliability/test_rate_limits.py",
        "tests/reliability/test_responses.py",
    ),
    "api/redaction.py": ("tests/api/test_redaction.py",),
    "provider/create_once.py": (
        "tests/provider/test_create_once.py",
        "tests/provider/test_creates_of_one_run.py",
        "tests/provider/resources/test_immutable_create.py",
        "tests/provider/resources/test_variable_create.py",
        "tests/provider/deployments/test_request.py",
        "tests/reliability/test_lost_answers.py",
        "tests/reliability/test_ended_attempts.py",
        "tests/reliability/test_another_machine.py",
        "tests/reliability/test_identity.py",
    ),
    "provider/create_log.py": (
        "tests/provider/test_create_log.py",
        "tests/provider/test_create_log_additions.py",
        "tests/provider/test_create_log_folder.py",
        "tests/provider/test_undeclared_creates.py",
        "tests/provider/test_create_once.py",
    ),
    "provider/changes.py": (
        "tests/provider/resources/test_changes.py",
        "tests/provider/resources/test_immutable_changes.py",
        *_DRIFT,
        "tests/test_schema.py",
    ),
    "provider/state_record.py": ("tests/provider/test_state_record.py",),
    "api/pacing.py": (
        "tests/api/test_pacing.py",
        "tests/api/test_client_waits.py",
        "tests/reliability/test_rate_limits.py",
    ),
    "provider/attempt_log.py": ("tests/provider/test_attempt_log.py",),
    "provider/like_keys.py": ("tests/provider/resources/test_like_keys.py",),
    "provider/resources/confirm_deleted.py": (
        "tests/provider/resources/test_deletion.py",
        "tests/reliability/test_deletions.py",
        "tests/adapters/test_accounts.py",
    ),
    "provider/resources/bulk_batch.py": (
        "tests/provider/resources/test_bulk_queue.py",
        "tests/provider/resources/test_bulk_batch.py",
        "tests/provider/resources/test_bulk_write.py",
        "tests/provider/resources/test_variable_update.py",
        "tests/provider/drift/test_bulk_writes.py",
        "tests/provider/resources/test_stored_keys.py",
    ),
    "provider/resources/map_log.py": _MAPS,
    "provider/resources/map_write.py": _MAPS,
    "provider/drift.py": (*_DRIFT, "tests/provider/resources/test_changes.py"),
}
"""
The path of each module in the package, and the narrowest tests of what it promises: first those
that notice most.
"""


def module_name(path: str) -> str:
    """Return the name by which the module with *path* is imported."""
    return f"{PACKAGE}.{path.removesuffix('.py').replace('/', '.')}"
