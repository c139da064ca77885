"""Benchmarks: what a `pulumi` command with this provider costs, and what its parts cost."""
