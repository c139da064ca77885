"""Messages of the maps of environment variables of a web service."""

from ...api import Message


def key_in_both_maps() -> str:
    """
    A key is in `env_vars` and in `secret_env_vars`, and a web service has one variable of a key.

    Remove it from one of the two.
    """
    return "is in `env_vars` as well; remove it from one of the two"


def key_exists(keys: str, web_service_id: str) -> Message:
    """
    A key that was added to `env_vars` or `secret_env_vars` exists on Runsite, and this resource did
    not create it. Usual causes: an `EnvVar` of this program or another stack manages it, it was set
    in the dashboard, or a run on another machine was interrupted after it had created it.

    To overwrite its value and manage it from now on, set `adopt_id` to the ID of the web service in
    the `pulumi up` that adds the key. If an `EnvVar` of the program manages the variable, remove
    that in the same `pulumi up`, which keeps the variable: declared twice, it is an error. An
    `adopt_id` of an earlier `pulumi up` has no effect on keys that are added later: run `pulumi up`
    without it and without the key, and set both again. Otherwise remove the key from the map.
    """
    return Message(
        f"{keys} exists already on web service {web_service_id}, and was not created by this "
        "resource, so it was not written",
        f"Remove the key from the map or delete the variable, or set `adopt_id={web_service_id!r}` "
        "to overwrite and manage it, and remove the `EnvVar` that manages it, if there is one. "
        "Where `adopt_id` is set already, run `pulumi up` without it and without the key first",
    )


def key_is_twice(key: str, ids: str, web_service_id: str) -> Message:
    """
    `adopt_id` is set to manage the variables of the maps, and Runsite has several of one key.

    Delete all but one in the dashboard, or declare an `EnvVar` with the `adopt_id` of one of them
    in place of the key of the map.
    """
    return Message(
        f"Web service {web_service_id} has several variables of the key `{key}`: {ids}",
        "Delete all but one in the dashboard, or remove the key from the map and declare an "
        "`EnvVar` with the `adopt_id` of one of them",
    )


def kept_for_map(variable: str) -> str:
    """
    An `EnvVar` was removed from the program, and a map of the web service manages its variable now.

    Nothing is to be done: the variable stays on Runsite.
    """
    return f"{variable} was not deleted, since `env_vars` or `secret_env_vars` manages it now."


def not_given_up(key: str, id: str, web_service_id: str) -> Message:
    """
    A key was moved from a map to an `EnvVar` with `adopt_id`, and the `EnvVar` has failed. The map
    still manages the variable, which is unchanged.

    Resolve the error of the `EnvVar`, and run `pulumi up` again.
    """
    return Message(
        f"`{key}` ({id}) of web service {web_service_id} stays in the map, since the `EnvVar` that "
        "adopts it has failed",
        "Resolve that error, and run `pulumi up` again",
    )


def like_key_exists(key: str, stored: str, web_service_id: str) -> Message:
    """
    A key that was added to `env_vars` or `secret_env_vars` differs from one on Runsite, which this
    resource did not create, in upper and lower case or in `.`, `-` and `_` only. A Runsite that
    stores both under one key would overwrite its value, and nothing in its list shows whether this
    one does.

    To overwrite and manage the existing one, declare its key, and set `adopt_id` to the ID of the
    web service. Otherwise declare a key that differs in more. If both are needed, create the second
    one in the dashboard, and set `adopt_id` in the same way: once Runsite lists both, it is known
    to keep them apart.
    """
    return Message(
        f"`{key}` was not written: {stored} exists on web service {web_service_id}, and Runsite "
        "may treat both keys as one and overwrite its value",
        f"To overwrite and manage that one, declare its key and set `adopt_id={web_service_id!r}`. "
        f"Otherwise choose a key that differs in more; if both are needed, create `{key}` in the "
        f"dashboard, and set `adopt_id={web_service_id!r}`",
    )


def not_deleted(key: str, id: str, web_service_id: str) -> str:
    """
    A key was removed from a map after a write of unknown outcome, and nothing shows that the
    variable of this key on Runsite was created by that write.

    Delete it in the dashboard if nobody else needs it.
    """
    return (
        f"`{key}` ({id}) of web service {web_service_id} was not deleted, since nothing shows that "
        "this resource has created it. Delete it in the dashboard if nobody else needs it."
    )


def released(key: str, id: str, web_service_id: str) -> str:
    """
    A masked variable of a map was changed on Runsite, a refresh has seen that, and the program
    ignores the change with `ignore_changes`, or no longer declares the key.

    The variable stays as it is, and the program no longer manages it. To write the program's value,
    remove `ignore_changes`, and set `adopt_id` to the ID of the web service. Delete it in the
    dashboard if nobody else needs it.
    """
    return (
        f"`{key}` ({id}) of web service {web_service_id} was changed on Runsite. It was neither "
        "written nor deleted, and is no longer managed by this program. To write the program's "
        f"value, remove the key from `ignore_changes`, and set `adopt_id={web_service_id!r}`; if "
        "nobody else needs the variable, delete it in the dashboard."
    )


def declared_with_env_var(variable: str, key: str, web_service: str) -> str:
    """
    An `EnvVar` and the map `env_vars` or `secret_env_vars` of a web service declare the same key.

    Declare it once: remove the `EnvVar`, or the key from the map.
    """
    return (
        f"{variable} declares the key `{key}` of {web_service}, whose `env_vars` or "
        "`secret_env_vars` declare it as well. Declare it once."
    )
