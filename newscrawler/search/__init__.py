"""Search, as far as no database is needed: words, what a query asks, and where a text matches."""
