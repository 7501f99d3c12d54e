"""Named questions about meetings and what came of them. Who sees what follows the table of audiences:
facts of a meeting are the two's, their assistants' and the program team's; texts are the two's alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q

from pairings.models import Pairing
from pairings.querysets import near_pairings
from programs.models import Program

if TYPE_CHECKING:
    from people.models import User
    from sessions.models import ActionItem, CalendarAnswer, Insight, Meeting, Rhythm, SessionLog

MEETING_STATES = ("active", "closing")
LONGEST = dt.timedelta(hours=8)
RECENT = dt.timedelta(days=14)
HELD = Q(state="held", is_disputed=False)
CALLED_OFF = Q(state="cancelled", junior_word="", senior_word="")


def of_the_two(user: User, pairing: str) -> Q:
    """Of a pairing in which `user` is the mentor or the leader; `pairing` is the path to it."""
    return Q(**{f"{pairing}junior__user": user}) | Q(**{f"{pairing}senior__user": user})


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        """Whose facts (date, length, state) the person may know: own, assisted, or overseen pairings'."""
        overseen = Pairing.objects.overseen_by(user).values("pk")
        is_concerned = of_the_two(user, "pairing__") | Q(pairing__in=Pairing.objects.assisted_by(user).values("pk"))
        return self.filter(is_concerned | Q(pairing__in=overseen))

    def bookable_by(self, user: User) -> MeetingQuerySet:
        """Those the person may move and cancel: the two, and the leader's assistants."""
        assisted = Pairing.objects.assisted_by(user).values("pk")
        return self.filter(of_the_two(user, "pairing__") | Q(pairing__in=assisted))

    def shared_by(self, user: User) -> MeetingQuerySet:
        """Those whose content (agenda, log) is the person's: the two only."""
        return self.filter(of_the_two(user, "pairing__"))

    def planned(self) -> MeetingQuerySet:
        return self.filter(state="planned")

    def held(self) -> MeetingQuerySet:
        """Those that both, or the only one who has said anything, call held."""
        return self.filter(HELD)

    def disputed(self) -> MeetingQuerySet:
        """Those of which the two tell different things: neither held, nor missed or cancelled by anybody."""
        return self.filter(is_disputed=True)

    def upcoming(self, now: dt.datetime) -> MeetingQuerySet:
        return self.planned().filter(starts_at__gte=now)

    def to_log(self, now: dt.datetime) -> MeetingQuerySet:
        """Planned ones that have begun, and nobody has said what happened."""
        return self.planned().filter(starts_at__lt=now)

    def awaiting_words(self) -> MeetingQuerySet:
        """Those of which one of the two, or both, have not said what happened; needs bounds of time beside it."""
        has_word = ~Q(junior_word="") | ~Q(senior_word="")
        # All states by name, so that the index by state and time is used.
        return self.filter(
            Q(state="planned") | has_word,
            Q(junior_word="") | Q(senior_word=""),
            state__in=["planned", "held", "cancelled", "missed"],
        )

    def planned_or_recent(self, now: dt.datetime) -> MeetingQuerySet:
        """What is planned, and what was said of the last two weeks."""
        is_over = Q(state__in=["held", "cancelled", "missed"]) & ~Q(junior_word="", senior_word="")
        return self.filter(Q(state="planned") | Q(is_over, starts_at__gt=now - RECENT, starts_at__lte=now))

    def of_meeting_pairs(self) -> MeetingQuerySet:
        """Of pairings whose two are supposed to meet now."""
        return self.filter(pairing__state__in=MEETING_STATES)

    def with_people(self) -> MeetingQuerySet:
        return self.select_related(
            "pairing__junior__user", "pairing__senior__user", "pairing__cycle__program", "pairing__agreement"
        )

    def with_answers(self) -> MeetingQuerySet:
        """What calendars have answered, where that is read: one query more."""
        return self.prefetch_related("answers") if settings.CALENDAR_INBOX_ADDRESS else self

    def around(self, starts: Sequence[dt.datetime], tolerance: dt.timedelta) -> MeetingQuerySet:
        """Those that may touch a meeting that begins at one of these times, save those called off beforehand."""
        begins = min(starts) - LONGEST - tolerance
        ends = max(starts) + LONGEST + tolerance
        return self.filter(starts_at__gt=begins, starts_at__lt=ends).exclude(CALLED_OFF)

    def for_detail(self) -> MeetingQuerySet:
        """Everything the page of one meeting shows, save what is said in it."""
        MeetingChange = apps.get_model("mentoring_sessions", "MeetingChange")

        changes = Prefetch("changes", MeetingChange.objects.select_related("by"))
        return self.with_people().with_answers().prefetch_related(changes)


