"""The demonstration: a few months of a city, with written stories."""
