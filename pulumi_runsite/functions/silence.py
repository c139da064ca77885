"""Where those who only ask talk to the user: nowhere."""


class Silence:
    """A question has no row of its own in Pulumi's display, so nothing is said there."""

    def progress(self, text: str) -> None:
        """Say nothing."""

    def info(self, text: str) -> None:
        """Say nothing."""

    def warning(self, text: str) -> None:
        """Say nothing."""

    def is_heard(self) -> bool:
        """Return that nobody listens."""
        return False
