"""The gRPC methods about one resource: Check, Diff, Create, Read, Update, Delete."""
# ruff: noqa: N802 - the names are gRPC's

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from ..api import RunsiteError
from ..provider.call import Call
from ..provider.context import ResourceInitFailed
from ..provider.default_names import Autonaming
from ..provider.fields import UNKNOWN, Props, Rule
from ..provider.messages import adoption as messages
from ..provider.resource import ADOPT_ID, Resource
from ..provider.schema_types import camel_case
from .diff import diff_response
from .errors import KeptResource, rpc_method
from .ignored_paths import unknown_ignored_paths
from .property_values import secret_inputs, secret_strings, to_props, to_struct
from .provider_servicer import ProviderServicer
from .urns import resource_of

T = TypeVar("T")


class ResourceServicer(ProviderServicer):
    """Each method converts the request, calls the runtime, and converts the result."""

    @rpc_method
    async def Check(self, request: Any) -> provider_pb2.CheckResponse:
        """Return the checked inputs and all their failures."""
        resource = resource_of(request.urn)
        olds, news = (
            to_props(resource.Inputs, request.olds),
            to_props(resource.Inputs, request.news),
        )
        self.runtime.redact(secret_strings(request.news, _maps(resource)))
        inputs, failures = self.runtime.check(
            resource, request.urn, news, olds, _autonaming(request)
        )
        return provider_pb2.CheckResponse(
            inputs=_inputs_struct(resource, inputs, request.news),
            # With a property's name the engine would print its value, also a secret one.
            failures=[
                provider_pb2.CheckFailure(reason=self.finish(str(each))) for each in failures
            ],
        )

    @rpc_method
    async def Diff(self, request: Any) -> provider_pb2.DiffResponse:
        """Return what would change, property by property."""
        resource = resource_of(request.urn)
        state = to_props(resource.Outputs, request.olds)
        inputs = to_props(resource.Inputs, request.news)
        masked = secret_inputs(resource.Inputs, request.old_inputs)
        masked |= secret_inputs(resource.Inputs, request.news)
        call = self._resource_call(resource, request, request.news, request.old_inputs)
        for warning in unknown_ignored_paths(resource, request.ignoreChanges):
            call.engine_log.warning(warning)
        diff = await self.runtime.diff(resource, call, state, inputs, masked)
        return diff_response(resource, diff, request)

    @rpc_method
    async def Create(self, request: Any) -> provider_pb2.CreateResponse:
        """Create the resource; in a preview, return what will be known of it."""
        resource = resource_of(request.urn)
        inputs = to_props(resource.Inputs, request.properties)
        if request.preview:
            call = self._resource_call(resource, request, request.properties)
            await self.runtime.confirm_create(resource, call, inputs)
            unknown = resource.computed_outputs()
            unknown |= resource.optional_inputs()
            id, state = "", dict.fromkeys(unknown, UNKNOWN) | inputs
        else:
            call = self._resource_call(resource, request, request.properties)
            operation = self.runtime.create(resource, call, inputs)
            id, state = await _keep(operation, resource, request.properties)
        properties = _state_struct(resource, state, request.properties)
        return provider_pb2.CreateResponse(id=id, properties=properties)

    @rpc_method
    async def Read(self, request: Any) -> provider_pb2.ReadResponse:
        """Return the state as Runsite reports it now; a response without id means deleted."""
        resource = resource_of(request.urn)
        previous = to_props(resource.Outputs, request.properties)
        call = self._resource_call(resource, request, request.properties, request.inputs)
        if not previous:
            return await self._import(resource, call, request)
        operation = self.runtime.read(resource, call, previous)
        state = await _keep(operation, resource, request.properties)
        if state is None:
            return provider_pb2.ReadResponse()
        inputs = to_props(resource.Inputs, request.inputs) or state
        inputs = resource.refreshed_inputs(inputs, state)
        return _read_response(resource, request, request.id, state, inputs)

    async def _import(
        self, resource: type[Resource], call: Call, request: Any
    ) -> provider_pb2.ReadResponse:
        """Read an object of which only the import id is known."""
        operation = self.runtime.import_state(resource, call)
        imported = await _keep(operation, resource, request.properties)
        if imported is None:  # the engine would take an empty response for a success
            forms = resource.import_forms
            raise RunsiteError(messages.import_not_found(resource.noun, request.id, forms))
        id, state = imported
        inputs = {n: value for n, value in state.items() if n in resource.Inputs.model_fields}
        # Runsite may report what a program may not set: a branch where there is no repository.
        refused = {failure.path for failure in resource.check(inputs)[1]}
        unset = (refused & resource.optional_inputs()) | {ADOPT_ID}
        inputs = {name: value for name, value in inputs.items() if name not in unset}
        return _read_response(resource, request, id, state, inputs)

    @rpc_method
    async def Update(self, request: Any) -> provider_pb2.UpdateResponse:
        """Update the resource in place; in a preview, return what will be known of it."""
        resource = resource_of(request.urn)
        state = to_props(resource.Outputs, request.olds)
        inputs = to_props(resource.Inputs, request.news)
        if request.preview:
            state = resource.with_written(state, to_props(resource.Inputs, request.old_inputs))
            unknown = resource.outputs_changed_by_update(state, inputs)
            updated = resource.with_inputs(state, inputs) | dict.fromkeys(unknown, UNKNOWN)
        else:
            call = self._resource_call(resource, request, request.news, request.old_inputs)
            operation = self.runtime.update(resource, call, state, inputs)
            updated = await _keep(operation, resource, request.news)
        properties = _state_struct(resource, updated, request.news)
        return provider_pb2.UpdateResponse(properties=properties)

    @rpc_method
    async def Delete(self, request: Any) -> empty_pb2.Empty:
        """Delete the resource."""
        resource = resource_of(request.urn)
        state = to_props(resource.Outputs, request.properties)
        call = self._resource_call(resource, request, request.properties)
        await _keep(self.runtime.delete(resource, call, state), resource, request.properties)
        return empty_pb2.Empty()

    def _resource_call(
        self,
        resource: type[Resource],
        request: Any,
        properties: Struct,
        old_inputs: Struct | None = None,
    ) -> Call:
        declared = resource.secret_values(to_props(resource.Inputs, properties))
        # What only the state has is encrypted as a whole, but most of it is no secret.
        secrets = secret_strings(properties, resource.state_only_outputs() | _maps(resource))
        call = self.call(request, (*declared, *secrets))
        return replace(call, inputs=to_props(resource.Inputs, old_inputs or Struct()))


