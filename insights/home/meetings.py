"""Meetings on the first page: what is planned, what is to be planned or booked, and what wants a word afterwards."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from insights.home.home_items import Desk, Owed, Upcoming, Urgency
from pairings.models import Pairing
from people.models import User
from sessions.answers.shown import trouble_of
from sessions.models import Meeting


def meetings_to_show(pairings: dict[uuid.UUID, Pairing], now: dt.datetime) -> list[Meeting]:
    """The meetings of these pairings that are planned, or of which somebody may still want to say what happened; in
    order of time, each with its pairing. One query."""
    if not pairings:
        return []
    facts = Meeting.objects.planned_or_recent(now).filter(pairing__in=list(pairings)).defer("agenda")
    meetings = list(facts.order_by("starts_at", "id").with_answers())
    for meeting in meetings:
        meeting.pairing = pairings[meeting.pairing_id]
    return meetings


def meetings_desk(
    user: User, now: dt.datetime, pairings: dict[uuid.UUID, Pairing], planned_meetings: Iterable[Meeting]
) -> Desk:
    """The next meeting of each pair, meetings nobody has logged, and pairs without a next meeting."""
    page = Desk()
    seen_pairings = set()
    for meeting in planned_meetings:
        if meeting.pairing_id not in pairings:
            continue
        partner = pairings[meeting.pairing_id].partner_of(user)
        if meeting.starts_at <= now:
            page.owed += log_wanted(meeting, user, partner, now)
        elif meeting.pairing_id not in seen_pairings:
            seen_pairings.add(meeting.pairing_id)
            page.upcoming.append(upcoming(meeting, partner))
            page.owed += answer_to_heed(meeting, user)
    page.owed += [
        plan_wanted(pairing, pairing.partner_of(user).short_name)
        for pairing in pairings.values()
        if pairing.pk not in seen_pairings and booking_side(pairing) == pairing.side_of(user)
    ]
    return page


def upcoming(meeting: Meeting, with_user: User, note: str = "") -> Upcoming:
    return Upcoming(meeting, with_user, reverse("meeting_detail", args=[meeting.pk]), meeting.pairing.url, note)


def answer_to_heed(meeting: Meeting, user: User) -> list[Owed]:
    """The calendar of the other one says that they cannot come, or asks for another time."""
    trouble = trouble_of(meeting, user)
    day = localtime(meeting.starts_at, user.zone).date()
    note = _("About the meeting on %(day)s, which stands until it is moved or cancelled.")
    return [Owed(
        trouble,
        reverse("meeting_detail", args=[meeting.pk]),
        _("See what you can do"),
        note=note % {"day": date_format(day)},
        urgency=Urgency.OTHERS_WAIT,
        due_on=day,
    )] if trouble else []  # fmt: skip


def booking_side(pairing: Pairing) -> str:
    """The side that books the meetings; the mentor while nothing is agreed."""
    return pairing.agreement.books if hasattr(pairing, "agreement") else "junior"


def log_wanted(meeting: Meeting, user: User, partner: User, now: dt.datetime) -> list[Owed]:
    """While one's own word is missing. Where the other has spoken nothing waits any more, so it comes last."""
    if not meeting.awaits_word_of(meeting.pairing.side_of(user), now):
        return []
    day = localtime(meeting.starts_at, user.zone).date()
    name, url = {"name": partner.short_name, "day": date_format(day)}, reverse("meeting_log", args=[meeting.pk])
    if meeting.has_words:
        return [Owed(
            _("Add your part about your meeting with %(name)s") % name,
            url,
            _("Add your part"),
            note=_("%(name)s has said what happened on %(day)s. One tap is enough.") % name,
        )]  # fmt: skip
    return [Owed(
        _("Log your meeting with %(name)s") % name,
        url,
        _("Log the meeting"),
        note=_("It was planned for %(day)s. It takes less than a minute.") % name,
        urgency=Urgency.MEETING,
        due_on=day,
    )]  # fmt: skip


def plan_wanted(pairing: Pairing, partner: str) -> Owed:
    return Owed(
        _("Plan the next meeting with %(name)s") % {"name": partner},
        reverse("meeting_plan", args=[pairing.pk]),
        _("Plan a meeting"),
        note=_("None is in the calendar."),
        urgency=Urgency.MEETING,
    )


def bookings_desk(
    user: User, now: dt.datetime, pairings: dict[uuid.UUID, Pairing], planned_meetings: Iterable[Meeting]
) -> Desk:
    """For an assistant: when the leader meets next, and what is to be booked. No content, nothing to log."""
    page = Desk()
    booked = set()
    for meeting in planned_meetings:
        pairing = pairings.get(meeting.pairing_id)
        if pairing is None or meeting.starts_at <= now or pairing.pk in booked:
            continue
        booked.add(pairing.pk)
        note = _("You book for %(name)s") % {"name": pairing.senior.user.name}
        page.upcoming.append(upcoming(meeting, pairing.junior.user, note))
        page.owed += answer_to_heed(meeting, user)
    page.owed += [
        booking_wanted(pairing)
        for pairing in pairings.values()
        if pairing.pk not in booked and booking_side(pairing) == "senior"
    ]
    return page


def booking_wanted(pairing: Pairing) -> Owed:
    names = {"leader": pairing.senior.user.name, "mentor": pairing.junior.user.name}
    return Owed(
        _("Book a meeting of %(leader)s with %(mentor)s") % names,
        reverse("meeting_plan", args=[pairing.pk]),
        _("Book a meeting"),
        note=_("None is in the calendar."),
        urgency=Urgency.MEETING,
    )
