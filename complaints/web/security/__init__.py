"""Headers, limits of rates, loading of accounts."""
