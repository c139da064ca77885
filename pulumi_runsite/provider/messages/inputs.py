"""The check failures of inputs in general: presence, combinations, types, limits, choices."""

from __future__ import annotations


def required() -> str:
    """
    The program does not set the input, or sets it to `None`.

    Set it.
    """
    return "required; set it"


def required_unless(other: str) -> str:
    """
    Neither of two inputs is set, and one of them is required.

    Set one of them.
    """
    return f"required unless `{other}` is set; set one of them"


def not_combinable(other: str) -> str:
    """
    Two inputs are set that cannot be combined.

    Remove one of them.
    """
    return f"cannot be combined with `{other}`; remove one of them"


def contains_api_key() -> str:
    """
    The value contains the API key of the provider, and Runsite or the state displays it.

    Remove the key, and replace it if it was sent before. A variable may have it as its value, with
    `is_secret` as it is by default.
    """
    return "must not contain the API key of the provider, since the value is displayed; remove it"


def unknown_property() -> str:
    """
    The resource or function has no input of this name.

    Remove it.
    """
    return "unknown property; remove it"


def misspelled_property(suggestion: str) -> str:
    """
    The resource or function has no input of this name, but one of a similar name.

    Use the suggested name.
    """
    return f"unknown property; did you mean `{suggestion}`?"


def not_a_choice(choices: str) -> str:
    """
    The value is not one of the allowed values.

    Set one of the values that the message names.
    """
    return f"must be {choices}; set one of these"


def misspelled_choice(choices: str, suggestion: str) -> str:
    """
    The value is not one of the allowed values, but similar to one of them.

    Set the suggested value.
    """
    return f"must be {choices}; did you mean `{suggestion}`?"


def wrong_type(expected: str, actual: str) -> str:
    """
    The value has the wrong type.

    Convert it to the type that the message names, or set a value instead of null.
    """
    remedy = "set it or remove it" if actual == "null" else "convert it"
    return f"must be {expected}, got {actual}; {remedy}"


def not_a_map(actual: str) -> str:
    """
    The value is not a map of values by key.

    Pass a map, in Python a dictionary.
    """
    return f'must be a map, got {actual}; pass a map like `{{"KEY": "value"}}`'


def not_an_integer() -> str:
    """
    The value is a number with a fraction, or not finite.

    Set an integer.
    """
    return "must be an integer; set a number without a fraction"


def too_small(minimum: str) -> str:
    """
    The number is less than Runsite or this provider accepts.

    Set at least the number that the message names.
    """
    return f"must be at least {minimum}; set a higher number"


def too_large(maximum: str) -> str:
    """
    The number is greater than Runsite or this provider accepts.

    Set at most the number that the message names.
    """
    return f"must be at most {maximum}; set a lower number"


def too_long(maximum: str) -> str:
    """
    The text is too long.

    Shorten it to the number of characters that the message names.
    """
    return f"must not be longer than {maximum} characters; shorten it"


def too_many_bytes(maximum: str) -> str:
    """
    The value is too large.

    Reduce it to the number of bytes that the message names.
    """
    return f"must not be larger than {maximum} bytes; shorten it"


def invalid_unicode() -> str:
    """
    The text contains a surrogate character, so it cannot be encoded in UTF-8.

    Remove the character.
    """
    return "must be valid Unicode; remove the surrogate characters"
