"""Every message of the core: one module per concern, one function per message."""
