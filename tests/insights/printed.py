"""Reads what pages print about reviews: every share as the words or the bar that stand there."""

import html
import json
import re

from sessions.reviews.questions import CATALOGUE

SIDE_OF = {"Mentors": "junior", "Leaders": "senior"}
BENEFITS = {"What mentors gained": "junior", "What leaders gained": "senior"}
CODE_OF = {str(asked.text): asked.code for asked in CATALOGUE}
BEFORE, NOW, BOTH = "confidence_before", "confidence_now", "both rose"
GREW = re.compile(r"in ([^.]*?) of pairs both sides grew more confident \(")
ABOUT = re.compile(r"both sides grew more confident in (about as many pairs as in review \S+)")


def shares(page: str) -> dict[str, set]:
    """Figure -> everything that the page says about it, as ("words", …), ("bar", …) or ("verdict", …)."""
    main = page.partition("<main")[2].partition("</main>")[0]
    found: dict[str, set] = {}
    for name, token in [*in_tables(main), *in_bars(main), *in_scores(main), *in_headline(main), *in_verdicts(main)]:
        found.setdefault(name, set()).add(token)
    return found


def in_tables(main):
    for caption, rows in tables(main):
        for first, *cells in rows:
            if caption == "Confidence before and now":
                yield f"{SIDE_OF[first]} {BEFORE}", ("words", cells[0])
                yield f"{SIDE_OF[first]} {NOW}", ("words", cells[1])
            elif caption in BENEFITS:
                yield f"{BENEFITS[caption]} {CODE_OF[first]}", ("words", cells[0])


def tables(main):
    for table in re.findall(r"<table.*?</table>", main, re.DOTALL):
        caption = text_of(re.search(r"<caption.*?</caption>", table, re.DOTALL)[0])
        body = table.partition("<tbody>")[2]
        rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
        yield caption, [[text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def in_bars(main):
    for chart, source in re.findall(
        r'<script id="([\w-]+)-data" type="application/json">(.*?)</script>', main, re.DOTALL
    ):
        option = json.loads(source)
        if chart == "confidence":
            for index, side in enumerate(("junior", "senior")):
                for code, below, width in ((BEFORE, 0, 1), (NOW, 2, 3)):
                    yield f"{side} {code}", ("bar", bar(option, below, width, index))
        elif chart.startswith("benefits-"):
            for index, text in enumerate(option["yAxis"]["data"]):
                yield f"{chart.partition('-')[2]} {CODE_OF[text]}", ("bar", bar(option, 0, 1, index))


def bar(option, below, width, index):
    """From where to where a bar is drawn; None where there is none."""
    low, wide = (option["series"][which]["data"][index] for which in (below, width))
    return None if wide is None else (low, low + wide)


def in_scores(main):
    pattern = r"<p class=\"text-secondary mb-3\">“(.*?)”</p>\s*<div class=\"datagrid\">(.*?)<div class=\"chart-facts"
    for question, grid in re.findall(pattern, main, re.DOTALL):
        found = re.findall(r'datagrid-title">(.*?)</div>.*?<span class="fw-medium">(.*?)</span>', grid, re.DOTALL)
        for side, words in found:
            yield f"{SIDE_OF[text_of(side)]} {CODE_OF[text_of(question)]}", ("words", text_of(words))


def in_headline(main):
    for words in re.findall(r'<p class="stat-value mb-1">(.*?)</p>', main, re.DOTALL):
        yield BOTH, ("words", text_of(words))


def in_verdicts(main):
    text = text_of(main)
    for pattern in (GREW, ABOUT):
        for words in pattern.findall(text):
            yield BOTH, ("verdict", words)


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split(" ")).strip().replace("\n", " ")
