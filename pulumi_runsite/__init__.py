"""
Runsite as Pulumi resources: `import pulumi_runsite as runsite`.

This namespace must not contain a ComponentResource: Pulumi would serve the package as a component
provider and not start the plugin.
"""

from .sdk import functions, resources
from .sdk.functions import *  # noqa: F403  generated, with an explicit __all__
from .sdk.resources import *  # noqa: F403

__all__: list[str] = []
__all__ += functions.__all__
__all__ += resources.__all__
