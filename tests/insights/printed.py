"""Reads what pages print about reviews: every share as the words or the bar that stand there."""

import html
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
    shares: dict[str, set] = {}
    for name, token in [*in_tables(main), *in_bars(main), *in_scores(main), *in_headline(main), *in_verdicts(main)]:
        shares.setdefault(name, set()).add(token)
    return shares


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
    for chart, section in re.findall(r'<section[^>]*aria-labelledby="([\w-]+)-title"(.*?)</section>', main, re.DOTALL):
        if chart == "confidence" and "<svg" in section:
            shares = bars(section)
            for name, side in SIDE_OF.items():
                for code, series in ((BEFORE, "Before"), (NOW, "Now")):
                    yield f"{side} {code}", ("bar", shares.get((name, series)))
        elif chart.startswith("benefits-"):
            for (text, _series), place in bars(section).items():
                yield f"{chart.partition('-')[2]} {CODE_OF[text]}", ("bar", place)


def bars(section):
    """From where to where in percent each bar of a drawing is drawn, by its name and series; the three widths of the
    drawing say the same."""
    drawings = [bars_of(svg) for svg in re.findall(r'<svg class="chart-.*?</svg>', section, re.DOTALL)]
    assert all(one == drawings[0] for one in drawings)
    return drawings[0] if drawings else {}


def bars_of(svg):
    grid = [float(x) for x in re.findall(r'<line x1="([\d.]+)"', svg)]
    start, end = min(grid), max(grid)
    shares = {}
    for left, wide, about in re.findall(r'<rect x="([\d.]+)"[^>]*? width="([\d.]+)"[^>]*><title>(.*?)</title>', svg):
        name, series = re.fullmatch(r"(.*), (.*?): [^:]*", html.unescape(about)).groups()
        places = (float(left), float(left) + float(wide))
        shares[name, series] = tuple(round(100 * (x - start) / (end - start)) for x in places)
    return shares


def in_scores(main):
    pattern = r"<p class=\"text-secondary mb-3\">“(.*?)”</p>\s*<div class=\"datagrid\">(.*?)<div class=\"chart-facts"
    for question, grid in re.findall(pattern, main, re.DOTALL):
        shares = re.findall(r'datagrid-title">(.*?)</div>.*?<span class="fw-medium">(.*?)</span>', grid, re.DOTALL)
        for side, words in shares:
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
