"""FastAPI dependencies of all routes."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from ..world.emulator import Emulator


async def get_emulator(request: Request) -> Emulator:
    """Return the emulator that serves *request*."""
    emulator: Emulator = request.scope["emulator"]
    return emulator


CurrentEmulator = Annotated[Emulator, Depends(get_emulator)]
