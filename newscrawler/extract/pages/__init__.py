"""A page as a document: its text, blocks, links, and what it says to machines."""
