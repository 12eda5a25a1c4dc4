"""Published rulebooks and how they are edited."""
