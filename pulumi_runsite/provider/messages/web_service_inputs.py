"""Messages of the combinations of a web service's inputs."""


def only_with_git() -> str:
    """
    An input about building is set for a web service that runs an image.

    Remove the input, or build from `git_repository_url`.
    """
    return "cannot be combined with `image_ref`: nothing is built; remove it"


def source_type_wrong(source_type: str) -> str:
    """
    `source_type` contradicts the source that is set.

    Remove `source_type`: it follows from the source.
    """
    return f"must be {source_type} with the source that is set, or be omitted; remove it"


def min_above_max(max_instances: str) -> str:
    """
    `min_instances` is greater than `max_instances`, which defaults to 1.

    Lower `min_instances`, or raise `max_instances`.
    """
    return (
        f"must not be greater than `max_instances` ({max_instances}); lower it or raise "
        "`max_instances`"
    )
