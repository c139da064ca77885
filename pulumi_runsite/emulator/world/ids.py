"""Ids and other random-looking text, reproducible from the seed."""

from __future__ import annotations

import base64
import hashlib
import uuid


class IdGenerator:
    """
    A stream of ids: the same seed produces the same ids in the same order.

    `issued` is the number of ids so far. The state file keeps it, so that no id is issued twice.
    """

    def __init__(self, seed: str, issued: int = 0) -> None:
        self.seed = seed
        self.issued = issued

    def next_uuid(self) -> str:
        """Return the next id as a UUID, the format of all ids of the API."""
        return str(uuid.UUID(bytes=self._next_bytes(16), version=4))

    def next_slug(self) -> str:
        """Return the next id in the `srv-...` format that a third-party script uses."""
        return "srv-" + base64.b32encode(self._next_bytes(13)).decode().lower()[:20]

    def next_hex(self, digits: int) -> str:
        """Return the next *digits* hexadecimal digits."""
        return self._next_bytes(32).hex()[:digits]

    def fixed_uuid(self, name: str) -> str:
        """Return the UUID that *name* always has with this seed."""
        return str(uuid.UUID(bytes=self._bytes(name, 16), version=4))

    def fixed_hex(self, name: str, digits: int) -> str:
        """Return the hexadecimal digits that *name* always has with this seed."""
        return self._bytes(name, 32).hex()[:digits]

    def _next_bytes(self, size: int) -> bytes:
        self.issued += 1
        return self._bytes(str(self.issued), size)

    def _bytes(self, name: str, size: int) -> bytes:
        return hashlib.blake2b(f"{self.seed}/{name}".encode(), digest_size=size).digest()
