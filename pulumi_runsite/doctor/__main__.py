"""
Checks this set-up and the Runsite behind it, and prints what to do about each problem.

The account is that of RUNSITE_API_KEY in the environment; RUNSITE_API_URL and RUNSITE_API_PREFIX
are read as well. Without --write only GET requests are sent. The output contains no secret, and
no name, id or address of the account.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from ..api import SystemClock
from .diagnosis import Mode, diagnose
from .findings import Findings
from .output import as_json, as_table

_INTERRUPTED = 130


def main() -> int:
    """Print the findings; return 1 if something has failed, and 130 after an interrupt."""
    arguments = _parse_arguments()
    findings = Findings()
    code = 0
    try:
        mode: Mode = "write" if arguments.write else "read"
        asyncio.run(diagnose(findings, os.environ, Path.cwd(), SystemClock(), mode))
    except KeyboardInterrupt:
        print("Interrupted: not everything was checked.", file=sys.stderr)  # noqa: T201
        code = _INTERRUPTED
    print(as_json(findings) if arguments.json else as_table(findings))  # noqa: T201
    return code or int(findings.has_failed)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m pulumi_runsite.doctor",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for a bug report")
    parser.add_argument(
        "--write",
        action="store_true",
        help="create a project and a web service, which stay, to learn more; takes some minutes",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
