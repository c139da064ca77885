"""Cases that do not hold yet: each must fail, so that an entry is removed with its cause."""

from __future__ import annotations

_NOT_STORED = "an engine killed after the answer and before it stores it (not in the 17 kinds)"
_NOT_DECLARED = "nothing asks for a variable that the program no longer declares (not in the 17)"
_LATE_IS_LATE = "a commit after the client gave up moves `updated_at`: one more write is right"

_INFORMED = "the first `up` names the deployment, and the second one is the user's answer"

IN_FAULT_MATRIX = {
    f"{name}: applied late": _LATE_IS_LATE
    for name in ("adopt secret", "adopt variable", "update secret", "update variable")
}

IN_KILLS = {
    f"{name}: before it is stored": _NOT_STORED
    for name in (
        *(f"replace {each}" for each in ("project", "service", "deployment")),
        *(f"rename key of {each}" for each in ("variable", "secret")),
        "create deployment",
    )
}

IN_TWO_STEPS = {
    "deployment killed, then another machine": _INFORMED,
    "variable removed after a lost answer": _NOT_DECLARED,
}


def assert_as_known(known: dict[str, str], case: str, found: list[str]) -> None:
    """Assert that nothing was *found*; where the *case* is *known*, that something was."""
    if case in known:
        assert found, f"{case} holds now, remove it here: {known[case]}"
    else:
        assert not found, found
