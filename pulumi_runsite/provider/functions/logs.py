"""The function `get_logs`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..context import Context
from ..field_types import Id
from ..fields import Model, Props
from .by_name import get_from_web_service
from .function import Function, result_from_response

Tail = Annotated[int, Field(ge=1, le=10000)]
UnixTime = Annotated[int, Field(ge=0, le=2**53)]


class GetLogsInputs(Model):
    """Whose logs, and how much of them."""

    web_service_id: Id
    """Id of the web service that printed them."""

    tail: Tail = 100
    """How many lines at most, the last ones, 1 to 10000."""

    since: UnixTime | None = None
    """Seconds since 1970; of the last lines, only those that are not older."""


class LogsResult(Model):
    """What a web service has printed."""

    logs: str
    """The lines, each with its RFC 3339 time in front; empty where it printed nothing."""

    container_id: str | None = None
    """Id of the container they are from."""

    timestamp: str | None = None
    """When they were read, as an RFC 3339 time."""


class GetLogs(Function):
    """Ask for the last lines that the newest instance of a web service has printed."""

    Inputs = GetLogsInputs
    Outputs = LogsResult

    @classmethod
    async def execute(cls, ctx: Context, inputs: Props) -> Props:
        """Return the lines, with the API key redacted."""
        query = {name: inputs[name] for name in ("tail", "since") if name in inputs}
        body = await get_from_web_service(ctx, inputs["web_service_id"], "logs", **query)
        result = result_from_response(LogsResult, body, "logs")
        return result | {"logs": ctx.client.redactor.redact(result["logs"])}
