"""The order of all checks; one that fails does not keep the others from running."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from ..api import Clock
from ..provider.config import Settings
from .api_checks import add_api_checks
from .config_checks import add_config_checks
from .connection_checks import add_connection_checks
from .findings import Findings
from .host_checks import add_host_checks
from .probe.run import run_probe
from .readings import add_readings
from .samples import Samples, read_samples
from .session import Session
from .value_readings import add_value_readings

Mode = Literal["read", "write"]


async def diagnose(
    findings: Findings, environ: Mapping[str, str], folder: Path, clock: Clock, mode: Mode
) -> None:
    """Add every finding about this set-up, in *folder*, and about the Runsite behind it."""
    add_host_checks(findings, environ, folder)
    settings = add_config_checks(findings, environ, folder)
    if settings is None or not add_connection_checks(findings, settings):
        return
    if settings.api_key:
        await _question_api(findings, settings, clock, mode)


async def _question_api(findings: Findings, settings: Settings, clock: Clock, mode: Mode) -> None:
    session, samples = Session(settings, clock), Samples()
    try:
        if not await add_api_checks(findings, session):
            return
        try:
            await read_samples(session, samples)
            if mode == "write":
                await run_probe(session, findings, samples)
        finally:
            add_readings(findings, samples, session)
            add_value_readings(findings, samples)
    finally:
        await session.close()
