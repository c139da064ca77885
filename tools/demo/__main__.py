"""Run the demo: `python tools/demo`, or `make demo`."""

import sys
from pathlib import Path

if not __package__:  # run as a folder, `python tools/demo`
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from tools.demo.steps import main

if __name__ == "__main__":
    sys.exit(main())
