"""Write the generated files, or with --check name those that are out of date: `make generate`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

if not __package__:  # run as a folder, `python tools/generate`
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from tools.generate.generated_files import ROOT, generated_files, leftover_pages


def main() -> int:
    """Write every generated file, or report with exit code 1 that one is out of date."""
    parser = argparse.ArgumentParser(prog="make generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if out of date")
    check = parser.parse_args().check
    files = generated_files()
    outdated = [
        path for path, text in files.items() if not path.exists() or path.read_text() != text
    ]
    leftover = leftover_pages(files)
    if check:
        return _report([*outdated, *leftover])
    for path in outdated:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files[path])
    for path in leftover:
        path.unlink()
    return 0


def _report(outdated: list[Path]) -> int:
    if not outdated:
        return 0
    names = ", ".join(str(path.relative_to(ROOT)) for path in outdated)
    print(f"Generated files are out of date: {names}. Run `make generate`.", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
