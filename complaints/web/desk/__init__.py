"""Pages of window staff and handlers."""
