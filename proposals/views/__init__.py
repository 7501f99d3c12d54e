"""Pages about matching."""
