"""What every verb has in common: its help, how it ends, and what it prints."""
