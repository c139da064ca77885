"""
Regular expressions for the output of `pulumi` that the demo verifies.

The texts of the provider are here and nowhere else in the demo.
"""

PREVIEW_CREATES_ALL = r"\+ 11 to create"
URL_OUTPUT = r"url *: \"https://"
NOTHING_CHANGED = r"11 unchanged"
ONE_UPDATE_ONE_REPLACEMENT = r"~ 1 updated\s+\+-1 replaced"
VARIABLE_DRIFT = r"log-level +updated"

PORT_IS_IMMUTABLE = r"port: cannot be changed from 8080 to 9090"
API_KEY_REJECTED = r"error: [^\n]*The API key was rejected"
CONNECTION_FAILED = r"error: [^\n]*was not sent: cannot connect to"

UNDELETABLE = ("Web service 'web-dev'", "Web service 'worker-dev'", "Project 'shop-dev'")
STILL_EXISTS = r"{resource} \([^)]*\) .*still exists"
"""The warning of `pulumi destroy` for each of UNDELETABLE."""
