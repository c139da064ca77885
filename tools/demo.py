"""Show the life of a small shop on a local Runsite, and check each step: `make demo`."""

import sys
from pathlib import Path

if not __package__:  # run as a file, `python tools/demo.py`
    sys.path[0] = str(Path(__file__).resolve().parents[1])

from tools.show.story import main

if __name__ == "__main__":
    sys.exit(main())
