"""HTML elements as escaped text."""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is already HTML: created by `tag`, `void_tag` and `concat`, and by constants."""

    __slots__ = ()


def tag(name: str, /, *children: str, **attributes: str | None) -> Html:
    """
    Return the element *name* with *children*, which are escaped unless they are `Html`.

    Attributes with the value None are omitted. A trailing underscore of an attribute (`class_`) is
    removed, other underscores become dashes.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>{concat(*children)}</{name}>")


def void_tag(name: str, /, **attributes: str | None) -> Html:
    """Return an element without content, such as `input`."""
    return Html(tag(name, **attributes).removesuffix(f"</{name}>"))


def concat(*parts: str) -> Html:
    """Return the concatenation of *parts*, escaped unless they are `Html`."""
    return Html("".join(p if isinstance(p, Html) else escape(p) for p in parts))
