"""Units, officers, posts and who is away."""
