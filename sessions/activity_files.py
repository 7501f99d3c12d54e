"""How the pairs of a program meet, as files: a row for each pair, or for each of their meetings. Facts only: neither
place nor a word of what was said."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from frame.lists import AT_ONCE
from pairings.querysets import PairingQuerySet
from people.models import User
from sessions.models import Meeting, MeetingChange, Word
from sessions.models.meeting import DISPUTED, Who
from sessions.pair_activity import NAMES, SHOWN, in_order, last_log, rows_of

Kind = MeetingChange.Kind
PAIRS_AT_ONCE = 500


def pair_lines(pairs: PairingQuerySet, reader: User) -> Iterator[list[object]]:
    """Header and rows of the pairs, in the order of the page; one query for the meetings of some hundred of them."""
    yield [
        _("Mentor"), _("Leader"), _("State"), _("Slipping"), _("Not held in a row"), _("Held"), _("Planned until now"),
        _("Next meeting"), _("Not logged"), _("Told differently"), _("Last log"),
    ]  # fmt: skip
    related = in_order(pairs).select_related("junior__user", "senior__user", "rhythm").only(*SHOWN)
    listed = related.annotate(last_logged_at=Subquery(last_log())).iterator(chunk_size=AT_ONCE)
    for some in batched(listed, PAIRS_AT_ONCE):
        for row in rows_of(some, reader):
            yield [
                row.pairing.junior.user.name, row.pairing.senior.user.name, row.pairing.get_state_display(),
                _("yes") if row.is_slipping else "", row.lapses, row.held, row.planned, row.next_at, row.unlogged,
                row.disputed, row.last_log_on,
            ]  # fmt: skip


def meeting_rows(pairs: PairingQuerySet) -> QuerySet[Meeting, Any]:
    """The meetings of the pairs in order of time, as tuples: names of the two, then facts."""
    changes = MeetingChange.objects.filter(meeting=OuterRef("pk")).order_by()
    moves = changes.filter(kind=Kind.MOVED).values("meeting").annotate(n=Count("pk")).values("n")
    called_off = changes.filter(kind=Kind.CANCELLED).order_by("-at")
    for_whom = Coalesce(NullIf(F("counts_for"), Value("")), F("by_side"))
    names = [f"pairing__{side}__user__{name}" for side in ("junior", "senior") for name in NAMES]
    outcome = Case(When(is_disputed=True, then=Value(DISPUTED)), default=F("state"), output_field=CharField())
    meetings = Meeting.objects.filter(pairing__in=pairs.order_by().values("pk")).annotate(
        shown_state=outcome, moves=Subquery(moves), off_for=Subquery(called_off.values(who=for_whom)[:1])
    )
    facts = ("starts_at", "minutes", "shown_state", "junior_word", "senior_word", "off_for", "moves")
    return meetings.order_by("starts_at", "pk").values_list(*names, *facts)


def meeting_lines(pairs: PairingQuerySet) -> Iterator[Sequence[object]]:
    """Header and a row for each meeting of the pairs."""
    yield [
        _("Mentor"), _("Leader"), _("Starts"), _("Minutes"), _("Outcome"), _("The mentor says"), _("The leader says"),
        _("Called off by"), _("Moved"),
    ]  # fmt: skip
    words, sides = in_words(Word.choices), in_words(Who.choices)
    states = in_words(Meeting.State.choices) | {DISPUTED: _("told differently by the two"), "unlogged": _("not logged")}
    now = timezone.now()
    for row in meeting_rows(pairs).iterator(chunk_size=AT_ONCE):
        first, last, preferred, leaders_first, leaders_last, leaders_preferred, starts_at, minutes, *facts = row
        state, mentor_says, leader_says, off_for, moves = facts
        yield (
            f"{preferred or first} {last}", f"{leaders_preferred or leaders_first} {leaders_last}", starts_at, minutes,
            states[_told(state, starts_at, now)], words[mentor_says], words[leader_says],
            sides[off_for or ""] if state == Meeting.State.CANCELLED else "", moves or 0,
        )  # fmt: skip


def _told(state: str, starts_at: dt.datetime, now: dt.datetime) -> str:
    return "unlogged" if state == Meeting.State.PLANNED and starts_at <= now else state


def in_words(choices: Sequence[tuple[str, Any]]) -> dict[str, str]:
    """Labels by value, read once for all rows; nothing for nothing."""
    return {"": ""} | {str(value): str(capfirst(label)) for value, label in choices}
