"""
Build and check what a release consists of.

``python -m tools.release check`` runs every step of a release that needs no account; the workflow
of a release runs it with ``--tag``. ``python -m tools.release plugins`` packs the plugin archives.
"""


class ReleaseError(Exception):
    """A release cannot be made; the message says why."""
