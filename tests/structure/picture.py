"""The house as a picture (Mermaid), drawn from the import contract; it stands in CONTRIBUTING.md.

`python -m tests.structure.picture` draws it there anew.
"""

import re
from itertools import pairwise

from tests.structure.contract import floors_of_contract
from tests.structure.imports import ROOT

HOME = ROOT / "CONTRIBUTING.md"
BLOCK = re.compile(r"(?<=```mermaid\n).*?(?=```)", re.DOTALL)
HOLDS = {
    "mentorship": "settings, URLs, Celery, the demo",
    "insights": "home, dashboards, the gate for results",
    "community": "thanks, milestones, what people share",
    "sessions": "meetings, logs, to-dos, reviews",
    "proposals": "match runs, the board, publishing",
    "pairings": "the life of a pair",
    "programs": "programs, cycles, enrolment",
    "notifications": "the outbox and the inbox",
    "roster": "the import of people",
    "people": "people, sign-in, who may what",
    "frame": "what every page is made of",
    "matchmaker": "the matching engine, no Django",
}


def drawn() -> str:
    """The floors from the top down, each with an arrow to what it may import next."""
    floors = [[package for package in floor if (ROOT / package).is_dir()] for floor in floors_of_contract()]
    floors = [floor for floor in floors if floor]
    boxes = [f'    {package}["<b>{package}</b><br/>{HOLDS[package]}"]' for floor in floors for package in floor]
    arrows = [f"    {' & '.join(upper)} --> {' & '.join(lower)}" for upper, lower in pairwise(floors)]
    return "\n".join(["flowchart TD", *boxes, *arrows, ""])


def drawn_in_page() -> str:
    """The picture as it stands in the file."""
    (block,) = BLOCK.findall(HOME.read_text(encoding="utf-8"))
    return block


if __name__ == "__main__":
    HOME.write_text(BLOCK.sub(drawn(), HOME.read_text(encoding="utf-8")), encoding="utf-8")
