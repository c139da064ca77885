"""
Three-way drift: what was declared, what Runsite reported when that was written, and reports now.

Runsite may normalise what it is sent (`nginx` becomes `docker.io/library/nginx`) and chooses values
for what is not sent, so that what it reports often differs from what is declared. Drift is only a
report that differs from the report then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .fields import Props
from .server_time import epoch_s
from .stored_json import decoded, encoded

WRITTEN = "written"
"""
The output with an entry per input that Runsite has reported: `{"reported": ...}`, the value when it
was last written (create, adopt, import, accept, update; not refresh), and `"declared"` where the
program declares it by another value. An input without an entry was never reported. In a stored
state they are JSON, and an entry may be `True`: see `shortened`.
"""

VERSION_MARK = "updated_at"
"""The entry with the time of the last change, which is all that is known of a masked value."""

OWN_ID = "id"
"""The entry with the id that Runsite has given a variable since, which is created anew."""

VARIABLES = "variables"
"""The entry with what is known of each environment variable of a map, by key."""

_MARKS = frozenset({VERSION_MARK, OWN_ID})
"""The entries without a value of an input."""

_NO_INPUTS = _MARKS | {VARIABLES}
"""The entries that are not those of an input."""


def with_reported(previous: Props, reported: Props) -> Props:
    """
    Return the *reported* inputs in the words of the program, and WRITTEN with them.

    What is reported as it was then is what was declared then. The first report of an input is what
    was declared too: nothing is known that it could differ from.
    """
    written = _written(previous)
    values: Props = {}
    for name, now in reported.items():
        entry = written.setdefault(name, _entry(previous.get(name), now))
        values[name] = _declared(entry) if entry.get("reported") == now else now
    return values | {WRITTEN: written}


def with_declared(state: Props, inputs: Props) -> Props:
    """Return WRITTEN after *inputs* were declared; an input with a new value has no entry."""
    if WRITTEN not in state:
        return {}
    written = _written(state)
    for name in inputs.keys() & written.keys():
        if inputs[name] == reported_value(state, name):
            written[name] = {"reported": inputs[name]}
        elif inputs[name] != _declared(written[name]):
            del written[name]
    return {WRITTEN: written}


def shortened(state: Props) -> Props:
    """
    Return *state*, to be stored, with `True` for each entry of an input that is reported as it is.

    The engine writes the state of all resources before and after each operation, and what is
    encrypted costs most: entries without a value need not be.
    """
    if WRITTEN not in state:
        return state
    written = _written(state)
    own = written.keys() & state.keys() - _NO_INPUTS
    written |= {n: True for n in own if written[n] == {"reported": state[n]}}
    return state | {WRITTEN: encoded(written)}


def expanded(state: Props) -> Props:
    """Return a stored *state* as it was before `shortened`."""
    return state | ({WRITTEN: _written(state)} if WRITTEN in state else {})


def holds_values(state: Props) -> bool:
    """Return whether WRITTEN of a stored *state* has a value of an input, or may have."""
    stored = state.get(WRITTEN)
    if not isinstance(stored, str):
        return False
    entries = decoded(stored)
    return entries is None or any(
        each and each is not True for name, each in entries.items() if name not in _MARKS
    )


def was_reported(state: Props, name: str) -> bool:
    """Return whether Runsite has reported the input *name*."""
    return name in _written(state)


def with_declared_as(state: Props, inputs: Props) -> Props:
    """Return *state*, just reported, with *inputs* as what was declared."""
    written = _written(state)
    for name in inputs.keys() & written.keys():
        written[name] = _entry(inputs[name], written[name].get("reported"))
    return state | inputs | {WRITTEN: written}


def with_undeclared(state: Props, names: Iterable[str]) -> Props:
    """Return *state* with an entry for each of *names*: whatever Runsite reports is their value."""
    return state | {WRITTEN: {name: {} for name in names}}


def with_unread(state: Props, name: str) -> Props:
    """Return *state* with *name* as an input whose value an import could not read."""
    return state | {WRITTEN: _written(state) | {name: {}}}


def is_unread(state: Props, name: str) -> bool:
    """Return whether an import could not read the value of *name*, which was not written since."""
    return name not in state and _written(state).get(name) == {}


def without_written(state: Props) -> Props:
    """Return *state* as before the first report."""
    return {name: value for name, value in state.items() if name != WRITTEN}


def reported_value(state: Props, name: str) -> Any:
    """Return the value of input *name* in the words of Runsite, as far as it was reported."""
    entry = _written(state).get(name)
    if entry is None or state.get(name) != _declared(entry):
        return state.get(name)
    return entry.get("reported")


def version_mark(item: Props) -> str | None:
    """Return the time at which *item* changed last, None where Runsite reports no time."""
    mark = item.get(VERSION_MARK)
    return mark if isinstance(mark, str) and _time(mark) else None


def with_own_id(state: Props, id: str) -> Props:
    """Return *state* with *id* as the one that the object has now."""
    return state | {WRITTEN: _written(state) | {OWN_ID: {"reported": id}}}


def own_id(state: Props, id: str) -> str:
    """Return the id that the object had when it was last written, *id* where it is the same."""
    return str(_written(state).get(OWN_ID, {}).get("reported", id))


def id_now(id: str, state: Props) -> str:
    """Return *id*, `<parent>/<id>`, as that which the object had when it was last written."""
    parent_id, slash, last_id = id.partition("/")
    return f"{parent_id}/{own_id(state, last_id)}" if slash else id


def variables(state: Props) -> dict[str, Props]:
    """Return what is known of the variables of a map, by key."""
    return dict(_written(state).get(VARIABLES) or {})


def variable_ids(id: str, state: Props) -> dict[str, str]:
    """Return `<web service id>/<id>` of the variables in the maps of the web service *id*."""
    return {k: f"{id}/{each['id']}" for k, each in variables(state).items() if "id" in each}


def with_variables(state: Props, known: dict[str, Props]) -> Props:
    """Return *state* with *known* as what is known of the variables of a map."""
    others = {name: entry for name, entry in _written(state).items() if name != VARIABLES}
    return state | {WRITTEN: others | ({VARIABLES: known} if known else {})}


def changed_with_all(item: Props, items: list[Props]) -> bool:
    """
    Return whether all *items* changed last when *item* did.

    A bulk write may do that to those that it does not list, so it shows nothing about this one.
    """
    mark = version_mark(item)
    return len(items) > 1 and all(_is_same_time(mark, version_mark(each)) for each in items)


def with_new_version_mark(state: Props, mark: str) -> Props:
    """Return *state* with *mark* as that of its last write."""
    return state | {WRITTEN: _written(state) | {VERSION_MARK: {"reported": mark}}}


def with_version_mark(state: Props, mark: str) -> tuple[Props, bool]:
    """Return WRITTEN of *state* with *mark* unless it has one, and whether that has moved since."""
    written = _written(state)
    then = written.setdefault(VERSION_MARK, {"reported": mark}).get("reported")
    return {WRITTEN: written}, _is_later(mark, str(then))


def changed_since(item: Props, time: Any) -> bool:
    """Return whether *item* reports a change after *time*; False where one of them is unknown."""
    return _is_later(item.get(VERSION_MARK), time)


def last_change(state: Props) -> str | None:
    """Return the time of the last change that is known of an object."""
    return version_mark(state) or _written(state).get(VERSION_MARK, {}).get("reported")


def _is_later(now: Any, then: Any) -> bool:
    # The response to a write and the list may differ in their fractions of a second.
    before, after = _time(then), _time(now)
    return before is not None and after is not None and after - before >= 1


def _is_same_time(one: str | None, other: str | None) -> bool:
    return bool(one and other) and not _is_later(one, other) and not _is_later(other, one)


def _time(reported: Any) -> float | None:
    """Return a reported time, to be compared with another one: both may lack their zone."""
    return epoch_s(reported) or epoch_s(f"{reported}Z")


def _written(state: Props) -> dict[str, Any]:
    """Return WRITTEN, also of a stored *state*."""
    entries = (decoded(state.get(WRITTEN)) or {}).items()
    return {n: _entry(None, state.get(n)) if each is True else each for n, each in entries}


def _entry(declared: Any, reported: Any) -> Props:
    entry = {} if reported is None else {"reported": reported}  # the engine drops a null
    if declared is None or declared == reported:
        return entry
    return entry | {"declared": declared}


def _declared(entry: Props) -> Any:
    return entry.get("declared", entry.get("reported"))
