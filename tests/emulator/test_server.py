"""The server of an emulator: how it ends."""

from __future__ import annotations

import asyncio
import gc
import socket
import warnings

from pulumi_runsite.emulator.server import _config, _ThreadServer, listen
from pulumi_runsite.emulator.world.emulator import Emulator


def test_a_connection_that_is_being_accepted_is_closed_with_the_server() -> None:
    listener = listen("127.0.0.1", 0)

    async def end_while_accepting() -> None:
        server = _ThreadServer(_config(Emulator()))
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup([listener])
        with socket.create_connection(listener.getsockname()):
            while len(tasks := asyncio.all_tasks()) == 1:  # noqa: ASYNC110 - nothing else tells it
                await asyncio.sleep(0)
            await server.shutdown()
            await asyncio.wait(tasks - {asyncio.current_task()})

    with listener, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        asyncio.run(end_while_accepting())
        gc.collect()
    assert [str(each.message) for each in caught] == []
