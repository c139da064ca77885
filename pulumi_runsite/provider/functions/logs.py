"""The function `get_logs`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..context import Context
from ..field_types import Id
from ..fields import Model, Props
from ..function import Function, result_from_response
from ..messages import functions as messages
from ..server_time import server_now
from .by_name import get_from_web_service

Tail = Annotated[int, Field(ge=1, le=10000)]
UnixTime = Annotated[int, Field(ge=0, le=10**11)]


class GetLogsInputs(Model):
    """The web service and the log lines to get."""

    web_service_id: Id
    """The ID of the web service."""

    tail: Tail = 100
    """
    The maximum number of lines to return, counted from the end. An integer from 1 to 10000.

    Defaults to `100`.
    """

    since: UnixTime | None = None
    """
    The Unix time, in seconds, of the oldest line to return.

    It is applied to the last `tail` lines. Defaults to no limit.
    """


class LogsResult(Model):
    """The log of a web service."""

    logs: str
    """
    The log lines, each prefixed with an RFC 3339 timestamp, without colours.

    Empty if the web service has printed nothing.
    """

    container_id: str | None = None
    """The ID of the container that printed the lines."""

    timestamp: str | None = None
    """The time at which the log was read, as an RFC 3339 timestamp."""


class GetLogs(Function):
    """Get the last log lines of the newest instance of a web service."""

    Inputs = GetLogsInputs
    Outputs = LogsResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the lines, with secrets redacted, and without what a terminal would obey."""
        query = {name: inputs[name] for name in ("tail", "since") if name in inputs}
        body = await get_from_web_service(ctx, inputs["web_service_id"], "logs", **query)
        ahead_s = inputs.get("since", 0) - sum(server_now(ctx.client))
        if ahead_s > 0:
            since = str(inputs["since"])
            ctx.engine_log.warning(messages.since_in_future(since, f"{ahead_s:.0f}"))
        result = result_from_response(LogsResult, body, "logs")
        return result | {"logs": ctx.client.redactor.clean_lines(result["logs"])}
