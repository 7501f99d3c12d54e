"""How long what is kept stays: the rules, the job that carries them out, and the page on which HR sets them."""
