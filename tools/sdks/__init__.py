"""The SDKs of the plugin's schema, for Python, Node.js and Go."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
SCHEMA = HERE.parents[1] / "pulumi_runsite" / "schema.json"


def write(folder: Path) -> None:
    """
    Write the SDKs into the folders `python`, `nodejs` and `go` of *folder*.

    Without Go only the first, by the Pulumi CLI, which then is not one that Go has built.
    """
    if shutil.which("go") is None:
        asked = ["pulumi", "package", "gen-sdk", str(SCHEMA), "--language", "python"]
        subprocess.run([*asked, "--out", str(folder)], check=True)
        return
    options = ["-mod=readonly", "-trimpath", "-tags", "osusergo,grpcnotrace"]
    subprocess.run(
        ["go", "run", *options, ".", str(SCHEMA), str(folder)],
        check=True,
        cwd=HERE,
        # The same settings as for the engine, so that what is compiled for it serves here.
        env={**os.environ, "CGO_ENABLED": "0", "GOWORK": "off"},
    )
