"""Properties between a program and the dynamic provider; a program imports nothing else of this."""

from __future__ import annotations

SECRET_INPUTS = "__secretInputs"  # noqa: S105 - names only
"""
The property of a Check with the names of the inputs that the program marks secret.

Pulumi's host decrypts them and drops the mark. `__` keeps it out of every display; the state has
only its name, among the property dependencies.
"""
