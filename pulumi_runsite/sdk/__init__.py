"""Classes and functions for Pulumi programs. `resources` and `functions` are generated."""
