"""
Runsite as Pulumi resources: `import pulumi_runsite as runsite`.

This namespace must not contain a ComponentResource: Pulumi would serve the package as a component
provider and not start the plugin.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .sdk import functions, resources
    from .sdk.functions import *  # noqa: F403  generated, with an explicit __all__
    from .sdk.resources import *  # noqa: F403

    __all__: list[str] = []
    __all__ += functions.__all__
    __all__ += resources.__all__


def __getattr__(name: str) -> Any:
    # Imported where a program uses it: a provider process, which has this package too, does not.
    if name.startswith("_") and name != "__all__":
        raise AttributeError(name)
    names: dict[str, Any] = {}
    for module in (import_module(f".sdk.{each}", __name__) for each in ("resources", "functions")):
        names |= {each: getattr(module, each) for each in module.__all__}
        if name in names:  # a program without functions does not import theirs
            globals().update(names)
            return names[name]
    if name == "__all__":
        return list(names)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
