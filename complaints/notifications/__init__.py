"""Messages owed to people, and sending them."""
