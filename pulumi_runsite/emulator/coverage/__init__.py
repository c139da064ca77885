"""COVERAGE.md: which calls, fields and rules of Runsite's API the emulator models."""
