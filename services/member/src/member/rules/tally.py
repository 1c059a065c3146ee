"""Counting what became of the rows of a load: the kit's."""

from servicekit.loading import Tally

__all__ = ["Tally"]
