"""A `pulumi` on PATH is used when it is recent and complete."""

from __future__ import annotations

import os

import pytest

from .conftest import Machine

HOSTS = ("pulumi-language-python", "pulumi-resource-pulumi-python")


def test_the_pulumi_on_path_is_used(machine: Machine) -> None:
    machine.pulumi("v3.230.0")
    for host in HOSTS:
        machine.script(host)
    assert machine.find() == (0, str(machine.path), "")
    assert not machine.cache.exists()


def test_the_python_hosts_may_be_in_another_folder_on_path(machine: Machine) -> None:
    machine.pulumi()
    for host in HOSTS:
        machine.script(host, folder=machine.folder / "elsewhere")
    path = os.pathsep.join([str(machine.path), str(machine.folder / "elsewhere")])
    assert machine.find(PATH=path) == (0, str(machine.path), "")


def test_the_python_hosts_may_be_beside_the_target_of_a_symbolic_link_on_path(
    machine: Machine,
) -> None:
    machine.pulumi()
    package = machine.folder / "package"
    for host in HOSTS:
        machine.script(host, folder=package)
    (machine.path / "pulumi").rename(package / "pulumi")
    (machine.path / "pulumi").symlink_to(package / "pulumi")
    assert machine.find() == (0, str(machine.path), "")


def test_a_pulumi_that_is_too_old_is_not_used(machine: Machine) -> None:
    machine.pulumi("v3.229.9")
    for host in HOSTS:
        machine.script(host)
    code, folder, stderr = machine.find()
    assert (code, folder) == (1, "")
    assert "pulumi has version 3.229.9, 3.230 or later is required" in stderr


@pytest.mark.parametrize("missing", HOSTS)
def test_a_pulumi_without_a_python_host_is_not_used(machine: Machine, missing: str) -> None:
    machine.pulumi()
    for host in set(HOSTS) - {missing}:
        machine.script(host)
    code, folder, stderr = machine.find()
    assert (code, folder) == (1, "")
    assert f"was installed without {missing}" in stderr


@pytest.mark.parametrize("text", ["#!/bin/sh\nexit 3\n", "#!/bin/sh\necho hello\n", "#!/no/such\n"])
def test_a_pulumi_that_prints_no_version_is_not_used(machine: Machine, text: str) -> None:
    machine.script("pulumi", text)
    code, folder, stderr = machine.find()
    assert (code, folder) == (1, "")
    assert str(machine.path / "pulumi") in stderr
    assert "Traceback" not in stderr
