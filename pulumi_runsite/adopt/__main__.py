"""
Writes a Pulumi program for the resources of a Runsite account. Changes nothing on Runsite.

The account is that of RUNSITE_API_KEY in the environment; RUNSITE_API_URL and RUNSITE_API_PREFIX
are read as well.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..api import Redactor, RunsiteError, SystemClock
from ..provider.account import ResourceAccount
from ..provider.config import Settings
from ..provider.context import Context
from ..provider.engine_log import NullLog
from ..provider.resources import RESOURCES
from .declarations import program_items
from .installed_from import requirement
from .inventory import Account, read_account
from .program_items import DeclaredResource, ProgramItem, SkippedResource
from .project_files import (
    IMPORT_FILE,
    SECRETS_SCRIPT,
    project_files,
    project_name,
)
from .python_source import config_references
from .write_files import write_files


def main() -> int:
    """Write the program and print the next steps; return 1 after printing an error."""
    arguments = _parse_arguments()
    redactor = Redactor()
    try:
        source, settings = requirement(), Settings.of_environment(os.environ)
        items = program_items(asyncio.run(_read(settings, redactor, arguments.project)))
        write_files(arguments.out, project_files(items, project_name(arguments.out), source))
    except RunsiteError as error:
        print(f"error: {redactor.finish(str(error))}", file=sys.stderr)  # noqa: T201
        return 1
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal may not know every character
        sys.stdout.reconfigure(errors="backslashreplace")
    print("\n".join(_next_steps(items, arguments.out)))  # noqa: T201
    return 0


async def _read(settings: Settings, redactor: Redactor, project_ids: Sequence[str]) -> Account:
    client = settings.client(SystemClock(), redactor)
    try:
        return await read_account(
            Context(client, NullLog(), ResourceAccount(settings.account)), project_ids
        )
    finally:
        await client.close()


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m pulumi_runsite.adopt",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path(),
        help="directory to write to (default: the current directory)",
    )
    parser.add_argument(
        "--project",
        action="append",
        default=[],
        metavar="ID",
        help="only the resources of this project; may be repeated (default: all resources)",
    )
    return parser.parse_args()


def _next_steps(items: Sequence[ProgramItem], out: Path) -> Iterator[str]:
    types = Counter(item.resource_type for item in items if isinstance(item, DeclaredResource))
    counts = [
        f"{types[each]} {each.noun}{'s'[: types[each] != 1]}" for each in RESOURCES if types[each]
    ]
    yield f"Wrote {', '.join(counts)} to {out}."
    yield from (item.comment for item in items if isinstance(item, SkippedResource))
    references = config_references(items)
    yield "\nReview the program, then run:\n"
    yield f"    cd {shlex.quote(str(out))}"
    yield "    python -m venv venv && venv/bin/pip install -r requirements.txt"
    yield "    pulumi stack init"
    if references:
        values = f"{len(references)} value{'s'[: len(references) != 1]}"
        prompts = f"prompts for {values} that the Runsite API does not return"
        yield f"    sh {SECRETS_SCRIPT:<36} # {prompts}"
    yield f"    {'pulumi up':<39} # adopts the existing resources and creates none"
    yield f"    {'pulumi preview --expect-no-changes':<39} # shows no changes from then on\n"
    if any(each.is_secret for each in references):
        yield "Masked values cannot be compared, so the first `pulumi up` writes each of them once."
    yield f"With the provider plugin, instead of `pulumi up`: pulumi import --file {IMPORT_FILE}"


if __name__ == "__main__":
    sys.exit(main())
