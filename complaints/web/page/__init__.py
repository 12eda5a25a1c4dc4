"""What every page uses: language, dates, urls, display settings."""
