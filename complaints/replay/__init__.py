"""Replaying a foreign log through the rulebook: what our promises and rules would have said to somebody else's work."""
