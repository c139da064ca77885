"""The OpenAPI document: FastAPI's own, with security, links and sources."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from .provenance import SOURCES

DESCRIPTION = f"""\
Runsite's public API as served by the emulator of pulumi-runsite. Runsite publishes no OpenAPI
document. Each operation and field of this one has an `x-source`, where it is known from:

{chr(10).join(f"- `{name}`: {text}" for name, text in SOURCES.items())}

The document describes the emulator with all switches at their defaults. The same paths are served
under `/api/v1`, the prefix of Runsite's own CLI.
"""

_API_KEY_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "ak_live_...",
    "description": "An API key. `GET` requires the scope `read`, other methods require `write`.",
}

_CREATED_ID = "$response.body#/id"
_IN_PROJECT = {"project_id": _CREATED_ID}
_IN_SERVICE = {"web_service_id": _CREATED_ID}
_SAME_SERVICE = {"web_service_id": "$request.path.web_service_id"}
_SAME_PROJECT = {"project_id": "$request.path.project_id"}
_DEPLOYMENT = {**_SAME_SERVICE, "deployment_id": _CREATED_ID}

# (operation, status) to the operations that accept an id of the response.
_LINKS: dict[tuple[str, str], dict[str, dict[str, str]]] = {
    ("create_project", "201"): {
        "get_project": _IN_PROJECT,
        "list_secrets": _IN_PROJECT,
        "create_secret": _IN_PROJECT,
    },
    ("create_web_service", "201"): {
        "get_web_service": _IN_SERVICE,
        "deploy_web_service": _IN_SERVICE,
        "restart_web_service": _IN_SERVICE,
        "stop_web_service": _IN_SERVICE,
        "start_web_service": _IN_SERVICE,
        "get_logs": _IN_SERVICE,
        "get_metrics": _IN_SERVICE,
        "get_metrics_history": _IN_SERVICE,
        "create_connection": _IN_SERVICE,
        "list_deployments": _IN_SERVICE,
        "create_deployment": _IN_SERVICE,
        "list_env": _IN_SERVICE,
        "create_env_var": _IN_SERVICE,
    },
    ("create_deployment", "201"): {
        "get_deployment": _DEPLOYMENT,
        "rollback_deployment": _DEPLOYMENT,
    },
    ("rollback_deployment", "200"): {"get_deployment": _DEPLOYMENT},
    ("create_env_var", "201"): {"delete_env_var": {**_SAME_SERVICE, "var_id": _CREATED_ID}},
    ("create_secret", "201"): {"delete_secret": {**_SAME_PROJECT, "secret_id": _CREATED_ID}},
}


class DocumentedApi(FastAPI):
    """A FastAPI application with the extended OpenAPI document."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document, which is built once."""
        if self.openapi_schema is None:
            self.openapi_schema = self._build_document()
        return self.openapi_schema

    def _build_document(self) -> dict[str, Any]:
        document = get_openapi(
            title=self.title, version=self.version, description=DESCRIPTION, routes=self.routes
        )
        document["components"]["securitySchemes"] = {"api_key": _API_KEY_SCHEME}
        document["security"] = [{"api_key": []}]
        for item in document["paths"].values():
            for operation in item.values():
                _add_links(operation)
        return document


def _add_links(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        for target, parameters in _LINKS.get((operation["operationId"], status), {}).items():
            links = response.setdefault("links", {})
            links[target] = {"operationId": target, "parameters": parameters}
