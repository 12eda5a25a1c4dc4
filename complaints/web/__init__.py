"""The web: pages and API. They translate; they decide nothing."""
