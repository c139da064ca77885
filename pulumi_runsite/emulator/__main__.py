"""`python -m pulumi_runsite.emulator`: a Runsite on this machine."""

from __future__ import annotations

import argparse
import ipaddress
import json
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from .server import bound, server, url_of
from .world.clock import scale_of
from .world.emulator import Emulator


class OneSentence(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        """End with code 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def arguments() -> argparse.ArgumentParser:
    """Return the options of the command line."""
    parser = OneSentence(prog="python -m pulumi_runsite.emulator", description=__doc__)
    add = parser.add_argument
    add("--port", type=_port, default=0, help="port to listen on; 0, the default: any free one")
    add("--state", type=Path, help="file that keeps everything; left out: memory only")
    add(
        "--api-key",
        action="append",
        default=[],
        metavar="KEY[:SCOPE]",
        help="ak_live_..., with :read, :write (the default) or :admin; may be given again; left "
        "out: one is made",
    )
    add("--control-token", help="what opens the control room; left out: one is made")
    add("--seed", type=int, help="the same seed and requests give the same ids and journal")
    add("--clock", type=_clock, default=1.0, help="real (the default), manual, or a pace like 10")
    add(
        "--build-seconds",
        type=_seconds,
        help="how long a deployment takes, in emulated seconds (2)",
    )
    add(
        "--switch",
        type=_switch,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="turn a switch, such as echo=all; may be given again",
    )
    add("--journal-values", choices=("digest", "plain"), default="digest", help="how values show")
    add("--host", type=_address, default="127.0.0.1", help="IP address to listen on (127.0.0.1)")
    add(
        "--open-to-the-network",
        action="store_true",
        help="allow a --host that other machines can reach",
    )
    add(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="one more name that a Host header may have; may be given again",
    )
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Print the URL, the API key and the control token, a line each, and serve until the end."""
    parser = arguments()
    given = parser.parse_args(words)
    is_open = not ipaddress.ip_address(given.host).is_loopback
    if is_open and not given.open_to_the_network:
        parser.error(f"--host {given.host} can be reached from outside: --open-to-the-network")
    try:
        emulator = _emulator(given, hosts=(*given.allow_host, *([given.host] if is_open else [])))
    except (OSError, ValueError) as error:
        parser.error(str(error))
    try:
        listening = bound(given.host, given.port)
    except OSError as error:
        parser.error(f"cannot listen on {given.host} port {given.port}: {error.strerror}")
    if is_open:
        print(f"warning: open to everybody who can reach {given.host}", file=sys.stderr)  # noqa: T201
    _serve(emulator, listening)
    return 0


def _emulator(given: argparse.Namespace, hosts: tuple[str, ...]) -> Emulator:
    seconds = {} if given.build_seconds is None else {"build_seconds": given.build_seconds}
    return Emulator(
        state=given.state,
        seed=given.seed,
        scale=given.clock,
        api_keys=tuple(given.api_key),
        control_token=given.control_token,
        switches=dict(given.switch) | seconds,
        journal_values=given.journal_values,
        hosts=hosts,
    )


def _serve(emulator: Emulator, listening: socket.socket) -> None:
    for line in (url_of(listening), emulator.api_key, emulator.control_token):
        print(line, flush=True)  # noqa: T201
    server(emulator).run([listening])


def _port(word: str) -> int:
    if not word.isdecimal() or int(word) > 65535:
        raise argparse.ArgumentTypeError(f"{word} is not a port, which is a number up to 65535")
    return int(word)


def _clock(word: str) -> float:
    try:
        return scale_of(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{word} is not real, manual or a pace") from error


def _seconds(word: str) -> float:
    seconds = float(word)
    if not 0 <= seconds <= 86400:
        raise argparse.ArgumentTypeError(f"{word} is not a number of seconds from 0 to 86400")
    return seconds


def _switch(word: str) -> tuple[str, Any]:
    name, _, value = word.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _address(word: str) -> str:
    try:
        return str(ipaddress.ip_address(word))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{word} is not an IP address") from error


if __name__ == "__main__":
    sys.exit(main())
