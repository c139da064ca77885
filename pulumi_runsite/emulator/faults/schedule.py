"""The schedule of faults: which requests fail, and how."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

FaultKind = Literal[
    "answer", "close", "close_after_commit", "stall", "partial_head", "short_body",
    "dribble_headers", "dribble_body", "gzip_bomb", "big_body", "deep_json", "nan", "bad_utf8",
    "html", "redirect", "list_lag", "late_commit", "duplicate_answer", "apply_twice",
]  # fmt: skip

MAX_DEPTH = 10_000_000
"""The depth of `deep_json`, which is held in memory at once."""

HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]
HeaderValue = Annotated[str, Field(pattern=r"^[ -~]*$")]


class Fault(BaseModel):
    """A failure of the next requests that match; docs/emulator.md describes each kind."""

    model_config = ConfigDict(extra="forbid")

    kind: FaultKind
    method: str | None = Field(None, description="The method, such as `POST`. Defaults to any.")
    path: str | None = Field(
        None,
        description="A glob pattern of the path without its prefix, such as "
        "`/web-services/*/env`. Defaults to any.",
    )
    operation: str | None = Field(
        None, description="The operation id, such as `create_web_service`. Defaults to any."
    )
    count: int = Field(1, ge=1, description="The number of requests that fail.")
    skip: int = Field(0, ge=0, description="The number of matching requests that pass before.")
    apply: Literal["before", "after", "never"] | None = Field(
        None,
        description="Whether the request is applied before or after the fault, or never. The "
        "default depends on the kind.",
    )
    status: int = Field(500, ge=200, le=599)
    headers: dict[HeaderName, HeaderValue] = Field(default_factory=dict)
    body: Any = Field(
        None, description="The JSON body. Defaults to an error in the format of the API."
    )
    text: str | None = Field(None, description="The body as text, in place of `body`.")
    content_type: HeaderValue = "application/json"
    seconds: float | None = Field(
        None,
        ge=0,
        le=86400,
        description="The duration; in real seconds for `stall` and the dribble kinds.",
    )
    size: int | None = Field(
        None, ge=1, le=1_000_000_000, description="The size in bytes, or the depth."
    )
    location: HeaderValue = Field("http://127.0.0.1:9/", description="The target of a redirect.")
    how: Literal["rst", "fin"] | None = Field(
        None, description="How the connection is closed: by TCP reset or normally."
    )

    @field_validator("size")
    @classmethod
    def _fits_into_memory(cls, size: int | None, info: ValidationInfo) -> int | None:
        if info.data.get("kind") == "deep_json" and (size or 0) > MAX_DEPTH:
            raise ValueError(f"the depth is at most {MAX_DEPTH}")
        return size


class ScheduledFault(Fault):
    """A fault with its id and its counters."""

    id: int
    remaining: int
    hits: int = 0


class FaultSchedule:
    """The scheduled and the used faults, in the order in which they were scheduled."""

    def __init__(self) -> None:
        self._faults: list[ScheduledFault] = []
        self._last_id = 0

    def add(self, fault: Fault) -> ScheduledFault:
        """Schedule *fault* after the existing ones."""
        self._last_id += 1
        scheduled = ScheduledFault(**fault.model_dump(), id=self._last_id, remaining=fault.count)
        self._faults.append(scheduled)
        return scheduled

    def all(self) -> list[ScheduledFault]:
        """Return every fault since the last `clear`, used ones (`remaining` is 0) included."""
        return list(self._faults)

    def has_remaining(self) -> bool:
        """Return whether any fault has hits left."""
        return any(f.remaining for f in self._faults)

    def clear(self) -> None:
        """Remove every fault."""
        self._faults.clear()

    def next_for(self, method: str, path: str, operation: str | None) -> ScheduledFault | None:
        """Return the first fault that matches this request and count the hit, or None."""
        for fault in self._faults:
            if fault.remaining and _matches(fault, method, path, operation):
                if fault.skip:
                    fault.skip -= 1
                    continue
                fault.remaining -= 1
                fault.hits += 1
                return fault
        return None


def without_prefix(path: str) -> str:
    """Return *path* without `/api` or `/api/v1`."""
    return path.removeprefix("/api/v1").removeprefix("/api")


def _matches(fault: Fault, method: str, path: str, operation: str | None) -> bool:
    return (
        (fault.method is None or fault.method.upper() == method)
        and (fault.path is None or fnmatchcase(without_prefix(path), fault.path))
        and (fault.operation is None or fault.operation == operation)
    )
