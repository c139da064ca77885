"""All functions that a program can call, such as `get_project`: FUNCTIONS is the registry."""

from ..function import Function
from .deployments import GetDeployment, GetDeployments
from .env_vars import GetEnvVars
from .logs import GetLogs
from .projects import GetProject, GetProjects
from .web_services import GetWebService, GetWebServices

FUNCTIONS: tuple[type[Function], ...] = (
    GetProject,
    GetProjects,
    GetWebService,
    GetWebServices,
    GetDeployment,
    GetDeployments,
    GetEnvVars,
    GetLogs,
)

__all__ = [
    "FUNCTIONS",
    "Function",
    "GetDeployment",
    "GetDeployments",
    "GetEnvVars",
    "GetLogs",
    "GetProject",
    "GetProjects",
    "GetWebService",
    "GetWebServices",
]
