"""What somebody gets of what the product keeps about them: a copy of all of it."""
