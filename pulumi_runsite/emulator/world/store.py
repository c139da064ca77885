"""The only place where records live: in memory, written through to the disk."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Generic, Protocol, TypeVar

from .records import Deployment, Project, Secret, Variable, WebService
from .state_file import Disk, StateFileError


class _Row(Protocol):
    id: str


RowT = TypeVar("RowT", bound=_Row)


class Table(Generic[RowT]):
    """Records of one kind, by id and by parent, in the order they were made."""

    def __init__(self, kind: type[RowT], parent: str, disk: Disk) -> None:
        self._kind = kind
        self._parent = parent
        self._disk = disk
        self._rows: dict[str, RowT] = {}
        self._children: dict[str | None, dict[str, RowT]] = {}
        self._home: dict[str, str | None] = {}
        for record in disk.records(kind.__name__):
            self._place(_row(kind, record))

    def put(self, row: RowT) -> RowT:
        """Keep *row* as it is now, and return it."""
        self._place(row)
        self._disk.put(self._kind.__name__, row.id, asdict(row))  # type: ignore[call-overload]
        return row

    def get(self, id: str) -> RowT | None:
        """Return the row with this id, or None."""
        return self._rows.get(id)

    def of(self, parent: str | None) -> list[RowT]:
        """Return the rows of one parent, oldest first."""
        return list(self._children.get(parent, {}).values())

    def all(self) -> list[RowT]:
        """Return every row, oldest first."""
        return list(self._rows.values())

    def remove(self, id: str) -> None:
        """Forget the row with this id."""
        del self._rows[id]
        del self._children[self._home.pop(id)][id]
        self._disk.remove(self._kind.__name__, id)

    def clear(self) -> None:
        """Forget every row."""
        for id in list(self._rows):
            self.remove(id)

    def _place(self, row: RowT) -> None:
        parent = getattr(row, self._parent, None)
        if self._home.get(row.id, parent) != parent:
            del self._children[self._home[row.id]][row.id]
        self._rows[row.id] = row
        self._home[row.id] = parent
        self._children.setdefault(parent, {})[row.id] = row


def _row(kind: type[RowT], record: dict[str, Any]) -> RowT:
    try:
        return kind(**record)
    except TypeError as error:
        raise StateFileError(f"the state file is of another version: {error}") from error


class Store:
    """Everything the emulator remembers; `commit` before an answer leaves."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        try:
            self._load()
        except StateFileError:
            disk.close()
            raise

    def _load(self) -> None:
        disk = self._disk
        self.projects = Table(Project, "workspace_id", disk)
        self.web_services = Table(WebService, "project_id", disk)
        self.deployments = Table(Deployment, "web_service_id", disk)
        self.variables = Table(Variable, "web_service_id", disk)
        self.secrets = Table(Secret, "project_id", disk)

    def tables(self) -> list[Table[Any]]:
        """Return every table."""
        return [self.projects, self.web_services, self.deployments, self.variables, self.secrets]

    def remember(self, name: str, fact: dict[str, Any]) -> None:
        """Keep one fact about the emulator itself, such as where its clock stands."""
        self._disk.put("fact", name, {"name": name, **fact})

    def recall(self, name: str) -> dict[str, Any]:
        """Return the fact kept under *name*; empty when there is none."""
        return next((f for f in self._disk.records("fact") if f["name"] == name), {})

    @property
    def is_dirty(self) -> bool:
        """Whether something changed that the state file does not have yet."""
        return self._disk.is_dirty

    def commit(self) -> None:
        """Make every change so far survive the process."""
        self._disk.commit()

    def close(self) -> None:
        """Let go of the state file."""
        self._disk.close()
