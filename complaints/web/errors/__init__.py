"""Every error as a sentence: problem+json for the API, pages for people."""
