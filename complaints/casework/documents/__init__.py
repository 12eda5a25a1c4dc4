"""Documents of a complaint, from templates, and the case file that holds them all."""
