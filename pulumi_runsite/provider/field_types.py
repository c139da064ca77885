"""The kinds of values Runsite's fields hold, each with what is refused before anything is sent."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Annotated, Any, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

MAX_SECRET_BYTES = 1024 * 1024
MAX_TRIGGER_BYTES = 64 * 1024


def _refuse(reason: str) -> PydanticCustomError:
    return PydanticCustomError("refused", reason)


def _printable(text: str) -> str:
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cc", "Cf", "Cs"}:
            what = {"Cc": "a control", "Cf": "a format", "Cs": "half a"}[category]
            raise _refuse(f"must not hold {what} character (U+{ord(character):04X})")
    return text


def _said(text: str) -> str:
    if not text:
        raise _refuse("must not be empty; leave it out instead")
    if text != text.strip():
        raise _refuse("must not begin or end with white space")
    return _printable(text)


def _script(text: str) -> str:
    _said(text.replace("\n", " ").replace("\t", " ").strip())
    return text


def _id(text: str) -> str:
    # `..` survives quoting and would reach another path (reliability.md, decision 9).
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,127}", text):
        raise _refuse("is not an id as Runsite gives them; pass another resource's .id")
    return text


def _id_in_parent(text: str) -> str:
    for part in text.split("/", 1):
        _id(part)
    return text


def _key(text: str) -> str:
    _said(text)
    if bad := re.search(r"[\s=]", text):
        raise _refuse(f"must not hold {bad.group()!r}")
    return text


def _secret(text: str) -> str:
    if not text:
        raise _refuse("must not be empty")
    if "\x00" in text:
        raise _refuse("must not hold a NUL character")
    if not _encodes(text):
        raise _refuse("must be valid Unicode")
    if len(text.encode()) > MAX_SECRET_BYTES:
        raise _refuse(f"must not be larger than {MAX_SECRET_BYTES} bytes")
    if is_mask(text):
        raise _refuse("is a mask, as Runsite or Pulumi show it, not a value")
    return text


def is_mask(text: str) -> bool:
    """Say whether *text* is what Runsite, or Pulumi, shows in place of a secret."""
    return re.fullmatch(r"[*•]{3,}|\[secret\]", text) is not None


def _encodes(text: str) -> bool:
    return not any(unicodedata.category(character) == "Cs" for character in text)


def _split(text: str) -> SplitResult:
    try:
        url = urlsplit(text)
        _ = url.port
    except ValueError as error:
        raise _refuse("is not a URL") from error
    return url


def _git_url(text: str) -> str:
    _said(text)
    if " " in text:
        raise _refuse("must not hold a space")
    url = _split(text)
    if url.scheme not in {"https", "http"}:
        raise _refuse("must begin with https://")
    if url.username or url.password:
        raise _refuse("must not hold credentials")
    if not url.hostname or not url.path.strip("/"):
        raise _refuse("must name a host and a repository")
    return text


_NOT_IN_A_BRANCH = (
    (r"[\x00-\x20\x7f~^:?*\[\\]", "must not hold a space or one of ~ ^ : ? * [ \\"),
    (r"\.\.|@\{|//", "must not hold .., @{ or //"),
    (r"^[-/.]|/\.|/$|\.$|\.lock(/|$)|^@$", "is not a branch name"),
)


def _branch(text: str) -> str:
    _said(text)
    for pattern, reason in _NOT_IN_A_BRANCH:  # git check-ref-format
        if re.search(pattern, text):
            raise _refuse(reason)
    return text


def _image(text: str) -> str:
    _said(text)
    if re.search(r"\s", text):
        raise _refuse("must not hold white space")
    return text


def _http_path(text: str) -> str:
    _said(text)
    if not text.startswith("/"):
        raise _refuse("must begin with /")
    return text


def _list_or_map(value: Any) -> Any:
    if not isinstance(value, (list, dict)):
        raise _refuse("must be a list or a map")
    if len(json.dumps(value, default=str)) > MAX_TRIGGER_BYTES:
        raise _refuse(f"must not be larger than {MAX_TRIGGER_BYTES} bytes")
    return value


Id = Annotated[str, AfterValidator(_id)]
IdInParent = Annotated[str, AfterValidator(_id_in_parent)]
Name = Annotated[str, Field(max_length=1024), AfterValidator(_said)]
Prose = Annotated[str, Field(max_length=65536), AfterValidator(_script)]
Command = Annotated[str, Field(max_length=65536), AfterValidator(_script)]
Path = Annotated[str, Field(max_length=1024), AfterValidator(_said)]
HttpPath = Annotated[str, Field(max_length=1024), AfterValidator(_http_path)]
GitUrl = Annotated[str, Field(max_length=2048), AfterValidator(_git_url)]
Branch = Annotated[str, Field(max_length=255), AfterValidator(_branch)]
ImageRef = Annotated[str, Field(max_length=512), AfterValidator(_image)]
VariableKey = Annotated[str, Field(max_length=1024), AfterValidator(_key)]
SecretText = Annotated[str, AfterValidator(_secret)]
Port = Annotated[int, Field(ge=1, le=65535)]
Instances = Annotated[int, Field(ge=1, le=5)]
Seconds = Annotated[int, Field(ge=1, le=86400)]
Triggers = Annotated[list[Any] | dict[str, Any], BeforeValidator(_list_or_map)]
SecretScope = Literal["production", "staging", "development"]
