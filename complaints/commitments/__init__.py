"""Promises with a due time: when they start, stop, run on and end."""
