"""The HTML page at `/`: the state of the emulator for people."""
