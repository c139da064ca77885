"""All stories of two steps: importing their modules registers them."""

from . import tales_of_creates, tales_of_stacks
from .tales import TALES

__all__ = ["TALES", "tales_of_creates", "tales_of_stacks"]
