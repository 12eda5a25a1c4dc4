"""Who may see which rows, and who looked at them."""
