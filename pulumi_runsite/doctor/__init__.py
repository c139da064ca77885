"""The command that checks a set-up, and reports how this Runsite answers open questions."""
