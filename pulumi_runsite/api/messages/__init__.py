"""Every text that the HTTP client shows to users, by what it is about."""

from . import connections, requests, statuses, waits
from .message import Message

__all__ = ["Message", "connections", "requests", "statuses", "waits"]
