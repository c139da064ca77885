"""Mutation testing: whether the tests notice a change of the modules on which promises rest."""
