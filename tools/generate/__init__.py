"""Generates the SDK classes, the schema and the reference pages from the models."""
