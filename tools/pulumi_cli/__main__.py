"""Print the folder of a Pulumi CLI on stdout, or a single-line error on stderr and exit with 1."""

import sys
from pathlib import Path

if not __package__:  # run as a folder, `python tools/pulumi_cli`
    sys.path[0] = str(Path(__file__).resolve().parents[2])

from tools.pulumi_cli import Unavailable
from tools.pulumi_cli.finder import find

if __name__ == "__main__":
    try:
        print(find())
    except Unavailable as error:
        sys.exit(str(error))
