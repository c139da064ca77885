"""A local Runsite for the tests of Pulumi programs; `fixtures` makes it a pytest fixture."""

from .runsite import Runsite, serve

__all__ = ["Runsite", "serve"]
