"""All resource types: the only registry."""

from ..resource import Resource
from .deployment import Deployment
from .env_var import EnvVar
from .project import Project
from .project_secret import ProjectSecret
from .restart import Restart
from .web_service import WebService

RESOURCES: tuple[type[Resource], ...] = (
    Project,
    WebService,
    EnvVar,
    ProjectSecret,
    Deployment,
    Restart,
)

RESOURCES_BY_NAME = {resource.__name__: resource for resource in RESOURCES}

__all__ = [
    "RESOURCES",
    "RESOURCES_BY_NAME",
    "Deployment",
    "EnvVar",
    "Project",
    "ProjectSecret",
    "Restart",
    "WebService",
]
