"""An engine log that discards everything."""


class NullLog:
    """The engine log of functions, which have no row of their own in Pulumi's display."""

    def progress(self, text: str) -> None:
        """Do nothing."""

    def info(self, text: str) -> None:
        """Do nothing."""

    def warning(self, text: str) -> None:
        """Do nothing."""

    def is_connected(self) -> bool:
        """Return False: no engine is connected."""
        return False
