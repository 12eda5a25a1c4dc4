"""What evaluators read and score: the drawn cases of a sample, without any person."""
