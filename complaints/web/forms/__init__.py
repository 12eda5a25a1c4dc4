"""Forms of moves and reviews, shared by desk and board."""
