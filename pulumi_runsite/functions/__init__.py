"""All functions, and nothing else: the only registry."""

from .deployments import GetDeployment, GetDeployments
from .function import Function
from .logs import GetLogs
from .projects import GetProject, GetProjects
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
