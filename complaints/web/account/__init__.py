"""Signing in, passwords, and forms of an ended session."""
