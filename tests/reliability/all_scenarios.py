"""All stories of two steps: importing their modules registers them."""

from . import scenarios_of_creates, scenarios_of_interrupts, scenarios_of_stacks
from .scenarios import SCENARIOS

__all__ = ["SCENARIOS", "scenarios_of_creates", "scenarios_of_interrupts", "scenarios_of_stacks"]
