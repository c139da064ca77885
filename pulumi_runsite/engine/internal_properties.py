"""Properties between a program and the dynamic provider; a program imports nothing else of this."""

from __future__ import annotations

SECRET_INPUTS = "__secretInputs"  # noqa: S105 - names only
"""
The property of a Check with the names of the inputs that the program marks secret.

Pulumi's host decrypts them and drops the mark. `__` keeps it out of every display; the state has
only its name, among the property dependencies.
"""

IS_PREVIEW = "__isPreview"
"""
The property of a Check that the program sets in a preview, for the same reason: no call that a
dynamic provider gets shows whether it belongs to one.
"""
