"""One complaint at work: its moves, what they do, and its permanent record."""
