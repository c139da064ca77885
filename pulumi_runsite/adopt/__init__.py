"""Writes a Pulumi program for an existing Runsite account: `python -m pulumi_runsite.adopt`."""
