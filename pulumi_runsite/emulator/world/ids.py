"""The only place that makes ids and other random-looking text, repeatable from the seed."""

from __future__ import annotations

import base64
import hashlib
import uuid


class Ids:
    """
    A stream of ids: the same seed gives the same ids in the same order.

    `made` is how many there were; a state file keeps it, so that no id comes twice.
    """

    def __init__(self, seed: str, made: int = 0) -> None:
        self.seed = seed
        self.made = made

    def next_uuid(self) -> str:
        """Return the next id, a UUID like all of the API's (runsite-api.md section 1)."""
        return str(uuid.UUID(bytes=self._next_bytes(16), version=4))

    def next_slug(self) -> str:
        """Return the next id in the `srv-` form that a third-party script shows."""
        return "srv-" + base64.b32encode(self._next_bytes(13)).decode().lower()[:20]

    def next_hex(self, digits: int) -> str:
        """Return the next *digits* hexadecimal digits."""
        return self._next_bytes(32).hex()[:digits]

    def fixed_uuid(self, name: str) -> str:
        """Return the id that *name* always has under this seed."""
        return str(uuid.UUID(bytes=self._bytes(name, 16), version=4))

    def fixed_hex(self, name: str, digits: int) -> str:
        """Return the hexadecimal digits that *name* always has under this seed."""
        return self._bytes(name, 32).hex()[:digits]

    def _next_bytes(self, size: int) -> bytes:
        self.made += 1
        return self._bytes(str(self.made), size)

    def _bytes(self, name: str, size: int) -> bytes:
        return hashlib.blake2b(f"{self.seed}/{name}".encode(), digest_size=size).digest()
