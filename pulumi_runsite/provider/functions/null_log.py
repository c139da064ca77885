"""Where those who only ask talk to the user: nowhere."""


class NullLog:
    """A question has no row of its own in Pulumi's display, so nothing is said there."""

    def progress(self, text: str) -> None:
        """Say nothing."""

    def info(self, text: str) -> None:
        """Say nothing."""

    def warning(self, text: str) -> None:
        """Say nothing."""

    def is_connected(self) -> bool:
        """Return that nobody listens."""
        return False
