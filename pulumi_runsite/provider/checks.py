"""The checks of the inputs of one run of a program, beyond those of one resource by itself."""

from __future__ import annotations

from collections.abc import Callable

from .check_failures import Failure
from .config import ConfigError, Settings
from .declared import DeclaredResources
from .default_names import Autonaming, NoDefaultNameError, default_name
from .displayed_key import displayed_key
from .fields import UNKNOWN, Props
from .local_files import create_log_of
from .messages import config as messages
from .replacement_guard import Replacements
from .resource import Resource

_NAME = "name"


class Checks:
    """What the checks of one run have in common."""

    def __init__(self, settings: Callable[[], Settings], replacements: Replacements) -> None:
        self.has_checked = False
        """Whether the run has declared a resource."""
        self._settings = settings
        self._replacements = replacements
        self.declared = DeclaredResources()
        self._names: dict[str, str] = {}
        """The names in the state, by URN: a second check, for a replacement, has no state."""
        self._config_errors: dict[str, str] = {}
        """The URN of the first resource that has an error of the configuration, by its reason."""

    def check(
        self,
        resource: type[Resource],
        urn: str,
        news: Props,
        olds: Props,
        autonaming: Autonaming | None,
    ) -> tuple[Props, list[Failure]]:
        """Return checked inputs and all their failures, also those of the configuration."""
        try:
            settings = self._settings()
        except ConfigError as error:
            # With any name: the one to come depends on the configuration.
            _, failures = resource.check(_with_some_name(resource, news))
            return news, [Failure("", self._in_full_once(error, urn)), *failures]
        given, unnamed = self._named(resource, urn, news, olds, autonaming)
        # A masked value that no refresh or import could read: `ignore_changes` keeps it unset.
        kept = resource.kept_inputs(olds, given)
        inputs, failures = resource.check(given | dict.fromkeys(kept, UNKNOWN))
        inputs = {name: value for name, value in inputs.items() if name not in kept}
        failures = unnamed + failures + displayed_key(resource, inputs, settings.api_key)
        self._replacements.record_check(urn, olds)
        self.has_checked = True
        create_log_of(settings, urn).declared()
        if inputs.get("immutable_changes", settings.immutable_changes) != "replace":
            failures += self._replacements.check_parents(resource, inputs, olds)
        duplicates = self.declared.find_key_in_map(resource, urn, inputs)
        if not failures and not duplicates:
            duplicates = self.declared.find_duplicates(resource, urn, inputs)
        return inputs, failures + [Failure("", reason) for reason in duplicates]

    def _named(
        self,
        resource: type[Resource],
        urn: str,
        news: Props,
        olds: Props,
        autonaming: Autonaming | None,
    ) -> tuple[Props, list[Failure]]:
        """Return *news* with a name, and why it cannot have a default one."""
        if _with_some_name(resource, news) is news:
            return news, []
        if _NAME in olds:
            self._names[urn] = olds[_NAME]
        try:
            name = default_name(urn, self._names.get(urn), autonaming)
        except NoDefaultNameError as error:
            return news | {_NAME: UNKNOWN}, [Failure(_NAME, str(error))]
        return news | {_NAME: name}, []

    def _in_full_once(self, error: ConfigError, urn: str) -> str:
        """Return the message of *error*, without the remedy where another resource has it."""
        first = self._config_errors.setdefault(error.reason, urn)
        return str(error) if first == urn else str(messages.repeated(error.reason))


def _with_some_name(resource: type[Resource], news: Props) -> Props:
    """Return *news*, with an unknown name where the resource has a default one."""
    has_default = _NAME in resource.Inputs.model_fields and news.get(_NAME) is None
    return news | {_NAME: UNKNOWN} if has_default else news
