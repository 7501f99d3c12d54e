"""What a service says when it will not do a thing."""


class Refused(Exception):
    """A verb was refused; `str(error)` is a sentence for the user: why, and what to do instead."""
