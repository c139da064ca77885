"""Requests, waits for and explains deployments."""
