"""`make demo`: run examples/shop against the emulator, and verify every step."""


class StepFailed(Exception):
    """A step had an unexpected result; the message is a single line."""
