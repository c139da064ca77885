"""The mutation tool runs the tests against the mutant, and not against the module as it is."""

from __future__ import annotations

from tools.mutation.__main__ import ROOT
from tools.mutation.targets import PACKAGE, TARGETS, module_name
from tools.mutation.trial import is_noticed


def test_a_mutant_is_what_the_tests_import() -> None:
    """The package is a plugin of pytest, which imports it in a way of its own."""
    path = "provider/state_record.py"
    file = ROOT / PACKAGE / path
    tests = TARGETS[path]
    assert not is_noticed(module_name(path), file, file.read_text(), tests)
    assert is_noticed(module_name(path), file, "", tests)
