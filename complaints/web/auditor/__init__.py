"""What auditors read: who looked at what, what was changed, the steps of one complaint."""
