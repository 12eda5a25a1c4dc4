"""Lists, search and figures: reading only."""
