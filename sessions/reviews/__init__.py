"""Quarterly review rounds: opening, answering in confidence, closing."""
