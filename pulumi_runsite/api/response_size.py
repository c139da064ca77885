"""How large a response may be."""

from __future__ import annotations

from .errors import InvalidResponse

MAX_RESPONSE_BYTES = 8 * 1024 * 1024


class ResponseTooLarge(InvalidResponse):
    """The response is larger than MAX_RESPONSE_BYTES."""
