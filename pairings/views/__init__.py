"""Pages about matching and pairings."""
