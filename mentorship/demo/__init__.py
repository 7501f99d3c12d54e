"""The demo: a fictional company and its reverse-mentorship programs. Deterministic; dates relative to today."""
