"""Another system's log driven through the rules."""
