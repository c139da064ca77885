"""What the command has found: one answer to one question, and the list of all of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .questions import QUESTIONS

Status = Literal["ok", "warning", "failed", "unknown"]


@dataclass(frozen=True)
class Finding:
    """One answer. It holds no secret, and neither a name, an id nor an address of the account."""

    id: str
    """The name of the question, which never changes: programs may read it."""
    answer: str
    status: Status = "ok"
    advice: str = ""
    """Of a warning or a failure: why it matters, and what to do."""
    evidence: str = ""
    """The requests that the answer was read from, or why there is no answer."""

    @property
    def question(self) -> str:
        """The question in words."""
        return QUESTIONS[self.id]


@dataclass
class Findings:
    """Every finding so far, one per question, and what remains after `--write`."""

    by_id: dict[str, Finding] = field(default_factory=dict)
    remaining: list[str] = field(default_factory=list)

    def add(self, id: str, answer: str, evidence: str = "") -> None:
        """Add an answer that needs no action."""
        self._add(Finding(id, answer, "ok", evidence=evidence))

    def warn(self, id: str, answer: str, advice: str, evidence: str = "") -> None:
        """Add an answer with which not everything works."""
        self._add(Finding(id, answer, "warning", advice, evidence))

    def fail(self, id: str, answer: str, advice: str, evidence: str = "") -> None:
        """Add an answer with which the provider cannot work."""
        self._add(Finding(id, answer, "failed", advice, evidence))

    def unknown(self, id: str, why: str) -> None:
        """Add that there is no answer, and why."""
        self._add(Finding(id, "unknown", "unknown", evidence=why))

    def _add(self, finding: Finding) -> None:
        self.by_id[finding.id] = finding

    @property
    def in_order(self) -> list[Finding]:
        """The findings in the order of the questions."""
        return [self.by_id[id] for id in QUESTIONS if id in self.by_id]

    @property
    def has_failed(self) -> bool:
        """Whether the provider cannot work with this set-up."""
        return any(finding.status == "failed" for finding in self.by_id.values())
