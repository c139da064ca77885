"""The only place that makes the OpenAPI document: what FastAPI cannot know is added here."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from .provenance import EXPLAINED

DESCRIPTION = f"""\
Runsite's public API as the emulator of pulumi-runsite serves it. Runsite publishes no such
document; this one is made from what is known, and each operation and field has an `x-source`:

{chr(10).join(f"- `{name}`: {text}" for name, text in EXPLAINED.items())}

It describes the emulator with its switches at their defaults. The same paths are served under
`/api/v1`, as the vendor's client calls them.
"""

_KEY = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "ak_live_...",
    "description": "An API key. `GET` needs scope `read`, everything else `write`.",
}

_MADE = "$response.body#/id"
_IN_PROJECT = {"project_id": _MADE}
_IN_SERVICE = {"web_service_id": _MADE}
_SAME_SERVICE = {"web_service_id": "$request.path.web_service_id"}
_SAME_PROJECT = {"project_id": "$request.path.project_id"}
_DEPLOYMENT = {**_SAME_SERVICE, "deployment_id": _MADE}

# What an answer leads to: (operation, status) to the operations that its id opens.
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
    ("create_env_var", "201"): {"delete_env_var": {**_SAME_SERVICE, "var_id": _MADE}},
    ("create_secret", "201"): {"delete_secret": {**_SAME_PROJECT, "secret_id": _MADE}},
}


class Api(FastAPI):
    """A FastAPI application whose document says all that is known."""

    def openapi(self) -> dict[str, Any]:
        """Return the document; it is made once."""
        if self.openapi_schema is None:
            self.openapi_schema = self._document()
        return self.openapi_schema

    def _document(self) -> dict[str, Any]:
        document = get_openapi(
            title=self.title, version=self.version, description=DESCRIPTION, routes=self.routes
        )
        document["components"]["securitySchemes"] = {"api_key": _KEY}
        document["security"] = [{"api_key": []}]
        for item in document["paths"].values():
            for operation in item.values():
                _lead_on(operation)
        return document


def _lead_on(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        for target, parameters in _LINKS.get((operation["operationId"], status), {}).items():
            links = response.setdefault("links", {})
            links[target] = {"operationId": target, "parameters": parameters}
