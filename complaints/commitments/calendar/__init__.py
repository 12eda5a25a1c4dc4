"""The calendar of working days: read, described and edited."""
