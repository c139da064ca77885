"""The process of a provider: what holds for all of it, before its modules are loaded."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load modules: without pydantic's plugins, which would see the values of secrets."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    gc.disable()  # the modules stay, and the collector would look at all of them several times
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
