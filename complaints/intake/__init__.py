"""Taking a complaint in, once."""
