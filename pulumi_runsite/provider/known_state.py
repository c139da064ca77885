"""What Runsite may still have of a state, by what this machine and this run know beside it."""

from __future__ import annotations

from typing import NamedTuple

from .call import Call
from .fields import Props, Rule
from .map_variables import MapVariables
from .resource import Resource
from .state_record import StateRecord
from .variable_holders import VariableHolders


class Known(NamedTuple):
    """What is known beside the state of one resource."""

    record: StateRecord
    holders: VariableHolders
    map_variables: MapVariables

    def state(self, resource: type[Resource], call: Call, state: Props) -> Props:
        """Return *state* without the values that Runsite may not have any more."""
        written = resource.with_written(state, call.inputs)
        known = self.record.as_known(call.id, written, resource.written_in_place)
        maps = resource.Inputs.fields_with(Rule.SECRET_VALUES)
        known = self.holders.known_state(resource.holder, call.id, known, maps)
        return self.map_variables.without_left(call.id, known)
