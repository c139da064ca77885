"""A machine with its own PATH and cache, and stand-ins for `pulumi` and `go`."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.pulumi_cli import versions

TOOL = Path(__file__).resolve().parents[3] / "tools" / "pulumi_cli"

GO = """\
import os, pathlib, sys

here = pathlib.Path(__file__).parent
with (here / "go.log").open("a") as log:
    print(*sys.argv[1:], file=log)
if os.environ.get("GO_WAITS_FOR"):
    open(os.environ["GO_WAITS_FOR"]).close()
if os.environ.get("GO_FAILS"):
    sys.exit("go: some line\\ngo: " + os.environ["GO_FAILS"])
if sys.argv[1] == "list":
    print(here / "sdk")
elif sys.argv[1] == "build":
    binary = pathlib.Path(sys.argv[sys.argv.index("-o") + 1])
    binary.write_text("#!/bin/sh\\necho " + os.environ.get("BUILT_VERSION", "v{engine}") + "\\n")
    binary.chmod(0o755)
"""


@dataclass(frozen=True)
class Machine:
    """A machine with one folder on PATH, and a cache."""

    folder: Path

    @property
    def path(self) -> Path:
        """The one folder on PATH."""
        return self.folder / "path"

    @property
    def cache(self) -> Path:
        """The folder of the cache; only the finder creates it."""
        return self.folder / "cache"

    @property
    def built(self) -> list[str]:
        """The binaries that the stand-in for go has built."""
        log = self.path / "go.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line.rsplit("/", 1)[-1] for line in lines if line.startswith("build")]

    def script(self, name: str, text: str = "#!/bin/sh\n", folder: Path | None = None) -> Path:
        """Write an executable script to PATH, or to *folder*."""
        file = (folder or self.path) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
        return file

    def pulumi(self, version: str = f"v{versions.ENGINE}") -> None:
        """Put a `pulumi` of this *version* on PATH, without its Python hosts."""
        self.script("pulumi", f"#!/bin/sh\necho {version}\n")

    def go(self) -> None:
        """Put a stand-in for go on PATH; it "builds" scripts that print their version."""
        program = self.path / "go.py"
        program.write_text(GO.format(engine=versions.ENGINE))
        self.script("go", f'#!/bin/sh\nexec "{sys.executable}" -S "{program}" "$@"\n')
        for name in ("cmd/pulumi-language-python-exec", "dist/pulumi-resource-pulumi-python"):
            self.script(name, folder=self.path / "sdk" / "python").chmod(0o644)

    def start(self, **env: str) -> subprocess.Popen[str]:
        """Start the finder, without site-packages: the official installer is unavailable."""
        environment = {"PATH": str(self.path), "PULUMI_RUNSITE_CACHE": str(self.cache), **env}
        return subprocess.Popen(
            [sys.executable, "-S", TOOL],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def find(self, **env: str) -> tuple[int, str, str]:
        """Run the finder; return its exit code, the folder on stdout, and stderr."""
        process = self.start(**env)
        stdout, stderr = process.communicate(timeout=60)
        return process.returncode, stdout.strip(), stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with nothing on PATH."""
    (tmp_path / "path").mkdir()
    return Machine(tmp_path)
