"""What `make run` says once it serves."""

import json
from pathlib import Path


def welcome(address: str, var: Path) -> str:
    """The address, one sign-in per role when this is the demo, and how to stop. `var` holds what runs leave."""
    people = json.loads((var / "sign-ins.json").read_text(encoding="utf-8"))
    return "\n".join(
        [
            "",
            f"Turnabout is running: {address}",
            *sign_ins(people),
            "",
            f"Messages are kept in {var / 'mail'} unless EMAIL_URL is set; logs are in {var / 'log'}.",
            "Stop with Ctrl-C.",
            "",
        ]
    )


def sign_ins(people: list[list[str]]) -> list[str]:
    """A table of role, name and address."""
    if not people:
        return []
    widths = [max(len(person[column]) for person in people) for column in (0, 1)]
    rows = [f"  {role:{widths[0]}}  {name:{widths[1]}}  {email}" for role, name, email in people]
    return ["", "Sign in with one click, on the sign-in page, as one of:", *rows]
