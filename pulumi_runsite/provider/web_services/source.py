"""What a web service is made from: a repository or an image, and its first variables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..fields import UNKNOWN, Props, contains_unknown
from ..validation import Failure

_ONLY_WITH_GIT = (
    "auto_deploy",
    "build_command",
    "dockerfile_path",
    "github_branch",
    "root_directory",
)


def told(inputs: Props) -> str:
    """Return the source type that the inputs tell by themselves."""
    return "image" if "image_ref" in inputs else "git"


def meaningless(inputs: Mapping[str, object]) -> frozenset[str]:
    """Return the names of the inputs that cannot be said beside the source that is told."""
    if "image_ref" in inputs:
        return frozenset({"git_repository_url", *_ONLY_WITH_GIT})
    return frozenset({"image_ref"})


def on_github(full_name: str) -> str:
    """Return the likely address of a repository of which Runsite tells only the name."""
    return f"https://github.com/{full_name}"


def likely(state: Props) -> Props:
    """Return the address of the repository where Runsite tells only its name on GitHub."""
    full_name = state.get("github_repo_full_name")
    if full_name is None or "git_repository_url" in state or "image_ref" in state:
        return {}
    return {"git_repository_url": on_github(full_name)}


def check_combinations(inputs: Props) -> Iterable[Failure]:
    """Yield what is wrong with the source of a web service."""
    if UNKNOWN in (inputs.get("git_repository_url"), inputs.get("image_ref")):
        return  # which may yet turn out to be left out
    git, image = "git_repository_url" in inputs, "image_ref" in inputs
    if git and image:
        yield Failure("image_ref", "cannot be combined with git_repository_url; give one of them")
    if not git and not image:
        yield Failure("git_repository_url", "required, or else image_ref")
    if image and not git:
        for name in _ONLY_WITH_GIT:
            if inputs.get(name, UNKNOWN) != UNKNOWN:
                yield Failure(name, "has no meaning with image_ref: nothing is built")
    is_told = told(inputs)
    if git != image and inputs.get("source_type", is_told) not in (is_told, UNKNOWN):
        yield Failure("source_type", f"is {is_told!r} by what is given; leave it out")


def repeated_keys(variables: object) -> Iterable[Failure]:
    """Yield the first variables whose key another one has already."""
    if not isinstance(variables, list) or contains_unknown(variables):
        return
    seen: dict[str, int] = {}
    for index, variable in enumerate(variables):
        first = seen.setdefault(variable["key"], index)
        if first != index:
            yield Failure(f"env_vars[{index}].key", f"is the same as env_vars[{first}].key")
