"""Markup as a browser reads it."""


def in_one_line(html: str) -> str:
    """White space as a browser takes it: every run of it is one blank, and there is none inside the ends of a tag."""
    return " ".join(html.split()).replace("> ", ">").replace(" <", "<")
