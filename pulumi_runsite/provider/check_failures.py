"""Check failures: the reasons why inputs are invalid. No reason contains a value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple


class Failure(NamedTuple):
    """One property that is invalid."""

    path: str
    """The property, like `triggers[0].a`; empty where no single one is invalid."""
    reason: str
    """Why, and after a semicolon what to do, in lower case and without a final period."""

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason

    @property
    def fault(self) -> str:
        """Why, without what to do: for a value that is not an input."""
        return self.reason.partition(";")[0]


class InvalidValuesError(Exception):
    """Values that are not as the fields of a model require."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("; ".join(map(str, failures)))
        self.failures = list(failures)


def below(step: int | str, failures: Iterable[Failure]) -> list[Failure]:
    """Return *failures* of the value at an index or a key as those of the whole."""
    return [each._replace(path=path_step(step) + each.path) for each in failures]


def path_step(step: int | str) -> str:
    """Return an index or a key as a step of a property path, as Pulumi writes it."""
    if isinstance(step, int):
        return f"[{step}]"
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", step):
        return f".{step}"
    text = step.encode(errors="replace").decode()  # gRPC sends no surrogate
    return '["' + text.replace('"', '\\"') + '"]'


def similar(value: str, names: Iterable[str]) -> str | None:
    """Return the one of *names* that *value* may have been meant for."""
    import difflib  # noqa: PLC0415 - only a failure needs it

    known = list(names)
    found = [name for name in known if name.startswith(value) and value]
    found = found or difflib.get_close_matches(value, known, n=1)
    return found[0] if found else None


def displayed(value: Any) -> str:
    """Return *value* for a message: 80 characters at most, without the credentials of a URL."""
    return "unset" if value is None else shortened(repr(value))


def shortened(text: str) -> str:
    """Return *text* of a value, 80 characters at most, without the credentials of a URL."""
    text = re.sub(r"(?<=://)[^/@\s]*@", "[secret]@", text)
    return text if len(text) <= 80 else text[:77] + "..."
