"""The check failures of inputs that have a format: names, ids, keys, values, URLs, branches."""

from __future__ import annotations

_SET_URL = "set one like `https://github.com/owner/repository`"


def empty_text() -> str:
    """
    The text is empty.

    Remove the input to use its default, or set a text.
    """
    return "must not be empty; set a text or remove it"


def surrounded_by_whitespace() -> str:
    """
    The text begins or ends with whitespace.

    Remove the whitespace.
    """
    return "must not begin or end with whitespace; remove it"


def unprintable_character(category: str, code_point: str) -> str:
    """
    The text contains a control, format or surrogate character.

    Remove the character.
    """
    return f"must not contain a {category} character ({code_point}); remove it"


def contains(text: str) -> str:
    """
    The value contains a text that is not allowed in it.

    Remove the text that the message names.
    """
    return f"must not contain {text}; remove it"


def contains_credentials() -> str:
    """
    The URL contains a user name or a password, which Runsite and the state would display.

    Remove them.
    """
    return "must not contain credentials; remove them"


def does_not_begin_with(prefix: str) -> str:
    """
    The value does not begin as it must.

    Set a value that begins with the text that the message names.
    """
    return f"must begin with {prefix}; set such a value"


def invalid_id() -> str:
    """
    The value does not have the form of Runsite's ids: letters, digits, `-` and `_`, at most 128.

    Pass the `id` output of another resource, or copy the id from the dashboard.
    """
    return "is not a valid Runsite id; pass the `id` output of another resource"


def masked_value() -> str:
    """
    The value is a mask that Runsite or Pulumi displays in place of a secret.

    Set the value itself.
    """
    return "is a mask that Runsite or Pulumi displays, not a value; set the value itself"


def text_of_output() -> str:
    """
    The text is Pulumi's advice for a program that has formatted an Output as a string, for example
    in an f-string, where its value is not known yet.

    Build the string with `pulumi.Output.format`, `pulumi.Output.concat` or `apply`.
    """
    return (
        "contains an Output that was formatted as a string, not its value; use "
        "`pulumi.Output.format` or `apply`"
    )


def contains_asset(kind: str) -> str:
    """
    The list or map contains an asset or an archive: neither can be compared.

    Pass a hash of the file, for example `hashlib.sha256(data).hexdigest()`.
    """
    return f"must not contain an {kind}; pass a hash of the file"


def contains_rounded_number(maximum: str) -> str:
    """
    The list or map contains a number that Pulumi rounds, so that a change of it may not be noticed.

    Pass the number as a string.
    """
    return f"must not contain a number beyond {maximum}, which Pulumi rounds; pass it as a string"


def invalid_url() -> str:
    """
    The value is not a URL.

    Set a URL like `https://github.com/owner/repository`.
    """
    return f"is not a URL; {_SET_URL}"


def url_without_repository() -> str:
    """
    The URL has no host or no path.

    Set a URL like `https://github.com/owner/repository`.
    """
    return f"must have a host and the path of a repository; {_SET_URL}"


def invalid_branch() -> str:
    """
    The value is not a valid name of a git branch.

    Set a name that `git check-ref-format --branch` accepts.
    """
    return "is not a valid branch name; set one that `git check-ref-format --branch` accepts"


def not_a_list_or_map() -> str:
    """
    The value is neither a list nor a map.

    Set a list or a map, for example a list of one value.
    """
    return "must be a list or a map; put the value in a list"
