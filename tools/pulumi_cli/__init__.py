"""
Find a Pulumi CLI for this checkout, or else download or build one.

``python tools/pulumi_cli`` prints the folder that contains it; progress goes to stderr.
"""


class Unavailable(Exception):
    """A source of the CLI cannot be used; the message is the reason, without a final period."""
