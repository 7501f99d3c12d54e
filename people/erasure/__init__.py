"""Erasing what is kept about somebody: what goes and what stays, who must agree, what stands in the way, doing it."""
