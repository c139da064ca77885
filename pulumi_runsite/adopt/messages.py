"""Every text that the command shows to users, or writes as a comment into their program."""

from __future__ import annotations

from ..api.messages import Message


def project_not_found(id: str) -> Message:
    """
    Runsite has no project of the id that `--project` gives, or the API key cannot read it.

    Check the value of `--project`, and that the API key is of the account that owns the project.
    """
    return Message(
        f"no project with the id {id} exists on Runsite",
        "Check the value of `--project`, and that the API key is of the account that owns it",
    )


def account_is_empty() -> Message:
    """
    The account has no projects and no web services, so there is no program to write.

    Check that the API key is of the intended account.
    """
    return Message(
        "the Runsite account has no projects and no web services; nothing was written",
        "Check that the API key is of the intended account",
    )


def file_exists(path: str) -> Message:
    """
    A file that the command would write already exists; existing files are never overwritten.

    Pass another directory with `--out`.
    """
    return Message(
        f"the file {path} already exists and was not overwritten; nothing was written",
        "Pass another directory with `--out`",
    )


def file_not_written(path: str, why: str) -> Message:
    """
    The operating system did not allow the file to be written.

    Check the permissions of the directory, or pass another one with `--out`.
    """
    return Message(
        f"the file {path} could not be written: {why}",
        "Check the permissions of the directory, or pass another one with `--out`",
    )


def package_not_installed() -> Message:
    """
    The command runs from source files, so `requirements.txt` could not name what to install.

    Install the package with `pip install`, from a checkout or a wheel.
    """
    return Message(
        "`pulumi-runsite` is not installed, so `requirements.txt` cannot name where it is from; "
        "nothing was written",
        "Install it with `pip install` from a checkout or a wheel, and run the command again",
    )


def skipped(resource: str, id: str, why: str) -> str:
    """
    The resource is not in the program, because it cannot be declared.

    Resolve the reason in the dashboard and run the command again, or manage the resource there.
    """
    return f"Skipped {resource} ({id}): {why}."


def being_deleted() -> str:
    """
    Part of other messages: the resource is being deleted on Runsite, so it cannot be declared.

    No action is needed.
    """
    return "it is being deleted"


def invalid_inputs(failures: str) -> str:
    """
    Part of other messages: values on Runsite that this provider does not accept.

    Change the values in the dashboard and run the command again, or manage the resource there.
    """
    return failures


def repository_unconfirmed() -> str:
    """
    The Runsite API returned no URL of the repository, so the program's URL is an assumption.

    Check `git_repository_url` in the program before the first `pulumi up`.
    """
    return (
        "The Runsite API returns at most the name of the repository, not its URL. Check "
        "`git_repository_url` before the first `pulumi up`."
    )


def inputs_not_returned(inputs: str) -> str:
    """
    The Runsite API does not return some inputs of a web service, so the program leaves them unset.

    Set those that differ from their defaults before the first `pulumi up`.
    """
    return (
        f"The Runsite API does not return {inputs}. Set those that differ from their defaults "
        "before the first `pulumi up`: a later change is rejected."
    )
