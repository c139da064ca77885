"""Checks the configuration: where each setting comes from, and whether its form is valid."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from ..provider.config import DEFAULT_URL, ENVIRONMENT_VARIABLES, ConfigError, Settings
from .findings import Findings
from .messages import setup as messages

_PROXY_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY")
_DOCUMENTED_KEY = r"ak_live_[0-9a-f]+"
_EMULATOR_KEY = r"ak_live_\S+"
_SETTING = r"""^\s+["']?runsite:(\w+)["']?:[ \t]*(.*)$"""
_VALID = {
    "proxy": {"proxy": "none"},
    "settings": {"immutableChanges": "error", "undeployedChanges": "warn"},
}
"""Valid values of settings, by the question that one which is not valid belongs to."""
_LOOPBACK = r"localhost|127\..*|::1"


def add_config_checks(
    findings: Findings, environ: Mapping[str, str], folder: Path
) -> Settings | None:
    """Add the findings about the configuration, and return it; without a key if it is invalid."""
    _add_sources(findings, environ)
    _add_stacks(findings, folder)
    settings = _resolve(findings, environ)
    if "proxy" not in findings.by_id:
        _add_proxy(findings, environ, settings)
    if settings is not None:
        findings.add("address", _address(settings.api_url))
    return settings


def _resolve(findings: Findings, environ: Mapping[str, str]) -> Settings | None:
    try:
        settings = Settings.of_environment(environ)
    except ConfigError as error:
        return _without_key(findings, environ, str(error))
    if re.fullmatch(_DOCUMENTED_KEY, settings.api_key):
        findings.add("api_key_form", "as documented")
    elif _is_local(settings.api_url) and re.fullmatch(_EMULATOR_KEY, settings.api_key):
        findings.add("api_key_form", "`ak_live_` and a word, as the emulator accepts it")
    else:
        answer = "not `ak_live_` and a hexadecimal number"
        findings.warn("api_key_form", answer, messages.key_form_undocumented())
    return settings


def _without_key(findings: Findings, environ: Mapping[str, str], fault: str) -> Settings | None:
    try:
        settings = Settings.resolve({"apiKey": "none"}, environ)
    except ConfigError as error:
        _add_invalid(findings, environ, str(error))
        return None
    findings.fail("api_key_form", "missing or not valid", fault)
    return replace(settings, api_key="")


def _add_invalid(findings: Findings, environ: Mapping[str, str], fault: str) -> None:
    """Add a *fault* of the proxy or a choice, or else of the address."""
    valid = {"apiKey": "none"}
    for id, more in _VALID.items():
        valid |= more
        try:
            Settings.resolve(valid, environ)
        except ConfigError:
            continue
        findings.fail(id, "not valid", fault)
        return
    findings.fail("address", "not valid", fault)


def _address(url: str) -> str:
    if url == DEFAULT_URL:
        return DEFAULT_URL
    return "this machine" if _is_local(url) else "another address, not displayed"


def _is_local(url: str) -> bool:
    return bool(re.fullmatch(_LOOPBACK, urlsplit(url).hostname or ""))


def _add_sources(findings: Findings, environ: Mapping[str, str]) -> None:
    sources = []
    for setting, variables in ENVIRONMENT_VARIABLES.items():
        source = next((name for name in variables if environ.get(name)), "default")
        unused = [name for name in variables if environ.get(name) and name != source]
        also = f" (not from {', '.join(unused)})" if unused else ""
        sources.append(f"{setting}: {source}{also}")
    findings.add("settings", "; ".join(sources).replace("apiKey: default", "apiKey: none"))


def project_folder(folder: Path) -> Path | None:
    """Return the folder of the Pulumi project that *folder* is in, None if it is in none."""
    folders = (folder, *folder.parents)
    return next((path for path in folders if (path / "Pulumi.yaml").is_file()), None)


def _add_stacks(findings: Findings, folder: Path) -> None:
    try:
        project = project_folder(folder)
        if project is None:
            findings.unknown("stack_settings", "this folder is not in a Pulumi project")
            return
        stacks = [_stack_settings(file) for file in sorted(project.glob("Pulumi.*.yaml"))]
    except OSError:
        findings.unknown("stack_settings", "a file of the project cannot be read")
        return
    settings = {name: None for stack in stacks for name in stack}
    if not settings:
        findings.add("stack_settings", f"none in {_stacks(len(stacks))}")
        return
    counts = ", ".join(
        f"{name} {_forms([stack[name] for stack in stacks if name in stack])}" for name in settings
    )
    answer = f"{counts} of {_stacks(len(stacks))}"
    findings.warn("stack_settings", answer, messages.stack_settings_not_used())


def _stacks(count: int) -> str:
    return "1 stack" if count == 1 else f"{count} stacks"


def _forms(forms: list[str]) -> str:
    return " and ".join(f"{form} in {forms.count(form)}" for form in dict.fromkeys(forms))


def _stack_settings(file: Path) -> dict[str, str]:
    """Return the settings of this provider in the configuration of a stack, and their form."""
    found: dict[str, str] = {}
    text = file.read_text(encoding="utf-8", errors="replace")
    # As Pulumi writes it: an encrypted value is `secure: ...` on the next line.
    for name, value in re.findall(_SETTING, text, re.MULTILINE):
        if name in ENVIRONMENT_VARIABLES:
            found[name] = "in plain text" if value.strip() else "encrypted"
    return found


def _add_proxy(findings: Findings, environ: Mapping[str, str], settings: Settings | None) -> None:
    names = [
        each for name in _PROXY_VARIABLES for each in (name, name.lower()) if environ.get(each)
    ]
    if settings and settings.proxy:
        findings.add("proxy", f"{settings.proxy.variable} is used")
    elif names:
        answer = f"{', '.join(names)}: not used"
        findings.warn("proxy", answer, messages.proxy_not_used())
    else:
        findings.add("proxy", "none is set")
