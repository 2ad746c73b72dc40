"""A listing page as its entries and its next page."""
