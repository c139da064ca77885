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
