"""Cases that do not hold yet: each must fail, so that an entry is removed with its cause."""

from __future__ import annotations

from typing import Any

import pytest

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


def marked(known: dict[str, str], *values: Any, id: str) -> Any:
    """Return the parameters of a case; one whose *id* is *known* must fail."""
    reason = known.get(id)
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(*values, marks=marks, id=id)
