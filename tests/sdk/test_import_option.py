"""The option `import_`, with which Pulumi's host of dynamic providers fails with a traceback."""

from __future__ import annotations

from collections.abc import Callable

import pulumi
import pytest

import pulumi_runsite as runsite
from tests.sdk.test_base_resource import registered_by

OPTIONS = pulumi.ResourceOptions(import_="p-1")


@pytest.mark.parametrize(
    ("declare", "remedy"),
    [
        (lambda: runsite.Project("a", opts=OPTIONS), "set the input `adopt_id` to the id"),
        (lambda: runsite.Restart("a", web_service_id="w", opts=OPTIONS), "Remove the option.$"),
    ],
)
def test_an_import_option_is_an_error_with_what_works_for_the_resource(
    declare: Callable[[], object], remedy: str
) -> None:
    with pytest.raises(pulumi.RunError, match=f" 'a' was not imported: `import_` .*{remedy}"):
        registered_by(declare)
