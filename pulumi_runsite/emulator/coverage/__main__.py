"""`python -m pulumi_runsite.emulator.coverage`: write COVERAGE.md."""

import sys

from .report import main

if __name__ == "__main__":
    sys.exit(main())
