"""Who may open which address: every URL, every one of the cast."""
