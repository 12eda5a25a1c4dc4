"""What moves do beside changing the state."""
