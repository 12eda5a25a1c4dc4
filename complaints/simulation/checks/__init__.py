"""The nine promises judged on the rows alone."""