def _maps(resource: type[Resource]) -> frozenset[str]:
    """Return the properties whose values are all marked secret: the resource knows which are."""
    names = resource.Inputs.fields_with(Rule.SECRET_VALUES)
    return names | frozenset(map(camel_case, names))


def _autonaming(request: Any) -> Autonaming | None:
    return Autonaming(request.autonaming.proposed_name) if request.HasField("autonaming") else None


async def _keep(
    operation: Coroutine[Any, Any, T], resource: type[Resource], properties: Struct
) -> T:
    """Return the result of *operation*; where it fails halfway, keep the state it has reached."""
    try:
        return await operation
    except ResourceInitFailed as error:
        struct = _state_struct(resource, error.state, properties)
        raise KeptResource(error, struct) from None


def _read_response(
    resource: type[Resource], request: Any, id: str, state: Props, inputs: Props
) -> provider_pb2.ReadResponse:
    return provider_pb2.ReadResponse(
        id=id,
        properties=_state_struct(resource, state, request.properties),
        inputs=_inputs_struct(resource, inputs, request.inputs),
    )


def _state_struct(resource: type[Resource], state: Props, like: Struct) -> Struct:
    return to_struct(resource.Outputs, state, like, resource.secret_fields(state))


def _inputs_struct(resource: type[Resource], inputs: Props, like: Struct) -> Struct:
    return to_struct(resource.Inputs, inputs, like, resource.secret_fields(inputs))
