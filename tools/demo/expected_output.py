"""
Regular expressions for the output of `pulumi` that the demo verifies.

The texts of the provider are here and nowhere else in the demo.
"""

PREVIEW_CREATES_ALL = r"\+ 12 to create"
URL_OUTPUT = r"url *: \"https://"
NOTHING_CHANGED = r"12 unchanged"
ONE_UPDATE_ONE_REPLACEMENT = r"~ 1 updated\s+\+-1 replaced"
VARIABLE_DRIFT = r"log-level +updated"

PORT_IS_IMMUTABLE = r"port: was 8080, the program says 9090"
API_KEY_REJECTED = r"error: [^\n]*401: .*Runsite refuses the API key"
CONNECTION_FAILED = r"error: [^\n]*cannot connect to .*nothing was sent"

UNDELETABLE = ("web service 'web'", "web service 'worker'", "project 'shop'")
STILL_EXISTS = r"{resource} \([^)]*\) .*stays on Runsite"
"""The warning of `pulumi destroy` for each of UNDELETABLE."""
