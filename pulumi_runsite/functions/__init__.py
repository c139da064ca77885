"""All functions, and what they are made of: the only registry."""

from .deployments import GetDeployment, GetDeployments
from .function import Function
from .logs import GetLogs
from .projects import GetProject, GetProjects
from .silence import Silence
from .variables import GetEnvVars
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
    "Silence",
]
