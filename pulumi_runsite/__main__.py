"""Starts the provider plugin: `python -m pulumi_runsite`, `pulumi-resource-runsite`."""

from __future__ import annotations

import sys

from pulumi_runsite.engine.provider_process import loading

with loading():
    from pulumi_runsite.plugin import serve


def main() -> None:
    """Serve the engine named on the command line."""
    serve(sys.argv[1:])


if __name__ == "__main__":
    main()
