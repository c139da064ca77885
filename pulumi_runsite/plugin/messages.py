"""Messages of the provider plugin."""


def unknown_resource_type(token: str) -> str:
    """
    The program or the state uses a resource type that this version does not have.

    Install the version of the provider that the program was written for.
    """
    return f"This version of the provider has no resource type {token}. Install a newer version."


def unknown_function(token: str) -> str:
    """
    The program calls a function that this version does not have.

    Install the version of the provider that the program was written for.
    """
    return f"This version of the provider has no function {token}. Install a newer version."


def setting_not_a_string(setting: str) -> str:
    """
    A setting of a provider instance is not a string.

    Set it to a string, or remove it.
    """
    return f"`runsite:{setting}` is not a string. Set it to a string, or remove it."


def ignored_path_unknown(path: str, property_path: str) -> str:
    """
    A path in `ignore_changes` is not in the names of the plugin, so Pulumi does not ignore the
    input. Python SDKs of plugins convert the name of a whole input, but no path into one.

    Write the path that the message names, also in `replace_on_changes`.
    """
    return (
        f"`ignore_changes` has no effect for `{path}`: write it as `{property_path}`, which is its "
        "name in the provider plugin."
    )
