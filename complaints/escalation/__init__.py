"""Overdue promises climb their ladder; supervisors review them."""
