"""The troubleshooting guide: every message with its cause and its remedy, and a contents list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from tools.generate.page_parts import NOTICE, fragment, joined, wrapped
from tools.messages import Message, all_messages

_SECTIONS = {
    "provider.messages.config": "Configuration",
    "api.messages.connections": "Connections, proxies and certificates",
    "api.messages.requests": "Responses",
    "api.messages.statuses": "Errors that the Runsite API returns",
    "api.messages.waits": "Waiting",
    "provider.messages.inputs": "Inputs",
    "provider.messages.input_formats": "Formats of inputs",
    "provider.messages.names": "Default names",
    "provider.messages.web_service_inputs": "Combinations of inputs of a web service",
    "provider.messages.creation": "Creating and replacing",
    "provider.messages.existing": "What exists already",
    "provider.messages.creation_log": "The creation log",
    "provider.messages.immutable": "Changes that the Runsite API cannot make",
    "provider.messages.previews": "Previews",
    "provider.messages.adoption": "Adopting and importing",
    "provider.messages.variables": "Writing and deleting variables and secrets",
    "provider.messages.env_var_maps": "Maps of environment variables",
    "provider.messages.left_after_destroy": "Destroy",
    "provider.messages.accounts": "Another account than that of the state",
    "provider.messages.edited_states": "A state that was edited",
    "provider.messages.start_stop_restart": "Starting, stopping and restarting",
    "provider.messages.responses": "Responses of the Runsite API",
    "provider.messages.deployments": "Deployments",
    "provider.messages.functions": "Functions",
    "provider.messages.defects": "Defects of the provider",
    "sdk.messages": "Python programs",
    "plugin.messages": "Provider plugin",
    "adopt.messages": "The adopt command",
    "doctor.messages.setup": "The doctor command: this machine and its configuration",
    "doctor.messages.connection": "The doctor command: the connection and the API key",
    "doctor.messages.responses": "The doctor command: what Runsite returns",
    "doctor.messages.writes": "The doctor command: what Runsite does",
    "testing.messages": "Tests with a local Runsite",
}
"""The title of the section of each `messages` module, in the order of the page."""

_AFTER_INPUT = (
    "These messages follow the name of an input, for example `port: must be at most 65535`."
)
_INTRODUCTIONS = {
    "provider.messages.inputs": _AFTER_INPUT,
    "provider.messages.input_formats": _AFTER_INPUT,
    "provider.messages.names": _AFTER_INPUT,
    "provider.messages.web_service_inputs": _AFTER_INPUT,
    "provider.messages.immutable": (
        "The first two messages follow the name of an input, for example `port: cannot be changed "
        "from 8080 to 9090: ...`."
    ),
}
"""The paragraph below the title of some sections."""

_APPENDIX = "Appendix: progress and parts of messages"
_APPENDIX_INTRODUCTION = (
    "These texts are no errors of their own: they are displayed during a wait, or are part of "
    "another message."
)


def troubleshooting_page(docs: Path) -> str:
    """Return the text of `docs/troubleshooting.md`; its beginning comes from `docs/sources`."""
    order = list(_SECTIONS)
    messages = sorted(all_messages(), key=lambda message: order.index(_module(message)))
    body = [fragment(docs / "sources", "troubleshooting.md")]
    complete = [message for message in messages if not _is_in_appendix(message)]
    for module, group in groupby(complete, key=_module):
        body.append(f"## {_SECTIONS[module]}")
        if module in _INTRODUCTIONS:
            body.append(wrapped(_INTRODUCTIONS[module]))
        body += _all_blocks(group)
    body += [f"## {_APPENDIX}", wrapped(_APPENDIX_INTRODUCTION)]
    body += _all_blocks(message for message in messages if _is_in_appendix(message))
    return joined([NOTICE, "# Troubleshooting", _contents(joined(body)), *body])


def _contents(body: str) -> str:
    """Return a list of links to the sections of *body*."""
    titles = re.findall(r"^## (.+)$", body, re.MULTILINE)
    return "\n".join(f"- [{title}](#{_anchor(title)})" for title in titles)


def _anchor(title: str) -> str:
    """Return the anchor that GitHub gives to a section."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def _is_in_appendix(message: Message) -> bool:
    return message.cause.startswith(("Part of", "Progress"))


def _all_blocks(messages: Iterable[Message]) -> Iterator[str]:
    for message in messages:
        yield from _message_blocks(message)


def _module(message: Message) -> str:
    return message.module.partition(".")[2]


def _message_blocks(message: Message) -> Iterator[str]:
    yield f"```text\n{message.text}\n```"
    yield (
        wrapped(f"- Cause: {message.cause}", "  ")
        + "\n"
        + wrapped(f"- What to do: {message.remedy}", "  ")
    )
