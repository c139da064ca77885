"""What is measured: the steps, the variants of a program, and the settings of the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

FLOOR = "floor"


@dataclass(frozen=True, order=True)
class Load:
    """The size of a program, and the delay of each request that its providers send."""

    delay_ms: int
    services: int
    variables: int

    @property
    def size(self) -> tuple[int, int, int]:
        """The key that sorts loads from small to large."""
        return self.variables, self.services, self.delay_ms

    def __str__(self) -> str:
        services = "1 web service" if self.services == 1 else f"{self.services} web services"
        variables = "1 variable" if self.variables == 1 else f"{self.variables:,} variables"
        return f"{variables} on {services}, {self.delay_ms} ms a request"


REFERENCE = Load(delay_ms=30, services=1, variables=200)
"""The load of the aims, and the default."""


FULL = (
    *(Load(delay_ms, 1, variables) for variables in (1, 50, 200) for delay_ms in (0, 30)),
    Load(delay_ms=30, services=20, variables=200),
    Load(delay_ms=30, services=1, variables=1000),
)
"""The loads of docs/performance.md."""


@dataclass(frozen=True)
class Variant:
    """A program in `programs/`, and what `pulumi` gets beside it."""

    name: str
    program: str
    flags: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    checkout: Path | None = None
    """Another checkout, whose package the program imports."""


@dataclass(frozen=True)
class Step:
    """A command of `pulumi`: the value that the program gives the variables, and what changes."""

    name: str
    command: tuple[str, ...]
    value: str
    changes: str | None
    """The one operation that the command must report; None where nothing changes."""


UP = ("up", "--yes", "--skip-preview")
STEPS = (
    Step("create", UP, "first", "create"),
    Step("no-op up", UP, "first", None),
    Step("preview", ("preview",), "first", None),
    Step("refresh", ("refresh", "--yes", "--skip-preview"), "first", None),
    Step("update all", UP, "second", "update"),
    Step("destroy", ("destroy", "--yes", "--skip-preview"), "second", "delete"),
)

VARIANTS = (
    Variant(FLOOR, "floor"),
    Variant("naive", "naive"),
    Variant("single", "single"),
    Variant("map", "map"),
    Variant("plugin", "plugin"),
)
SETTINGS = (
    Variant(FLOOR, "floor"),
    Variant("single", "single"),
    Variant("--parallel 4", "single", ("--parallel", "4")),
    Variant("--parallel 64", "single", ("--parallel", "64")),
    Variant("no checkpoints", "single", env={"PULUMI_SKIP_CHECKPOINTS": "true"}),
    Variant("no backups", "single", env={"PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS": "true"}),
    Variant("gzip", "single", env={"PULUMI_DIY_BACKEND_GZIP": "true"}),
    Variant("map", "map"),
)
"""The advice of docs/performance.md: settings of the engine, and the map."""


def before(checkout: Path) -> Variant:
    """Return the variant `single` with the package of another *checkout*, an earlier version."""
    return Variant("before", "single", checkout=checkout.resolve())


def loads(
    delays_ms: Sequence[int], services: Sequence[int], variables: Sequence[int]
) -> list[Load]:
    """Return every combination, small ones first, without services that have no variable."""
    combinations = (Load(*each) for each in product(delays_ms, services, variables))
    possible = {load for load in combinations if load.services <= load.variables}
    return sorted(possible, key=lambda load: load.size)


def in_turn(variants: Sequence[Variant], turn: int) -> list[Variant]:
    """Return the variants in another order each turn, so that none is always first."""
    first = turn % len(variants)
    return [*variants[first:], *variants[:first]]
