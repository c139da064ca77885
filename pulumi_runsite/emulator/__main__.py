"""`python -m pulumi_runsite.emulator`: serve an emulator of Runsite's API on this machine."""

from __future__ import annotations

import argparse
import ipaddress
import json
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import quote

from .server import create_server, listen, url_of
from .world.clock import parse_scale
from .world.emulator import Emulator


class SingleLineErrorParser(argparse.ArgumentParser):
    """Reports an error in one line, without the usage."""

    def error(self, message: str) -> NoReturn:
        """Print *message* and exit with code 2."""
        self.exit(2, f"{self.prog}: {message}\n")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = SingleLineErrorParser(prog="python -m pulumi_runsite.emulator", description=__doc__)
    _add_emulator_options(parser)
    _add_network_options(parser)
    return parser


def _add_emulator_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--port", type=_port, default=0, help="the port to listen on; defaults to a free one")
    add("--state", type=Path, help="the SQLite file of the state; defaults to memory only")
    add(
        "--api-key",
        action="append",
        default=[],
        metavar="KEY[:SCOPE]",
        help="an API key to accept, ak_live_..., with the scope read, write (default) or admin; "
        "can be repeated; defaults to a generated key",
    )
    add("--control-token", help="the token of the control API; defaults to a generated one")
    add("--seed", type=int, help="makes ids and the journal reproducible")
    add("--clock", type=_clock, default=1.0, help="real (default), manual, or a scale such as 10")
    add(
        "--build-seconds",
        type=_seconds,
        help="the duration of a deployment in emulated seconds; defaults to 2",
    )
    add(
        "--switch",
        type=_switch,
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="set a switch, such as echo=all; can be repeated",
    )
    add(
        "--journal-values",
        choices=("digest", "plain"),
        default="digest",
        help="how the journal displays values of variables and secrets; defaults to digest",
    )


def _add_network_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--host",
        type=_address,
        default="127.0.0.1",
        help="the IP address to listen on; defaults to 127.0.0.1",
    )
    add(
        "--open-to-the-network",
        action="store_true",
        help="confirm a --host that other machines can reach",
    )
    add(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="another name to accept in the Host header; can be repeated",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print URL, API key, control token and the page's link, one per line; serve until stopped."""
    parser = build_parser()
    options = parser.parse_args(arguments)
    is_public = not ipaddress.ip_address(options.host).is_loopback
    if is_public and not options.open_to_the_network:
        parser.error(
            f"--host {options.host} can be reached by other machines: "
            "add --open-to-the-network to confirm"
        )
    hosts = (*options.allow_host, *([options.host] if is_public else []))
    try:
        emulator = _create_emulator(options, hosts)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    try:
        listener = listen(options.host, options.port)
    except OSError as error:
        parser.error(f"cannot listen on {options.host} port {options.port}: {error.strerror}")
    if is_public:
        print(f"warning: every machine that can reach {options.host} has access", file=sys.stderr)  # noqa: T201
    _serve(emulator, listener)
    return 0


def _create_emulator(options: argparse.Namespace, hosts: tuple[str, ...]) -> Emulator:
    seconds = {} if options.build_seconds is None else {"build_seconds": options.build_seconds}
    return Emulator(
        state=options.state,
        seed=options.seed,
        scale=options.clock,
        api_keys=tuple(options.api_key),
        control_token=options.control_token,
        switches=dict(options.switch) | seconds,
        journal_values=options.journal_values,
        hosts=hosts,
    )


def _serve(emulator: Emulator, listener: socket.socket) -> None:
    url, token = url_of(listener), emulator.control_token
    for line in (url, emulator.api_key, token, f"{url}/?token={quote(token, safe='')}"):
        print(line, flush=True)  # noqa: T201
    create_server(emulator).run([listener])


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port from 0 to 65535")
    return int(text)


def _clock(text: str) -> float:
    try:
        return parse_scale(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not real, manual or a scale") from error


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 86400:
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds from 0 to 86400")
    return seconds


def _switch(text: str) -> tuple[str, Any]:
    name, _, value = text.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not an IP address") from error


if __name__ == "__main__":
    sys.exit(main())
