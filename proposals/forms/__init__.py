"""Forms about matching."""
