"""The only place that knows which requests are to go wrong, and how."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal[
    "answer", "close", "close_after_commit", "stall", "partial_head", "short_body",
    "dribble_headers", "dribble_body", "gzip_bomb", "big_body", "deep_json", "nan", "bad_utf8",
    "html", "redirect", "list_lag", "late_commit", "duplicate_answer", "apply_twice",
]  # fmt: skip


HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
HeaderValue = Annotated[str, Field(pattern=r"^[ -~]*$")]


class Fault(BaseModel):
    """What is to happen to the next requests that match; docs/emulator.md explains each kind."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    method: str | None = Field(None, description="`POST`; none: any.")
    path: str | None = Field(
        None, description="Glob over the path without its prefix: `/web-services/*/env`."
    )
    operation: str | None = Field(None, description="Operation id: `create_web_service`.")
    count: int = Field(1, ge=1, description="How many requests it hits.")
    skip: int = Field(0, ge=0, description="How many matching requests pass before.")
    apply: Literal["before", "after", "never"] | None = Field(
        None, description="Whether the request is carried out, and when; none: the kind decides."
    )
    status: int = Field(500, ge=200, le=599)
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict)
    body: Any = Field(None, description="JSON to answer; none: a sentence in the API's shape.")
    text: str | None = Field(None, description="Text to answer as it stands, instead of `body`.")
    content_type: HeaderValue = "application/json"
    seconds: float | None = Field(
        None, ge=0, le=86400, description="How long; real seconds for stall and dribble."
    )
    size: int | None = Field(None, ge=1, le=1_000_000_000, description="Bytes, or depth.")
    location: HeaderValue = Field("http://127.0.0.1:9/", description="Where a redirect leads.")
    how: Literal["rst", "fin"] | None = Field(None, description="How a connection is cut.")


class Scheduled(Fault):
    """A fault with its number and what is left of it."""

    id: int
    remaining: int
    hits: int = 0


class Faults:
    """The faults that are scheduled, first come first served, and those that were used up."""

    def __init__(self) -> None:
        self._faults: list[Scheduled] = []
        self._last_id = 0

    def add(self, fault: Fault) -> Scheduled:
        """Schedule *fault* behind those that are there."""
        self._last_id += 1
        scheduled = Scheduled(**fault.model_dump(), id=self._last_id, remaining=fault.count)
        self._faults.append(scheduled)
        return scheduled

    def all(self) -> list[Scheduled]:
        """Return every fault since the last `clear`; `remaining` above 0 was not hit so often."""
        return list(self._faults)

    def is_waiting(self) -> bool:
        """Tell whether any fault has hits left."""
        return any(f.remaining for f in self._faults)

    def clear(self) -> None:
        """Take every fault away."""
        self._faults.clear()

    def take(self, method: str, path: str, operation: str | None) -> Scheduled | None:
        """Return the first fault that this request hits, one hit less, or None."""
        for fault in self._faults:
            if fault.remaining and _matches(fault, method, path, operation):
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.remaining -= 1
                fault.hits += 1
                return fault
        return None


def bare(path: str) -> str:
    """Return *path* without `/api` or `/api/v1`."""
    return path.removeprefix("/api/v1").removeprefix("/api")


def _matches(fault: Fault, method: str, path: str, operation: str | None) -> bool:
    return (
        (fault.method is None or fault.method.upper() == method)
        and (fault.path is None or fnmatchcase(bare(path), fault.path))
        and (fault.operation is None or fault.operation == operation)
    )
