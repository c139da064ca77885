"""The advice of every warning and failure of the command, by what it is about."""
