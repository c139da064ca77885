"""The control API under `/_emulator`: inspect and change the emulator from a test."""
