"""The troubleshooting guide: every message with its cause and its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from tools.generate.page_parts import NOTICE, fragment, joined, wrapped
from tools.messages import Message, all_messages

_SECTIONS = {
    "provider.messages.config": "Configuration",
    "api.messages.requests": "Connection and responses",
    "api.messages.statuses": "Errors that the Runsite API returns",
    "api.messages.waits": "Waiting",
    "provider.messages.inputs": "Inputs",
    "provider.messages.input_formats": "Formats of inputs",
    "provider.messages.web_service_inputs": "Combinations of inputs of a web service",
    "provider.messages.creation": "Creating and replacing",
    "provider.messages.immutable": "Changes that the Runsite API cannot make",
    "provider.messages.adoption": "Adopting and importing",
    "provider.messages.left_after_destroy": "Destroy",
    "provider.messages.start_stop_restart": "Starting, stopping and restarting",
    "provider.messages.responses": "Responses of the Runsite API",
    "provider.messages.deployments": "Deployments",
    "provider.messages.functions": "Functions",
    "sdk.messages": "Python programs",
    "plugin.messages": "Provider plugin",
    "adopt.messages": "The adopt command",
}
"""The title of the section of each `messages` module, in the order of the page."""


def troubleshooting_page(docs: Path) -> str:
    """Return the text of `docs/troubleshooting.md`; its beginning comes from `docs/sources`."""
    blocks = [NOTICE, "# Troubleshooting", fragment(docs / "sources", "troubleshooting.md")]
    order = list(_SECTIONS)
    messages = sorted(all_messages(), key=lambda message: order.index(_module(message)))
    for module, group in groupby(messages, key=_module):
        blocks.append(f"## {_SECTIONS[module]}")
        blocks += [block for message in group for block in _message_blocks(message)]
    return joined(blocks)


def _module(message: Message) -> str:
    return message.module.partition(".")[2]


def _message_blocks(message: Message) -> Iterator[str]:
    yield f"```text\n{message.text}\n```"
    yield (
        wrapped(f"- Cause: {message.cause}", "  ")
        + "\n"
        + wrapped(f"- What to do: {message.remedy}", "  ")
    )
