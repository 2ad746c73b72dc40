"""What is wrong, and whom to tell."""
