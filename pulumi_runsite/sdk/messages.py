"""Messages that a Pulumi program gets while it declares resources and calls functions."""


def resource_instead_of_id(input_name: str, resource_name: str) -> str:
    """
    A resource was passed where an id is expected.

    Pass its output `id`.
    """
    return f"{input_name}: pass `{resource_name}.id`, not the resource"


def unsupported_type(python_type: str) -> str:
    """
    Pulumi cannot pass a value of this type on.

    Convert it to a string, a number, a bool, a list or a map.
    """
    return f"must not be or contain a value of type `{python_type}`; convert it to a string"


def surrogate_character() -> str:
    """
    A text contains a surrogate character, which Pulumi cannot pass on.

    Remove the character.
    """
    return "must be valid Unicode; remove the surrogate characters"


def rounded_integer(maximum: str) -> str:
    """
    Pulumi rounds an integer of this size, so that a change of it may not be noticed.

    Pass the integer as a string.
    """
    return f"must not be or contain an integer beyond {maximum}; pass it as a string"


def key_not_a_string() -> str:
    """
    A map has a key that is not a string.

    Convert the key to a string.
    """
    return "must be a map whose keys are strings; convert the keys"


def output_in_plain_function(function: str, argument: str) -> str:
    """
    An output was passed to a function that needs plain values.

    Call the `_output` form of the function.
    """
    return (
        f"{function}: the value of `{argument}` is not known while the program runs. Call "
        f"`{function}_output` with outputs."
    )


def output_not_set(resource: str, output: str) -> str:
    """
    The program uses an output that has no value: the `url` of a deployment whose web service is a
    worker, or that is not live yet because of `wait=False`.

    Do not use the output of a worker. Otherwise remove `wait=False`, or run `pulumi refresh` once
    the deployment is live.
    """
    return (
        f"{resource} has no `{output}`: its web service is a worker, or it is not live yet. Do not "
        "use it for a worker; otherwise remove `wait=False`, or run `pulumi refresh` once it is "
        "live."
    )


def import_option(resource: str, remedy: str) -> str:
    """
    The option `import_` is set. Pulumi imports without the inputs of the program, and a dynamic
    resource is nothing without them: `KeyError: '__provider'`. `pulumi import` of such a resource
    fails for the same reason.

    Remove the option, and set the input `adopt_id`; or use the
    [provider plugin](guides/plugin.md), which supports both.
    """
    return f"{resource} was not imported: `import_` does not work with dynamic resources. {remedy}"


def adopt_instead() -> str:
    """
    Part of other messages: what to use in place of the option `import_`.

    See the message that contains it.
    """
    return (
        "Remove the option and set the input `adopt_id` to the id of what exists on Runsite, or "
        "use the provider plugin."
    )


def remove_import() -> str:
    """
    Part of other messages: the resource has no input `adopt_id` either.

    See the message that contains it.
    """
    return "Remove the option."


def provider_of_a_function(function: str) -> str:
    """
    A function got a provider in its options, or a parent with one. It runs in the process of the
    program, with the settings of the stack.

    Leave the provider out, or use the functions of the provider plugin.
    """
    return (
        f"{function}: a provider in the options has no effect, since functions use the settings of "
        "the stack. Leave it out, or use the provider plugin for several accounts."
    )


def function_failed(function: str, error: str) -> str:
    """
    Part of other messages: the function that failed, and its error.

    See the message that contains it.
    """
    return f"{function}: {error}"


def add_triggers(trigger: str) -> str:
    """
    Part of other messages: what to add to a deployment without triggers.

    See the message that contains it.
    """
    return f"Add `triggers=[{trigger}]` to the deployment."


def add_to_triggers(trigger: str) -> str:
    """
    Part of other messages: what to add to a deployment that has triggers.

    See the message that contains it.
    """
    return f"Add `{trigger}` to its `triggers`."


def write_is_not_deployed(variable: str, deployment: str, add: str) -> str:
    """
    The preview is about to write a variable or secret of a web service that the program deploys,
    and neither a deployment nor a restart comes after the write: the containers keep running
    without the new value, and a first deployment may start before the variable exists. Only
    previews of Python programs with the package `pulumi_runsite` check this.

    Add the output `revision` of the variable to the `triggers` of the deployment or of a `Restart`:
    see [Deployments](guides/deployments.md). If something else deploys it, run
    `pulumi config set runsite:undeployedChanges ignore`.
    """
    return (
        f"{variable} is about to be written, but {deployment} does not depend on it, and may run "
        "before it or not at all: the web service may keep running without the new value. "
        f"{add} If something else deploys it, run "
        "`pulumi config set runsite:undeployedChanges ignore`."
    )


def map_may_not_be_deployed(service: str, deployment: str, add: str) -> str:
    """
    The preview is about to change a web service with `env_vars` or `secret_env_vars`, and its
    deployment is not triggered by them. If a variable changes, the containers keep running without
    the new value. Only previews of Python programs with the package `pulumi_runsite` check this.

    Add the output `env_vars_revision` to the `triggers` of the deployment or of a `Restart`: see
    [Deployments](guides/deployments.md). If something else deploys it, run
    `pulumi config set runsite:undeployedChanges ignore`.
    """
    return (
        f"{service} is about to change, but {deployment} is not triggered by its variables: if one "
        f"is written, the web service keeps running without the new value. {add} If something else "
        "deploys it, run `pulumi config set runsite:undeployedChanges ignore`."
    )
