"""The only place that writes HTML: whatever is put into a tag is escaped."""

from __future__ import annotations

from html import escape


class Markup(str):
    """Text that is HTML already. Only `tag`, `joined` and constants of ours make any."""

    __slots__ = ()


def tag(name: str, /, *inside: str, **attributes: str | None) -> Markup:
    """
    Return the element *name* around *inside*.

    Attributes that are None are left out; `class_` and `for_` lose their underscore, and an
    underscore inside a name is a dash.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{joined(*inside)}</{name}>")


def void(name: str, /, **attributes: str | None) -> Markup:
    """Return an element that has no inside, such as `input`."""
    return Markup(tag(name, **attributes).removesuffix(f"</{name}>"))


def joined(*parts: str) -> Markup:
    """Return *parts* one after another."""
    return Markup("".join(p if isinstance(p, Markup) else escape(p) for p in parts))
