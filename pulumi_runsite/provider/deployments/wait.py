"""Watches one deployment to its end, and tells the user how it goes."""

from __future__ import annotations

from ...api import NotFound, PollOptions, RunsiteError, api_path, poll_until
from ..context import Context, ResourceInitFailed
from ..fields import Props
from . import status as rollout


async def get(ctx: Context, service_id: str, id: str) -> Props:
    """Return a deployment as the API shows it."""
    return await ctx.client.request("GET", api_path("web-services", service_id, "deployments", id))


def timeout_s(ctx: Context, inputs: Props) -> float:
    """Return the seconds that a deployment may take: the program's, or Pulumi's if fewer."""
    ours = float(inputs["timeout"])
    return min(ours, ctx.timeout_s or ours)


class Watch:
    """One deployment, as far as it has been seen."""

    def __init__(self, ctx: Context, id: str, inputs: Props, last: Props) -> None:
        self.last = last
        self._ctx = ctx
        self._id = id
        self._inputs = inputs
        self._began = ctx.client.clock.now()
        self._said: set[str] = set()
        self._log_lines = 0

    async def to_its_end(self) -> Props:
        """
        Wait until it has ended, one way or the other, and return it.

        Raises:
            ResourceInitFailed: the timeout expired, the user interrupted, or it was deleted.
        """
        waiting = PollOptions(deadline_s=timeout_s(self._ctx, self._inputs))
        word = rollout.word(self.last) or "asked for"
        try:
            return await poll_until(self._ended, self._ctx.client.clock, waiting)
        except NotFound as error:
            raise ResourceInitFailed(
                f"deployment {self._id} was {word} and is not there any more, so how it ended is "
                f"not known ({error})",
                self._id,
                self._inputs | {"status": rollout.PRUNED},
            ) from None
        except RunsiteError as error:
            word = rollout.word(self.last) or "asked for"
            raise ResourceInitFailed(
                f"deployment {self._id} is {word} and goes on without us ({error}). "
                "Run `pulumi up` again to wait for it",
                self._id,
                self._inputs | {"status": rollout.word(self.last)},
            ) from None

    async def _ended(self) -> Props | None:
        self.last = await get(self._ctx, self._inputs["web_service_id"], self._id)
        self._tell()
        return self.last if rollout.has_ended(self.last) else None

    def _tell(self) -> None:
        word = rollout.word(self.last)
        seconds = self._ctx.client.clock.now() - self._began
        live = "live after" if word in rollout.SUCCEEDED else f"{word} for"
        self._ctx.engine_log.progress(f"deployment {self._id} is {live} {seconds:.0f} s")
        if not rollout.is_known(word) and word not in self._said:
            self._said.add(word)
            self._ctx.engine_log.info(
                f"Runsite says {word!r} of deployment {self._id}, a word this provider does not "
                "know: it waits on"
            )
        if self._inputs["stream_logs"]:
            self._stream()

    def _stream(self) -> None:
        lines = rollout.lines(self.last.get("build_logs"))
        for line in lines[self._log_lines :]:
            self._ctx.engine_log.info(self._ctx.client.redactor.redact(line))
        self._log_lines = max(self._log_lines, len(lines))
