"""A run as rows for spreadsheets: the pairs with their reasons, and the people without a pair with theirs.

Confidential reasons leave as the one word "protected". Texts are made formula-safe where they are written.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from frame.safe_csv import formula_safe
from people.models import User
from proposals.matching_words import Text
from proposals.models import MatchRun
from proposals.own_questions import counting_questions, told_labels
from proposals.pair_flags import links_before
from proposals.pair_list import Row, compared_on, row_of, with_all_shown
from proposals.unmatched_people import LeftOver, left_over
from proposals.withheld_from_team import Withheld, neutral

Cells = list[Any]
AT_ONCE = 2000


def pair_rows(run: MatchRun, withheld: Withheld) -> Iterator[Cells]:
    """A line of headings, then a line for each pair, highest score first; read in portions. Needs the cycle loaded.

    Of pairs too near the reader the names alone, at the end.
    """
    met, on = links_before(run), compared_on(run.cycle)
    labels = told_labels(counting_questions(run.cycle.program_id))
    yield _pair_headings(labels)
    for is_near in (False, True):
        proposals = run.proposals.filter(withheld.near_pairs if is_near else ~withheld.near_pairs)
        shown = with_all_shown(proposals)
        in_order = shown.order_by("junior__user__last_name", "pk") if is_near else shown
        for proposal in in_order.iterator(chunk_size=AT_ONCE):
            yield _pair_line(row_of(proposal, met, on, is_near=is_near), labels)


def _pair_headings(labels: Mapping[str, Text]) -> Cells:
    person = [_("name"), _("e-mail"), _("department")]
    people = [f"{side}: {column}" for side in (_("Mentor"), _("Leader")) for column in person]
    parts = [_("%(part)s (points)") % {"part": label} for label in labels.values()]
    topics = [_("Topics covered"), _("Topics wanted as well")]
    elsewhere = [_("Mentor: partners elsewhere"), _("Leader: partners elsewhere")]
    hours = [_("Hours in common"), _("Hours apart")]
    return [
        *people,
        _("Score of 1000"),
        _("Possible for the two"),
        *parts,
        *topics,
        *hours,
        _("Flags"),
        _("Pinned"),
        _("By hand"),
        *elsewhere,
    ]


def _pair_line(row: Row, labels: Iterable[str]) -> Cells:
    if row.is_near:
        return [*_person(row.mentor), *_person(row.leader), neutral()]
    points = {part["part"]: part["points"] for part in row.proposal.parts}
    remarks = "; ".join(flag.text for flag in row.flags if flag.code not in ("pinned", "by_hand"))
    return [
        *_person(row.mentor),
        *_person(row.leader),
        row.proposal.score,
        row.possible,
        *(points.get(part, "") for part in labels),
        "; ".join(row.covered),
        "; ".join(row.missing),
        row.hours.shared,
        row.hours.apart,
        remarks,
        yes_or_no(row.proposal.is_pinned),
        yes_or_no(row.proposal.is_manual),
        row.proposal.junior_elsewhere,
        row.proposal.senior_elsewhere,
    ]


def _person(user: User) -> Cells:
    return [user.name, user.email, user.department.name if user.department else ""]


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


def left_over_rows(run: MatchRun, withheld: Withheld) -> Iterator[Cells]:
    """A line of headings, then a line for everybody without a pair. Needs the cycle loaded."""
    yield [
        _("Name"), _("E-mail"), _("Department"), _("Side"), _("Why"), _("Candidates"), _("Rules that took them away"),
        _("What would help"),
    ]  # fmt: skip
    for person in left_over(run, withheld):
        yield _left_over_line(person)


def _left_over_line(person: LeftOver) -> Cells:
    words = _("%(rule)s: %(removed)s, %(alone)s by this rule alone")
    rules = [
        words % {"rule": removal.label, "removed": removal.removed, "alone": removal.alone}
        for removal in person.removals
    ]
    side = person.participant.get_side_display()
    helps = " ".join(help.text for help in person.helps)
    return [*_person(person.participant.user), side, person.why, person.candidates, "; ".join(rules), helps]


def workbook_of(run: MatchRun, withheld: Withheld) -> io.BytesIO:
    """Both as two sheets of a workbook, written row by row; the file is at its beginning."""
    book = Workbook(write_only=True)
    sheets = ((_("Pairs"), pair_rows), (_("Without a pair"), left_over_rows))
    for title, rows in sheets:
        sheet = book.create_sheet(title[:31])
        for row in rows(run, withheld):
            sheet.append(list(_safe(row)))
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _safe(row: Iterable[Any]) -> Iterator[Any]:
    """Numbers stay numbers; texts can neither be formulas nor hold what a workbook cannot."""
    for value in row:
        yield value if isinstance(value, int | float) else ILLEGAL_CHARACTERS_RE.sub("", formula_safe(value))
