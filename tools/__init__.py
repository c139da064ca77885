"""What the developers of pulumi-runsite run; nothing here is installed with the package."""
