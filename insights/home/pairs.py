"""The first page of mentors, leaders, and those who book for leaders."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from insights.home import promises
from insights.home.home_items import Desk, Owed, Panel, Urgency
from insights.home.meetings import booking_side, bookings_desk, meetings_desk, meetings_to_show
from pairings.models import LookBack, Pairing, Signature
from pairings.party_view import UNANSWERED, Stage, next_step, stage_of
from pairings.querysets import AGREED, is_untold
from people.clock import local_today
from people.models import User
from programs.models import Participant
from sessions.models import Ballot
from sessions.reviews.casting import unanswered

MEETS = (Stage.ACTIVE, Stage.CLOSING)


def desk(pairings: Sequence[Pairing], user: User, now: dt.datetime) -> Desk:
    """Everything about the pairings of `user`, from `pairings_of`. Seven queries at most, whatever their number; none
    without a pairing."""
    own_pairings = [pairing for pairing in pairings if pairing.side_of(user)]
    stages = stages_of(own_pairings, user, now)
    who_meet = {pairing.pk: pairing for pairing in own_pairings if stages[pairing.pk] in MEETS}
    assisted = {pairing.pk: pairing for pairing in pairings if not pairing.side_of(user) and pairing.can_meet}
    planned_meetings = meetings_to_show(who_meet | assisted, now)
    page = Desk()
    page.owed += to_answer_or_sign(own_pairings, user, stages)
    page.add(meetings_desk(user, now, who_meet, planned_meetings))
    page.add(bookings_desk(user, now, assisted, planned_meetings))
    shown_pairings = {item.meeting.pairing_id for item in page.upcoming}
    page.panels += quiet_panels([pairing for pairing in pairings if pairing.pk not in shown_pairings], user, stages)
    page.panels += change_panels(own_pairings, user)
    if who_meet:
        page.owed += owed_reviews(user)
        page.owed += owed_look_backs(who_meet.values(), user, now)
        page.owed += promises.owed_promises(user, now, who_meet)
    return page


def owed_look_backs(pairings: Iterable[Pairing], user: User, now: dt.datetime) -> list[Owed]:
    """A farewell that nobody has to write, near the end, while one has not closed. One query, and only then."""
    ending = {pairing.pk: pairing for pairing in pairings if pairing.ends_soon(timezone.localdate(now, user.zone))}
    if not ending:
        return []
    closed = LookBack.objects.filter(pairing__in=list(ending)).values_list("pairing", "side")
    for pk in [pk for pk, side in closed if ending[pk].side_of(user) == side]:
        del ending[pk]
    return [
        Owed(
            _("Look back with %(name)s, and say thank you") % {"name": pairing.partner_of(user).short_name},
            reverse("pairing_look_back", args=[pairing.pk]),
            _("Look back"),
            due_on=pairing.cycle.ends_on,
        )
        for pairing in ending.values()
    ]


def change_panels(pairings: Iterable[Pairing], user: User) -> list[Panel]:
    """That partners change, from the day on which everybody hears of it; the same for both of a pair. No query."""
    today = local_today()
    rows = {
        pairing.cycle_id: {
            "place": pairing.participant_of(user), "cycle": pairing.cycle, "until": pairing.cycle.says_until,
        }
        for pairing in pairings
        if pairing.agreed_at and pairing.rotates_on and pairing.cycle.is_change_announced(today)
    }  # fmt: skip
    return [Panel("insights/home/new_partners.html", {"rows": [*rows.values()]}, position=12)] if rows else []


def quiet_panels(pairings: Iterable[Pairing], user: User, stages: dict[uuid.UUID, Stage]) -> list[Panel]:
    """Pairings of which nothing is due and nothing planned, so that nobody who has one seems to have none."""
    texts = [(pairing, quiet_text(pairing, user, stages.get(pairing.pk))) for pairing in pairings]
    rows = [{"pairing": pairing, "name": name_for(pairing, user), "text": text} for pairing, text in texts if text]
    return [Panel("insights/home/quiet_pairs.html", {"rows": rows}, position=20)] if rows else []


def quiet_text(pairing: Pairing, user: User, stage: Stage | None) -> str:
    """Empty where something else on the page speaks of the pairing, or it is over. Assistants have no stage."""
    if stage is None:
        return quiet_booking(pairing)
    if stage in MEETS:
        is_owed = booking_side(pairing) == pairing.side_of(user)
        name = {"name": pairing.partner_of(user).short_name}
        return "" if is_owed else _("No next meeting is planned; %(name)s books.") % name
    is_signed = stage == Stage.PREPARING and hasattr(pairing, "agreement") and not agreement_wanted(pairing, user)
    if is_signed or stage in (*UNANSWERED, Stage.PAUSED):
        return str(next_step(pairing, user, stage).text)
    return ""


def quiet_booking(pairing: Pairing) -> str:
    """What an assistant reads about a pairing for which nothing is to be booked."""
    if not pairing.can_meet:
        return _("Nothing is to be booked.")
    return "" if booking_side(pairing) == "senior" else _("No next meeting is planned.")


def name_for(pairing: Pairing, user: User) -> str:
    return pairing.partner_of(user).name if pairing.side_of(user) else pairing.senior.user.name


def pairings_of(participants: Sequence[Participant], user: User, now: dt.datetime) -> list[Pairing]:
    """The pairings that are not over in the eyes of `user`, and those of the leaders whom `user` assists."""
    if not participants:
        return []
    is_current = Q(state="proposed") | Q(state__in=AGREED) | is_untold(now)
    pairings = Pairing.objects.known_at(
        own=[participant.pk for participant in participants if participant.user_id == user.pk],
        assisted=[participant.pk for participant in participants if participant.user_id != user.pk],
    )
    return list(
        pairings.filter(is_current).select_related("cycle__program", "junior__user", "senior__user", "agreement")
    )


def stages_of(own_pairings: Sequence[Pairing], user: User, now: dt.datetime) -> dict[uuid.UUID, Stage]:
    """Where each pairing stands in the eyes of `user`; answers and signatures are read only where they matter."""
    asked_pairings = [pairing for pairing in own_pairings if pairing.state not in AGREED]
    prefetch_related_objects(asked_pairings, "consents")
    prefetch_related_objects([pairing for pairing in asked_pairings if pairing.end_requested_at], "end_requests")
    stages = {pairing.pk: stage_of(pairing, user, now) for pairing in own_pairings}
    preparing = [p for p in own_pairings if stages[p.pk] == Stage.PREPARING and hasattr(p, "agreement")]
    unread = Signature.objects.defer("snapshot")
    prefetch_related_objects(preparing, Prefetch("agreement__signatures", queryset=unread))
    return stages


def to_answer_or_sign(own_pairings: Iterable[Pairing], user: User, stages: dict[uuid.UUID, Stage]) -> list[Owed]:
    """A proposed pairing to answer; an orientation to read; an agreement to write and sign."""
    owed = []
    for pairing in own_pairings:
        stage = stages[pairing.pk]
        if stage == Stage.ASKED:
            owed += [] if pairing.answer_until.is_past() else [answer_wanted(pairing, user)]
        elif stage == Stage.PREPARING and hasattr(pairing, "agreement"):
            owed += agreement_wanted(pairing, user)
    return owed


def answer_wanted(pairing: Pairing, user: User) -> Owed:
    until = pairing.answer_until
    return Owed(
        _("Say whether you would like to be paired with %(name)s") % {"name": pairing.partner_of(user).name},
        reverse("pairing_answer", args=[pairing.pk]),
        _("Answer"),
        note=_("%(program)s. Your answer is confidential. Please answer by %(day)s.")
        % {"program": pairing.cycle.program, "day": until.words(user.zone)},
        urgency=Urgency.OTHERS_WAIT,
        due_on=until.last_minute(user.zone).date(),
    )


def agreement_wanted(pairing: Pairing, user: User) -> list[Owed]:
    """Nothing once one has signed the text as it is."""
    partner = pairing.partner_of(user).short_name
    is_asked = pairing.cycle.program.has_orientation
    oriented = not is_asked or pairing.participant_of(user).oriented_at is not None
    if oriented and pairing.agreement.is_signed_by(pairing.side_of(user)):
        return []
    step = next_step(pairing, user, Stage.PREPARING)
    label = _("Write the agreement with %(name)s and sign it") if oriented else _("Get ready to meet %(name)s")
    return [Owed(label % {"name": partner}, step.url, step.label, note=step.text, urgency=Urgency.OTHERS_WAIT)]


def owed_reviews(user: User, *, months_later: bool = False) -> list[Owed]:
    """Reviews that `user` has not answered yet, or what is asked `months_later`; one query, and two for each open round
    in which they are asked."""
    is_meant = Q(round__months_after__gt=0) if months_later else Q(round__months_after=0)
    ballots = Ballot.objects.visible_to(user).asked_for().filter(is_meant).select_related("round__cycle__program")
    return [review_wanted(ballot, user) for ballot in unanswered(ballots) if not ballot.round.open_until.is_past()]


def review_wanted(ballot: Ballot, user: User) -> Owed:
    until = ballot.round.open_until
    names = {"program": ballot.round.cycle.program, "day": until.words(user.zone)}
    label, note = _("Answer the review"), _("%(program)s, open until %(day)s. About five minutes, in confidence.")
    if ballot.round.is_follow_up:
        label = _("Answer three questions about your last pairing")
        note = _("%(program)s, open until %(day)s. Under a minute, in confidence.")
    return Owed(
        label,
        reverse("review_answer", args=[ballot.pk]),
        label,
        note=note % names,
        urgency=Urgency.REVIEW,
        due_on=until.last_minute(user.zone).date(),
    )
