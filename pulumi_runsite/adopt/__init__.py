"""Writes the Pulumi program for what is on a Runsite account: `python -m pulumi_runsite.adopt`."""
