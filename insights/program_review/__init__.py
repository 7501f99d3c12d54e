"""What a program makes of a closed review: what was learnt, decisions, next steps, the sponsor's signature."""
