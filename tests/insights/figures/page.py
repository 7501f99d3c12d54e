"""`docs/figures.md`, written from the list of figures."""

from textwrap import fill

from tests.insights.figures.listed import BESIDE, FIGURES, MAILS, Figure

WIDTH = 119
HEAD = """# Figures, and who could move them

For sponsors, HR and works councils. A test writes this page from a list, finds every number on the pages below in that
list, and tries each move as the party that would gain by it: the figure stays where it was, or the other party reads
what was done. What a person answers in a review about themselves is theirs to say, and is not a move.
"""


def page_of() -> str:
    figures = [part for figure in FIGURES for part in section(figure)]
    beside = [fill(f"- **{name}.** {text}", WIDTH, subsequent_indent="  ") for name, (text, _pages) in BESIDE.items()]
    return "\n".join([HEAD, *figures, "## Other numbers", "", *beside, "", "## Messages", "", fill(MAILS, WIDTH), ""])


def section(figure: Figure) -> list[str]:
    pages = fill(f"Shown on: {', '.join(map(words, figure.pages))}.", WIDTH)
    head = [f"## {figure.name}", "", fill(figure.counts, WIDTH), "", pages, ""]
    rows = [f"| {move.who} | {move.how} | {move.leaves or 'The figure does not move.'} |" for move in figure.moves]
    return [*head, "| who | would | what comes of it |", "| --- | --- | --- |", *rows, ""]


PAGES = {
    "home": "home",
    "insights": "*Insights*",
    "program_comparison": "*Programs and cycles*",
    "program_dashboard": "the dashboard of a program",
    "program_impacts": "what pairs of a program have released",
    "program_review": "what comes of a review",
    "program_review_list": "what came of reviews",
    "round_results": "the results of a review",
    "program_list": "the list of programs",
    "program_detail": "the page of a program",
    "program_health": "*Health*",
    "program_run": "*Run*",
    "program_reviews": "*Reviews*",
    "oversight_list": "the list of pairings",
    "oversight_detail": "the team's page of a pairing",
}


def words(page: str) -> str:
    return PAGES[page]
