"""The simulated Runsite account: records, lifecycle, clock, API keys, limits and request log."""
