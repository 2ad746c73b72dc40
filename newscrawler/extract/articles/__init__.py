"""An article page as the values of an item."""
