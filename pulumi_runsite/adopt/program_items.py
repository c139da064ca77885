"""The items of a written program: resources that it declares, and resources that it cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..provider.resource import Resource


@dataclass(frozen=True)
class OutputReference:
    """A reference to an output of another resource of the program, like `shop.id`."""

    variable: str
    output: str


@dataclass(frozen=True)
class ConfigReference:
    """A reference to the stack's configuration, for a value that the API does not return."""

    key: str
    is_secret: bool


InputValue = str | int | bool | OutputReference | ConfigReference | Sequence[OutputReference]


@dataclass(frozen=True)
class DeclaredResource:
    """A resource that the program declares."""

    resource_type: type[Resource]
    variable: str
    """The program's variable for the resource."""
    adopt_id: str
    import_id: str
    """The id that `pulumi import` takes."""
    inputs: Mapping[str, InputValue]
    comments: Sequence[str] = field(default=())

    @property
    def resource_name(self) -> str:
        """The name of the resource in Pulumi: the variable with dashes."""
        return self.variable.replace("_", "-")


@dataclass(frozen=True)
class SkippedResource:
    """A resource that cannot be declared; the comment names it and the reason."""

    comment: str


ProgramItem = DeclaredResource | SkippedResource
