"""docs/asvs.md, written from requirements.txt beside this file."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = Path(__file__).with_name("requirements.txt")
PAGE = ROOT / "docs" / "asvs.md"
STATES = ("met", "partly", "not met", "does not apply")

HEAD = """# OWASP's ASVS, requirement by requirement

How Turnabout stands against the *Application Security Verification Standard* 5.0.0 of [OWASP](https://owasp.org), at
levels 1 and 2. The numbers are the standard's, the words are ours: few, to find one's way. What is asked for stands in
the standard, whose text is under CC BY-SA 4.0. We have looked ourselves; nobody else has verified it.

{summary}

*Met* names a test that would fail, or the place in the code; that place need not be all there is to it. *Partly* and
*not met* say why. *Does not apply* is what the site has not got. What is up to whoever runs the site (TLS, a firewall,
where logs go) is *partly* at best. A test looks whether every number is here once and every place exists; it writes
this page from `tests/asvs/requirements.txt`.

"""
COLUMNS = ("| | level | what | state | where, or why |", "| --- | --- | --- | --- | --- |")
CHAPTERS = (
    "Encoding", "Validation and logic", "The browser", "HTTP", "Files", "Signing in", "Sessions", "Who may",
    "Signed tokens", "OAuth", "Cryptography", "TLS", "Configuration", "Data", "Code and libraries", "Logs and errors",
    "WebRTC",
)  # fmt: skip


@dataclass(frozen=True)
class Requirement:
    number: str
    level: str
    subject: str
    state: str
    places: tuple[str, ...]
    reason: str

    @property
    def chapter(self) -> int:
        return int(self.number[1:].partition(".")[0])

    @property
    def row(self) -> str:
        places = ", ".join(f"`{place}`" for place in self.places)
        cells = (self.number, self.level, self.subject, self.state, "; ".join(filter(None, (places, self.reason))))
        return f"| {' | '.join(cells)} |"


def requirements() -> list[Requirement]:
    lines = [line for line in SOURCE.read_text().splitlines() if line and not line.startswith("#")]
    return [read(line) for line in lines]


def read(line: str) -> Requirement:
    number, level, subject, state, places, reason = (cell.strip() for cell in line.split("|"))
    return Requirement(number, level, subject, state, tuple(filter(None, map(str.strip, places.split(",")))), reason)


def summary(listed: list[Requirement]) -> str:
    """Both levels as a table, level 2 with what it takes over from level 1."""
    rows = ["| | " + " | ".join(STATES) + " | together |", "| --- |" + " --- |" * 5]
    for name, levels in (("level 1", "1"), ("level 2, with level 1", "12")):
        of_level = [one for one in listed if one.level in levels]
        counts = Counter(one.state for one in of_level)
        rows.append(f"| {name} | {' | '.join(str(counts[state]) for state in STATES)} | {len(of_level)} |")
    return "\n".join(rows)


def page() -> str:
    listed, text = requirements(), []
    for number, name in enumerate(CHAPTERS, start=1):
        rows = [one.row for one in listed if one.chapter == number]
        text += [
            f"## V{number} {name}",
            "",
            "| | level | what | state | where, or why |",
            "| --- | --- | --- | --- | --- |",
        ]
        text += [*rows, ""]
    return HEAD.format(summary=summary(listed)) + "\n".join(text)
