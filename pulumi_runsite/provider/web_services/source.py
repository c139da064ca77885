"""The source of a web service: a git repository or an image."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..check_failures import Failure
from ..fields import UNKNOWN, Props
from ..messages import inputs as input_messages
from ..messages import web_service_inputs as messages

_ONLY_WITH_GIT = (
    "auto_deploy",
    "build_command",
    "dockerfile_path",
    "github_branch",
    "root_directory",
)


def source_type_of(inputs: Props) -> str:
    """Return the source type that follows from *inputs*."""
    return "image" if "image_ref" in inputs else "git"


def inapplicable_inputs(inputs: Mapping[str, object]) -> frozenset[str]:
    """Return the names of the inputs that cannot be set with the source of *inputs*."""
    if "image_ref" in inputs:
        return frozenset({"git_repository_url", *_ONLY_WITH_GIT})
    return frozenset({"image_ref"})


def github_url(full_name: str) -> str:
    """Return the URL of the GitHub repository `<owner>/<name>`."""
    return f"https://github.com/{full_name}"


def probable_source(state: Props) -> Props:
    """Return the URL of the repository where Runsite reports only its name on GitHub."""
    full_name = state.get("github_repo_full_name")
    if full_name is None or "git_repository_url" in state or "image_ref" in state:
        return {}
    return {"git_repository_url": github_url(full_name)}


def check_source(inputs: Props) -> Iterable[Failure]:
    """Yield what is wrong with the source of a web service."""
    if UNKNOWN in (inputs.get("git_repository_url"), inputs.get("image_ref")):
        return  # an unknown value may turn out to be None
    git, image = "git_repository_url" in inputs, "image_ref" in inputs
    if git and image:
        yield Failure("image_ref", input_messages.not_combinable("git_repository_url"))
    if not git and not image:
        yield Failure("git_repository_url", input_messages.required_unless("image_ref"))
    if image and not git:
        for name in _ONLY_WITH_GIT:
            if inputs.get(name, UNKNOWN) != UNKNOWN:
                yield Failure(name, messages.only_with_git())
    source_type = source_type_of(inputs)
    if git != image and inputs.get("source_type", source_type) not in (source_type, UNKNOWN):
        yield Failure("source_type", messages.source_type_wrong(repr(source_type)))
