"""
Writes down what is about to be made, so that a killed run is found again by the next one.

The engine stores nothing of a create that never answered. What stands here, beside Pulumi's own
files, tells the next run which things were there before, so that the one that is new is ours.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from ..api import RunsiteError

KEPT_S = 24 * 3600.0
"""Seconds after which what was left unfinished is no longer taken for the same wish."""


@dataclass(frozen=True)
class Attempt:
    """
    One attempt to make something: what was there before, and its id once that is known.

    It *was_answered* when the engine was told of what was made, which then is all but surely in the
    state.
    """

    before: frozenset[str]
    made: str | None
    was_answered: bool = False


class CreateLog(Protocol):
    """The unfinished attempts of one resource."""

    def unfinished(self, wish: Mapping[str, Any]) -> Attempt | None:
        """Return the attempt at the same *wish* that never reached the state."""

    def begin(self, wish: Mapping[str, Any], before: Iterable[str]) -> None:
        """Note that *wish* is about to be sent, and the ids there are *before*."""

    def made(self, id: str) -> None:
        """Note the *id* of what was made."""

    def last(self) -> str | None:
        """Return the id of what the last attempt has made, if that never reached the state."""

    def settle(self, id: str) -> None:
        """Forget the attempt that made *id*: it is in the state."""

    def answered(self) -> None:
        """Note that the engine is told now of what was made."""

    def settle_answered(self) -> None:
        """Forget the attempt if the engine was told of what it has made."""

    def forget(self) -> None:
        """Forget the attempt, whatever came of it."""


class NullCreateLog:
    """Keeps nothing: where it is not known which resource is worked on."""

    def unfinished(self, wish: Mapping[str, Any]) -> Attempt | None:  # noqa: ARG002
        """Return None."""
        return None

    def begin(self, wish: Mapping[str, Any], before: Iterable[str]) -> None:
        """Do nothing."""

    def made(self, id: str) -> None:
        """Do nothing."""

    def last(self) -> str | None:
        """Return None."""
        return None

    def settle(self, id: str) -> None:
        """Do nothing."""

    def answered(self) -> None:
        """Do nothing."""

    def settle_answered(self) -> None:
        """Do nothing."""

    def forget(self) -> None:
        """Do nothing."""


class CreateLogFile:
    """
    The intent of the resource with this URN in this account, in a file of its own.

    Holds ids and a slow, salted digest of the wish; never a value.
    """

    def __init__(self, folder: Path, account: str, urn: str) -> None:
        name = hashlib.sha256(f"{account} {urn}".encode()).hexdigest()
        self._file = folder / f"{name}.json"

    def unfinished(self, wish: Mapping[str, Any]) -> Attempt | None:
        """Return the attempt at the same *wish* that never reached the state."""
        noted = self._noted()
        if noted is None or time.time() - noted["at"] > KEPT_S:
            return None
        if noted["wish"] != _digest(wish, noted["salt"]):
            return None
        return Attempt(frozenset(noted["before"]), noted["made"], "was_answered" in noted)

    def begin(self, wish: Mapping[str, Any], before: Iterable[str]) -> None:
        """Note that *wish* is about to be sent, and the ids there are *before*; it survives us."""
        salt = secrets.token_hex(16)
        self._note(
            {
                "at": time.time(),
                "before": sorted(before),
                "made": None,
                "salt": salt,
                "wish": _digest(wish, salt),
            }
        )

    def made(self, id: str) -> None:
        """Note the *id* of what was made."""
        if noted := self._noted():
            self._note(noted | {"made": id})

    def settle(self, id: str) -> None:
        """Forget the attempt that made *id*: it is in the state."""
        noted = self._noted()
        # A variable's id in the state is its parent's and its own.
        if noted is not None and noted["made"] == id.rpartition("/")[2]:
            self._file.unlink(missing_ok=True)

    def last(self) -> str | None:
        """Return the id of what the last attempt has made, if that never reached the state."""
        noted = self._noted()
        made = noted["made"] if noted else None
        return made if isinstance(made, str) else None

    def answered(self) -> None:
        """Note that the engine is told now of what was made."""
        if noted := self._noted():
            self._note(noted | {"was_answered": True})

    def settle_answered(self) -> None:
        """Forget the attempt if the engine was told of what it has made."""
        noted = self._noted()
        if noted and "was_answered" in noted:
            self.forget()

    def forget(self) -> None:
        """Forget the attempt, whatever came of it."""
        if self._noted() is not None:
            self._file.unlink(missing_ok=True)

    def _noted(self) -> dict[str, Any] | None:
        try:
            noted = json.loads(self._file.read_text())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._unusable(error) from None
        return noted if isinstance(noted, dict) else None

    def _note(self, noted: dict[str, Any]) -> None:
        try:
            self._write(noted)
        except OSError as error:
            raise self._unusable(error) from None

    def _unusable(self, error: OSError) -> RunsiteError:
        return RunsiteError(
            f"cannot use {self._file.parent} ({error.strerror}), where is noted what is about to "
            "be made, so that nothing is made twice; make it a folder of yours, or set PULUMI_HOME"
        )

    def _write(self, noted: dict[str, Any]) -> None:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self._file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(noted, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file)


def folder(environ: Mapping[str, str]) -> Path:
    """Return where intents are kept: beside Pulumi's own files."""
    home = environ.get("PULUMI_HOME")
    return (Path(home) if home else Path.home() / ".pulumi") / "runsite-intents"


def _digest(wish: Mapping[str, Any], salt: str) -> str:
    # A wish may hold a trigger that is a secret: a plain digest could be guessed at.
    text = json.dumps(wish, sort_keys=True, default=str)
    return hashlib.scrypt(text.encode(), salt=salt.encode(), n=2**12, r=8, p=1).hex()
