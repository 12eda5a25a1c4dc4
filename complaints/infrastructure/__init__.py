"""What every part stands on: database, clock, errors, encryption. Knows nothing of complaints."""
