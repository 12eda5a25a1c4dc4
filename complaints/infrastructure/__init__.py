"""What every part uses: database, clock, errors, encryption. Knows nothing of complaints."""
