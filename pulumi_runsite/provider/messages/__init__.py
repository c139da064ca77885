"""Every text that the provider shows to users, one module per concern."""
