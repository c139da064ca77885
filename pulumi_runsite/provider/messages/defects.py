"""Messages of defects of this package."""


def internal_error(error: str) -> str:
    """
    A defect of this provider.

    Report it with the message; the resource keeps its state.
    """
    return f"Internal error in pulumi-runsite: {error}. Please report it."
