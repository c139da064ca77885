"""
Runsite as Pulumi resources: `import pulumi_runsite as runsite`.

This namespace must never hold a ComponentResource: Pulumi would then take the package for a host of
components and not start its provider.
"""

from . import lookups, program
from .lookups import *  # noqa: F403  generated, as program.py is, with the __all__ that counts
from .program import *  # noqa: F403

__all__: list[str] = []
__all__ += lookups.__all__
__all__ += program.__all__
