"""The lowest floor: what every page is made of. Imports nothing of ours and holds no models."""