class SessionLogQuerySet(models.QuerySet["SessionLog"]):
    def visible_to(self, user: User) -> SessionLogQuerySet:
        """The two of the pairing, nobody else."""
        return self.filter(of_the_two(user, "meeting__pairing__"))


class OwnQuerySet(models.QuerySet[Any]):
    """For what only its author ever sees."""

    def visible_to(self, user: User) -> OwnQuerySet:
        return self.filter(author=user)


class OfPairQuerySet(models.QuerySet[Any]):
    """For what belongs to the two of a pairing."""

    def visible_to(self, user: User) -> OfPairQuerySet:
        return self.filter(of_the_two(user, "pairing__"))


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    def visible_to(self, user: User) -> ActionItemQuerySet:
        """The two of the pairing, nobody else."""
        return self.filter(of_the_two(user, "pairing__"))

    def open(self) -> ActionItemQuerySet:
        """Neither done nor withdrawn."""
        return self.filter(done_at__isnull=True, withdrawn_at__isnull=True)

    def standing(self) -> ActionItemQuerySet:
        """All but what was withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def commitments(self) -> ActionItemQuerySet:
        return self.filter(kind="commitment")


class OfItemQuerySet(models.QuerySet[Any]):
    """For what belongs to an item of the two."""

    def visible_to(self, user: User) -> OfItemQuerySet:
        return self.filter(of_the_two(user, "item__pairing__"))


class CalendarAnswerQuerySet(models.QuerySet["CalendarAnswer"]):
    def visible_to(self, user: User) -> CalendarAnswerQuerySet:
        """The two of the pairing, and who books for the leader."""
        assisted = Pairing.objects.assisted_by(user).values("pk")
        return self.filter(of_the_two(user, "meeting__pairing__") | Q(meeting__pairing__in=assisted))


class InsightQuerySet(models.QuerySet["Insight"]):
    def visible_to(self, user: User) -> InsightQuerySet:
        """The two of the pairing; once published, everyone whom the program has accepted, and those who run or sponsor
        it."""
        programs = Program.objects.shared_with(user).values("pk")
        published = Q(published_at__isnull=False, pairing__cycle__program__in=programs)
        return self.filter(of_the_two(user, "pairing__") | published)

    def shared_by(self, user: User) -> InsightQuerySet:
        return self.filter(of_the_two(user, "pairing__"))

    def published(self) -> InsightQuerySet:
        return self.filter(published_at__isnull=False)


class RhythmQuerySet(models.QuerySet["Rhythm"]):
    def slipping(self) -> RhythmQuerySet:
        return self.filter(slipping_since__isnull=False)


def private_meetings(user: User) -> models.QuerySet[Any]:
    """The meetings about which a person is told nothing as coordinator or HR admin: they are a party."""
    Meeting = apps.get_model("mentoring_sessions", "Meeting")

    return Meeting.objects.filter(pairing__in=near_pairings(user))


def private_retractions(user: User) -> models.QuerySet[Any]:
    """What is left of meetings that were taken back, of pairs that the person is a party of."""
    RetractedMeeting = apps.get_model("mentoring_sessions", "RetractedMeeting")

    return RetractedMeeting.objects.filter(pairing__in=near_pairings(user))


def private_items(user: User) -> models.QuerySet[Any]:
    """Action items and commitments of pairs that the person is a party of."""
    ActionItem = apps.get_model("mentoring_sessions", "ActionItem")

    return ActionItem.objects.filter(pairing__in=near_pairings(user))
