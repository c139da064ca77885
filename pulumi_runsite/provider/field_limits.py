"""Limits of fields that programs check too, which import no models."""

MAX_EXACT = 2**53 - 1
"""The greatest integer that Pulumi's numbers, which are doubles, hold without rounding others."""
