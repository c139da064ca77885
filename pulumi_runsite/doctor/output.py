"""The findings as a table for people, and as JSON for a bug report."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from importlib.metadata import version

from .findings import Finding, Findings
from .questions import SECTIONS

FORMAT = 1
"""The version of the JSON."""
_WIDTH = 100
_MARGIN = " " * 9


def as_json(findings: Findings) -> str:
    """Return the findings as JSON."""
    content = {
        "format": FORMAT,
        "pulumi_runsite": version("pulumi-runsite"),
        "findings": [
            {
                "id": each.id,
                "question": each.question,
                "answer": each.answer,
                "status": each.status,
                "advice": each.advice,
                "evidence": each.evidence,
            }
            for each in findings.in_order
        ],
        "remaining": findings.remaining,
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def as_table(findings: Findings) -> str:
    """Return the findings as a table, one section for each subject."""
    return "\n".join(_lines(findings))


def _lines(findings: Findings) -> Iterator[str]:
    for title, questions in SECTIONS.items():
        found = [findings.by_id[id] for id in questions if id in findings.by_id]
        if found:
            yield f"{title}\n"
            for finding in found:
                yield from _finding_lines(finding)
            yield ""
    if findings.remaining:
        yield "Remaining on Runsite, since its API cannot delete it\n"
        yield from (f"{_MARGIN}{each}" for each in findings.remaining)
        yield ""
    yield _summary(findings)


def _finding_lines(finding: Finding) -> Iterator[str]:
    answer = finding.answer if finding.status != "unknown" else f"unknown: {finding.evidence}"
    label = finding.status if finding.status != "unknown" else "-"
    yield from _wrapped(f"{label:<9}", f"{finding.question}: {answer}")
    if finding.advice:
        yield from _wrapped(_MARGIN, finding.advice)


def _wrapped(prefix: str, text: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=prefix, subsequent_indent=_MARGIN, break_on_hyphens=False
    )


def _summary(findings: Findings) -> str:
    statuses = [finding.status for finding in findings.in_order]
    failed, warnings = statuses.count("failed"), statuses.count("warning")
    counts = {"answer": len(statuses), "warning": warnings, "failure": failed}
    return ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in counts.items()) + "."
