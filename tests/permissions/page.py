"""`docs/permissions.md`, written from what the cast met."""

from tests.permissions.matrix import METHODS, Row

WHO = {
    "nobody": "not signed in",
    "kavya": "mentor",
    "jack": "her leader",
    "sam": "his assistant",
    "maria": "another mentor",
    "helen": "another leader",
    "priya": "coordinator",
    "elsewhere": "coordinator of another program",
    "omar": "HR admin",
    "lena": "sponsor",
    "igor": "operator",
    "noor": "in no program",
}

HEAD = """# Who may open what

This page is written by a test that opens every address as each of twelve people. The objects in the addresses belong
to one pairing (the mentor and her leader) and to its program. "yes" means that the page answers, "no" that the role is
wrong (403), "hidden" that the object does not exist for this person (404), "sign in" that one is asked to, and "–" that
the address does not know the method. What a page shows to whom is proven elsewhere, by texts that must not surface.
"""


def page_of(rows: list[Row]) -> str:
    """The whole page as Markdown, one table for each method."""
    return "\n".join([HEAD, *(table(rows, method) for method in METHODS)])


def table(rows: list[Row], method: str) -> str:
    title = "Reading (GET)" if method == "GET" else "Changing (POST)"
    head = ["Address", "Rule", *WHO.values()]
    lines = [f"## {title}", "", cells(head), cells(["---"] * len(head))]
    for row in rows:
        met = row.meets[method]
        if set(met.values()) != {"–"}:
            lines.append(cells([f"`{row.route}`", row.rule.replace("_", " "), *(met[name] for name in WHO)]))
    return "\n".join([*lines, ""])


def cells(values: list[str]) -> str:
    return "| " + " | ".join(values) + " |"
