"""Messages of the creation log."""


def creation_log_unusable(folder: str, reason: str) -> str:
    """
    The creation log cannot be used: a folder with a record of each creation that has begun, which
    prevents duplicates after an interrupted run.

    Make the folder a directory that you own and can write to, or set `PULUMI_HOME`. See
    [The folder to keep between jobs](guides/ci.md#the-folder-to-keep-between-jobs).
    """
    return (
        f"The creation log in {folder} cannot be used ({reason}), so nothing was sent: it prevents "
        "duplicates after an interrupted run. Make it a directory that you own, or set "
        "`PULUMI_HOME`."
    )


def attempt_damaged(file: str, resource: str, ids: str) -> str:
    """
    The entry of the creation log for the resource cannot be read, so an object that exists may be
    what an interrupted run created.

    Set `adopt_id` to the id of the one that belongs to this program. If none does, remove the file
    that the message names and run `pulumi up` again.
    """
    return (
        f"The creation log is damaged: {file}. An interrupted run may have created {resource}, "
        f"which may be {ids}, so nothing was created. Set `adopt_id` to that id, or, if it is "
        "another one, remove the file and run `pulumi up` again."
    )


def folder_of_another_user(owner: str, user: str) -> str:
    """
    Part of other messages: a folder with files that only this user may write has another owner.

    Change its owner with `chown`, or set `PULUMI_HOME` to a folder of your own.
    """
    return f"its owner is user {owner} and not {user}"


def folder_writable_by_others(mode: str) -> str:
    """
    Part of other messages: other users may write to a folder that only this user may write to.

    Run `chmod 700` for it, or set `PULUMI_HOME` to a folder of your own.
    """
    return f"other users may write to it: its mode is {mode} and not 700"


def home_folder_unknown() -> str:
    """
    There is no home folder for the creation log, which prevents duplicates after an interrupted
    run: neither `PULUMI_HOME` nor `HOME` is set.

    Set `PULUMI_HOME` to a folder that is kept between runs.
    """
    return (
        "There is no folder for the creation log, so nothing was sent: neither `PULUMI_HOME` nor "
        "`HOME` is set. Set `PULUMI_HOME` to a folder that is kept between runs."
    )


def attempt_too_old(file: str, resource: str, ids: str) -> str:
    """
    A run of more than a day ago ended before the response to its create, and an object as it was
    requested exists, without a time of creation. Somebody may have created it since.

    Set `adopt_id` to its id if it belongs to this program. Otherwise remove the file that the
    message names and run `pulumi up` again.
    """
    return (
        f"{ids} may be {resource}, which a run of more than a day ago requested: it is new and as "
        "requested, but Runsite does not report when it was created. Set `adopt_id` to that id if "
        f"it belongs to this program. Otherwise remove the file {file} and run `pulumi up` again."
    )
