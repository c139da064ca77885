"""Messages from the provider to the Pulumi engine, used by both adapters."""
