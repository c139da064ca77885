"""
Writes a Pulumi program for what is on a Runsite account; changes nothing there.

The account is the one of RUNSITE_API_KEY in the environment, see also RUNSITE_API_URL and
RUNSITE_API_PREFIX.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..api import Redactor, RunsiteError, SystemClock
from ..provider.config import Settings
from ..provider.context import Context
from ..provider.functions import NullLog
from ..provider.resources import RESOURCES
from .declarations import Declaration, LeftOut, Part, declared
from .inventory import Account, read
from .project_files import IMPORTS, SECRETS, project, project_name, write
from .python_source import settings


def main() -> int:
    """Write the program, and say what to do next; 1 and one sentence where that is not possible."""
    asked = _arguments()
    redactor = Redactor()
    try:
        where = Settings.resolve({}, os.environ)
        parts = declared(asyncio.run(_account(where, redactor, asked.project)))
        write(asked.out, project(parts, project_name(asked.out)))
    except RunsiteError as error:
        print(f"error: {redactor.redact(str(error))}", file=sys.stderr)  # noqa: T201
        return 1
    print("\n".join(_next_steps(parts, asked.out)))  # noqa: T201
    return 0


async def _account(where: Settings, redactor: Redactor, only: Sequence[str]) -> Account:
    client = where.client(SystemClock(), redactor)
    try:
        return await read(Context(client, NullLog()), only)
    finally:
        await client.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m pulumi_runsite.adopt",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--out", type=Path, default=Path(), help="folder to write to (default: this one)"
    )
    parser.add_argument(
        "--project",
        action="append",
        default=[],
        metavar="ID",
        help="only what is in this project; may be given more than once (default: everything)",
    )
    return parser.parse_args()


def _next_steps(parts: Sequence[Part], out: Path) -> Iterator[str]:
    kinds = Counter(part.kind for part in parts if isinstance(part, Declaration))
    counts = [f"{kinds[each]} {each.noun}{'s'[: kinds[each] != 1]}" for each in RESOURCES]
    counts = [each for each in counts if not each.startswith("0 ")]
    yield f"Written to {out}: {', '.join(counts)}."
    yield from (part.remark for part in parts if isinstance(part, LeftOut))
    asked = settings(parts)
    yield "\nRead it through, then:\n"
    yield f"    cd {shlex.quote(str(out))}"
    yield "    python -m venv venv && venv/bin/pip install -r requirements.txt"
    yield "    pulumi stack init"
    if asked:
        yield f"    sh {SECRETS:<36} # asks for {len(asked)} values that Runsite does not show"
    yield f"    {'pulumi up':<39} # takes over what is there and makes nothing new"
    yield f"    {'pulumi preview --expect-no-changes':<39} # from then on: what the program says\n"
    if any(each.is_secret for each in asked):
        yield "Masked values cannot be compared, so the first `pulumi up` writes each of them once."
    yield f"With the provider plugin, in place of `pulumi up`: pulumi import --file {IMPORTS}"


if __name__ == "__main__":
    sys.exit(main())
