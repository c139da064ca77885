"""Deploys and stops the command's own web service, and watches its statuses."""

from __future__ import annotations

from ...provider.deployments.status import has_ended
from ...provider.envelope import object_in, total_in
from ...provider.fields import Props
from ...provider.web_services.status import AT_REST, status_of
from ..messages import writes as messages
from ..samples import items_in
from ..session import Answer
from ..value_forms import is_word
from .own_objects import OwnObjects, ids_of

_DEPLOYMENT_WAIT_S = 300.0
_STOP_WAIT_S = 60.0
_STOP_PAUSE_S = 0.5
_LIST_WAIT_S = 10.0
_RETRY_PAUSE_S = 2.0
_NOT_AT_REST = {"running", "deploying", "starting", "stopping", "restarting"}


class OwnService:
    """The command's own web service: its deployments, and whether it runs."""

    def __init__(self, own: OwnObjects) -> None:
        self._own = own
        self._session = own.session
        self._findings = own.findings
        self._id = own.ids["web service"]
        self._path = ("web-services", self._id)
        self._deployments: list[str] = []
        self._initial_status = self._findings.by_id["initial_status"].answer.strip("`").lower()

    async def watch_deployments(self) -> None:
        """Deploy twice, in both ways, and stop during a third deployment."""
        answer = await self._deploy()
        if not answer.is_success:
            self._findings.warn("deployment", answer.outcome, messages.not_deployed())
            return
        words, seconds = await self._wait_for_newest()
        statuses = ", ".join(f"`{word}`" for word in words) or "no status"
        self._findings.add("deployment", f"{answer.outcome}; {statuses}")
        self._findings.add("deployment_time", seconds)
        await self._watch_deploy_action()
        await self._watch_cancelling()
        _, count = await self._list()
        self._findings.add("kept_deployments", f"{count} of {len(self._deployments)}")

    async def _deploy(self) -> Answer:
        answer = await self._session.post(*self._path, "deployments", body={})
        if answer.is_success:
            ids = self._own.note_created("deployment", answer, {"web_service_id": self._id})
            self._deployments += ids or [await self._listed_newest()]
        return answer

    async def _watch_deploy_action(self) -> None:
        answer = await self._session.post(*self._path, "deploy", body={})
        found = object_in(answer.body) or {}
        noun = "a deployment" if "web_service_id" in found else "a web service"
        about = f": {noun}" if "id" in found else ""
        self._findings.add("deploy_answer", answer.outcome + about)
        if not answer.is_success:
            self._findings.add("deploy_action", answer.outcome)
        elif started := await self._listed_newest():
            self._deployments.append(started)
            self._findings.add("deploy_action", "starts a deployment")
            await self._wait_for_newest()
        else:
            self._findings.add("deploy_action", "starts no deployment that is listed")

    async def _watch_cancelling(self) -> None:
        answer = await self._deploy()
        if not answer.is_success:
            self._findings.unknown("cancelled", f"no other deployment: {answer.outcome}")
            return
        stopped = await self.stop()
        words, _ = await self._wait_for_newest()
        status = f"`{words[-1]}`" if words else "without a status"
        answer_text = f"the deployment is then {status}" if stopped.is_success else stopped.outcome
        self._findings.add("cancelled", answer_text)

    async def stop(self) -> Answer:
        """Stop the web service, and note the response and how long it took."""
        answer = await self._session.post(*self._path, "stop", body={})
        if answer.is_success:
            self._findings.add("stop", answer.outcome)
            self._findings.add("stop_time", await self._wait_until_stopped())
        return answer

    async def watch_stopping_stopped(self) -> None:
        """Stop the web service although it was never started."""
        answer = await self._session.post(*self._path, "stop", body={})
        self._findings.add("stop_stopped", answer.outcome)
        if answer.is_success:
            await self._wait_until_stopped()

    async def stop_at_the_end(self) -> None:
        """Stop the web service unless it is at rest, and note if that was not possible."""
        clock, started = self._session.clock, self._session.clock.now()
        while (status := await self._status()) not in AT_REST:
            answer = await self._session.post(*self._path, "stop", body={})
            if answer.is_success or status == self._initial_status:
                return
            if clock.now() - started > _STOP_WAIT_S:
                why = "the web service could not be stopped: stop it in the dashboard"
                self._findings.remaining.append(why)
                return
            await clock.sleep(_RETRY_PAUSE_S)

    async def _status(self) -> str:
        answer = await self._session.get(*self._path)
        self._own.samples.add_object("web service", self._id, answer)
        return status_of(object_in(answer.body) or {})

    async def _wait_until_stopped(self) -> str:
        clock, started = self._session.clock, self._session.clock.now()
        at_rest = AT_REST - {"stopping"} | {self._initial_status} - _NOT_AT_REST
        while (seconds := clock.now() - started) <= _STOP_WAIT_S:
            if await self._status() in at_rest:
                return f"{seconds:.1f} s"
            await clock.sleep(_STOP_PAUSE_S)
        return f"more than {_STOP_WAIT_S:.0f} s"

    async def _wait_for_newest(self) -> tuple[list[str], str]:
        """Return the statuses of the newest deployment until it ended, and how long it took."""
        id, words = self._deployments[-1], dict[str, None]()
        clock, started = self._session.clock, self._session.clock.now()
        await self._status()
        while id and (seconds := clock.now() - started) <= _DEPLOYMENT_WAIT_S:
            deployment = await self._deployment(id)
            if is_word(deployment.get("status")):
                words[deployment["status"]] = None
            if has_ended(deployment):
                await self._status()
                return list(words), f"{seconds:.1f} s"
            await clock.sleep(min(5.0, 1.0 + seconds / 4))
        return list(words), f"no end within {_DEPLOYMENT_WAIT_S:.0f} s" if id else "no id is known"

    async def _deployment(self, id: str) -> Props:
        answer = await self._session.get(*self._path, "deployments", id)
        if answer.is_success:
            self._own.samples.add_object("deployment", id, answer)
        return object_in(answer.body) or {} if answer.is_success else {}

    async def _listed_newest(self) -> str:
        """Return the id of a deployment that is not known yet, an empty text if there is none."""
        clock, started = self._session.clock, self._session.clock.now()
        while clock.now() - started <= _LIST_WAIT_S:
            items, _ = await self._list()
            new = [id for id in ids_of(items) if id not in self._deployments]
            if new:
                return new[0]
            await clock.sleep(_RETRY_PAUSE_S)
        return ""

    async def _list(self) -> tuple[list[Props], int]:
        answer = await self._session.get(*self._path, "deployments", limit=10)
        self._own.samples.add_list("deployments", answer, self._id)
        items = items_in("deployments", answer.body)
        return items, max(total_in(answer.body), len(items))
