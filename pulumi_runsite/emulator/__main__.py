"""`python -m pulumi_runsite.emulator`: a Runsite on this machine."""

from __future__ import annotations

import argparse
import ipaddress
import sys
from pathlib import Path

from .clock import scale_of
from .emulator import Emulator
from .serve import bound, server, url_of


def arguments() -> argparse.ArgumentParser:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m pulumi_runsite.emulator", description=__doc__)
    add = parser.add_argument
    add("--port", type=int, default=0, help="port to listen on; 0, the default: any free one")
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
    add("--clock", type=scale_of, default=1.0, help="real (the default), manual, or a pace like 10")
    add("--build-seconds", type=float, help="how long a deployment takes, in emulated seconds")
    add("--journal-values", choices=("digest", "plain"), default="digest", help="how values show")
    add("--host", default="127.0.0.1", help="address to listen on")
    add(
        "--open-to-the-network",
        action="store_true",
        help="allow a --host that other machines can reach",
    )
    return parser


def main() -> int:
    """Print the URL, the API key and the control token, a line each, and serve until the end."""
    parser = arguments()
    given = parser.parse_args()
    if not ipaddress.ip_address(given.host).is_loopback:
        if not given.open_to_the_network:
            parser.error(f"--host {given.host} can be reached from outside: --open-to-the-network")
        print(f"warning: open to everybody who can reach {given.host}", file=sys.stderr)  # noqa: T201
    switches = {} if given.build_seconds is None else {"build_seconds": given.build_seconds}
    try:
        listening = bound(given.host, given.port)
        emulator = Emulator(
            state=given.state,
            seed=given.seed,
            scale=given.clock,
            api_keys=tuple(given.api_key),
            control_token=given.control_token,
            switches=switches,
            journal_values=given.journal_values,
            hosts=() if ipaddress.ip_address(given.host).is_loopback else (given.host,),
        )
    except (OSError, OverflowError, ValueError) as error:
        parser.error(str(error))
    for line in (url_of(listening), emulator.api_key, emulator.control_token):
        print(line, flush=True)  # noqa: T201
    server(emulator).run([listening])
    return 0


if __name__ == "__main__":
    sys.exit(main())
