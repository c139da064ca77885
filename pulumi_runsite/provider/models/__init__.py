"""The models of the resources: the only place where a field is declared."""
