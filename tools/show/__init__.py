"""What `make demo` shows: the life of a small shop, told and checked step by step."""


class Broken(Exception):
    """A step did not come out as promised; the message is one sentence."""
