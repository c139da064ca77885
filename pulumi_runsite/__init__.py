"""
Runsite as Pulumi resources: `import pulumi_runsite as runsite`.

This namespace must never hold a ComponentResource: Pulumi would then take the package for a host of
components and not start its provider.
"""

from .program import *  # noqa: F403  program.py is generated, with the __all__ that counts
from .program import __all__ as __all__
