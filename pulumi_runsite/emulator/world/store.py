"""Tables of records, kept in memory and written through to the state file."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Generic, Protocol, TypeVar

from .records import Deployment, Project, Secret, Variable, WebService
from .state_file import StateFile, StateFileError


class _Row(Protocol):
    id: str


RowT = TypeVar("RowT", bound=_Row)


class Table(Generic[RowT]):
    """The records of one type, by id and by parent, in the order of their creation."""

    def __init__(self, row_type: type[RowT], parent_field: str, state_file: StateFile) -> None:
        self._row_type = row_type
        self._parent_field = parent_field
        self._state_file = state_file
        self._rows: dict[str, RowT] = {}
        self._children: dict[str | None, dict[str, RowT]] = {}
        self._parent_of: dict[str, str | None] = {}
        for record in state_file.records(row_type.__name__):
            self._index(_parse_row(row_type, record))

    def put(self, row: RowT) -> RowT:
        """Store *row* and return it."""
        self._index(row)
        record = asdict(row)  # type: ignore[call-overload]
        self._state_file.put(self._row_type.__name__, row.id, record)
        return row

    def get(self, id: str) -> RowT | None:
        """Return the row with this id, or None."""
        return self._rows.get(id)

    def children_of(self, parent: str | None) -> list[RowT]:
        """Return the rows of one parent, oldest first."""
        return list(self._children.get(parent, {}).values())

    def all(self) -> list[RowT]:
        """Return every row, oldest first."""
        return list(self._rows.values())

    def remove(self, id: str) -> None:
        """Delete the row with this id."""
        del self._rows[id]
        del self._children[self._parent_of.pop(id)][id]
        self._state_file.remove(self._row_type.__name__, id)

    def clear(self) -> None:
        """Delete every row."""
        for id in list(self._rows):
            self.remove(id)

    def _index(self, row: RowT) -> None:
        parent = getattr(row, self._parent_field, None)
        if self._parent_of.get(row.id, parent) != parent:
            del self._children[self._parent_of[row.id]][row.id]
        self._rows[row.id] = row
        self._parent_of[row.id] = parent
        self._children.setdefault(parent, {})[row.id] = row


def _parse_row(row_type: type[RowT], record: dict[str, Any]) -> RowT:
    try:
        return row_type(**record)
    except TypeError as error:
        raise StateFileError(
            f"the state file was written by another version of the emulator: {error}"
        ) from error


class Store:
    """All tables of the emulator. `commit` is called before a response is sent."""

    def __init__(self, state_file: StateFile) -> None:
        self._state_file = state_file
        try:
            self._load()
        except StateFileError:
            state_file.close()
            raise

    def _load(self) -> None:
        state_file = self._state_file
        self.projects = Table(Project, "workspace_id", state_file)
        self.web_services = Table(WebService, "project_id", state_file)
        self.deployments = Table(Deployment, "web_service_id", state_file)
        self.variables = Table(Variable, "web_service_id", state_file)
        self.secrets = Table(Secret, "project_id", state_file)

    def tables(self) -> list[Table[Any]]:
        """Return every table."""
        return [self.projects, self.web_services, self.deployments, self.variables, self.secrets]

    def save_metadata(self, name: str, values: dict[str, Any]) -> None:
        """Store values that belong to the emulator itself, such as the time of its clock."""
        self._state_file.put("fact", name, {"name": name, **values})

    def load_metadata(self, name: str) -> dict[str, Any]:
        """Return the values saved under *name*, or an empty dict."""
        return next((f for f in self._state_file.records("fact") if f["name"] == name), {})

    @property
    def is_dirty(self) -> bool:
        """Whether there are changes that are not in the state file yet."""
        return self._state_file.is_dirty

    def commit(self) -> None:
        """Write all changes to the state file."""
        self._state_file.commit()

    def close(self) -> None:
        """Close the state file."""
        self._state_file.close()
