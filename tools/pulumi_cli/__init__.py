"""
A Pulumi CLI for this checkout: found, downloaded or built, in this order.

``python tools/pulumi_cli`` prints the folder that holds it; progress goes to stderr.
"""


class Unavailable(Exception):
    """One way to a CLI is closed; the message says why, without a full stop."""
