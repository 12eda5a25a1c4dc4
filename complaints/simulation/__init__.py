"""A city's life, simulated through the real verbs, and the judges who look whether the nine promises held."""
