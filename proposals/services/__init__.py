"""Verbs that make, change and publish proposals."""
