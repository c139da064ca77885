"""Runs tests against one mutant, in a process of its own."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.util
import os
import resource
import signal
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

MAX_CPU_S = 60
"""Seconds of CPU that the tests may take: a mutant that never ends is noticed."""

_OPTIONS = (
    "-x", "-q", "-p", "no:cacheprovider",
    "-W", "ignore::pytest.PytestAssertRewriteWarning",  # plugins that the parent has imported
)  # fmt: skip


class _MutantFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Imports the mutant in place of one module."""

    def __init__(self, name: str, source: str, file: str) -> None:
        self._name, self._source, self._file = name, source, file

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Return how to import the mutated module, None for any other."""
        if fullname != self._name:
            return None
        return importlib.util.spec_from_loader(fullname, self, origin=self._file)

    def exec_module(self, module: ModuleType) -> None:
        """Execute the mutant."""
        exec(compile(self._source, self._file, "exec"), module.__dict__)  # noqa: S102


def is_noticed(name: str, file: Path, source: str, tests: tuple[str, ...]) -> bool:
    """Return whether *tests* fail when the module *name* has *source*."""
    process = os.fork()
    if process == 0:
        _run(name, file, source, tests)
    _, status = os.waitpid(process, 0)
    return status != 0


def _run(name: str, file: Path, source: str, tests: tuple[str, ...]) -> None:
    code = 1
    try:
        os.environ.pop("PYTEST_ADDOPTS", None)  # of a run that this one may be a part of
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_S, MAX_CPU_S))
        signal.alarm(5 * MAX_CPU_S)
        for output in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), output)
        for imported in [
            each for each in sys.modules if each.startswith(("pulumi_runsite", "tests"))
        ]:
            del sys.modules[imported]
        sys.meta_path.insert(0, _MutantFinder(name, source, str(file)))
        importlib.import_module(name)  # before pytest, whose own finder would come first
        code = int(pytest.main([*tests, *_OPTIONS]))
    finally:
        os._exit(code)
