"""What this machine keeps beside the state: creation log and record of a resource, and moves."""

from __future__ import annotations

import os

from .attempt_log import CreateLog, NullCreateLog
from .config import Settings
from .create_log import CreateLogFile
from .private_folder import create_log_folder
from .state_record import StateRecord
from .variable_holders import VariableHolders


def create_log_of(settings: Settings, urn: str) -> CreateLog:
    """Return the creation log of the resource *urn*; where that is empty, nothing is kept."""
    if not urn:
        return NullCreateLog()
    account = f"{settings.api_url} {settings.api_key}"
    return CreateLogFile(create_log_folder(os.environ), account, urn)


def state_record_of(settings: Settings, urn: str) -> StateRecord:
    """Return the record of the resource *urn*; where that is empty, nothing is kept."""
    # Not by the key: the record of another account has other ids.
    return StateRecord(create_log_folder(os.environ) if urn else None, settings.api_url, urn)


def variable_holders_of(settings: Settings, urn: str) -> VariableHolders:
    """Return what is known of variables that are moved; where *urn* is empty, nothing is kept."""
    return VariableHolders(create_log_folder(os.environ) if urn else None, settings.api_url)
