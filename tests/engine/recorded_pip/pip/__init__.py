"""Takes the place of pip, first on PYTHONPATH, in what Pulumi's language host runs."""
