"""What `--write` does: creates a project of its own, and watches what Runsite does with it."""
