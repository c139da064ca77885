"""The status and the source of a web service."""
