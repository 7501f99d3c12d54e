"""What came of reading a file: its records, and what has to be mended."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from roster.entry import Record


def folded(text: str) -> str:
    """The text without case, by which addresses and numbers are compared; itself where it has none."""
    without_case = text.casefold()
    return text if without_case == text else without_case


class RowProblem(NamedTuple):
    """One thing to mend in the file. `row` counts as a spreadsheet does (the header is 1).

    With `left_out` the whole row is not imported; else only this one value is not.
    """

    row: int
    column: str
    value: str
    reason: str
    remedy: str
    left_out: bool = False


def grouped(problems: Iterable[RowProblem]) -> dict[RowProblem, list[int]]:
    """Problems that are one to whoever mends them (an unknown manager of 303 people) with their rows, in order of the
    first; `row` of each is 0."""
    groups: dict[RowProblem, list[int]] = {}
    for problem in problems:
        groups.setdefault(problem._replace(row=0), []).append(problem.row)
    return groups


@dataclass(slots=True)
class Parsed:
    """What came of a file: records that can be imported, and what has to be mended.

    `seen_emails` and `seen_numbers` hold every casefolded one in the file, those of rows left out
    too: who is in the file, however badly, has not left.
    """

    records: list[Record] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rows: int = 0
    targets: frozenset[str] = frozenset()
    header: dict[str, str] = field(default_factory=dict)
    seen_emails: set[str] = field(default_factory=set)
    seen_numbers: set[str] = field(default_factory=set)
