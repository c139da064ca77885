"""The guide about tests with a local Runsite: its project runs as it is shown."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.stack import environment

GUIDE = (Path(__file__).parents[1] / "docs" / "guides" / "integration-tests.md").read_text()


def block(language: str, beginning: str) -> str:
    """Return the code of the guide in *language* that begins with *beginning*."""
    found = re.findall(
        rf"^```{language}\n({re.escape(beginning)}.*?)^```", GUIDE, re.MULTILINE | re.DOTALL
    )
    assert len(found) == 1
    return str(found[0])


@pytest.mark.engine
def test_the_tests_of_the_guide_pass(tmp_path: Path) -> None:
    project = tmp_path / "shop"
    (project / "tests").mkdir(parents=True)
    (project / "Pulumi.yaml").write_text(
        f"name: shop\nruntime: {{name: python, options: {{virtualenv: {sys.prefix}}}}}\n"
    )
    (project / "Pulumi.test.yaml").write_text(block("yaml", "config:"))
    (project / "__main__.py").write_text(block("python", "import pulumi"))
    tests = block("py", "from pathlib") + "\n\n" + block("py", "def test_a_change")
    (project / "tests" / "test_up.py").write_text(tests)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=project,
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "3 passed" in done.stdout, done.stdout
