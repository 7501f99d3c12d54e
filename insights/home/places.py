"""Places in cycles that have not become a pairing yet."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from insights.home.home_items import Desk, Owed, Panel, Urgency
from pairings.querysets import assisted_by
from people.models import User
from programs.models import Cycle, Participant
from proposals.partner_search import may_search

WAITING = (Participant.State.APPLIED, Participant.State.WAITLISTED, Participant.State.APPROVED)


def places_near(user: User) -> list[Participant]:
    """The places of `user`, and of those whom `user` assists. One query."""
    found = Participant.objects.filter(Q(user=user) | Q(user__in=assisted_by(user))).order_by()
    return list(found.select_related("cycle__program__match_policy"))


def desk(places: Sequence[Participant], user: User) -> Desk:
    """Invitations to answer, and what became of those one answered."""
    own = [place for place in places if place.user_id == user.pk and place.cycle.state != Cycle.State.CLOSED]
    page = Desk(owed=[invitation(place) for place in own if can_answer(place)])
    waiting = [place for place in own if place.state in WAITING]
    if waiting:
        rows = [{"place": place, "text": text_of(place), "may_search": may_search(place)} for place in waiting]
        page.panels.append(Panel("insights/home/places.html", {"rows": rows}, position=30))
    return page


def can_answer(place: Participant) -> bool:
    return place.is_invited and place.cycle.state == Cycle.State.ENROLLING and place.cycle.program.is_open


def invitation(place: Participant) -> Owed:
    until = place.cycle.enrol_until
    name = {"program": place.cycle.program.name}
    asked = _("You are asked to be a mentor.") if place.is_junior else _("You are asked to take part as a leader.")
    by = " " + _("Please answer by %(day)s.") % {"day": date_format(until)} if until else ""
    return Owed(
        _("Answer the invitation to %(program)s") % name,
        reverse("enrol", args=[place.cycle.enrolment_token]),
        _("Answer the invitation"),
        note=asked + by,
        urgency=Urgency.OTHERS_WAIT,
        due_on=until,
    )


def text_of(place: Participant) -> str:
    return {
        Participant.State.APPLIED: _("The program team looks at your enrolment. You hear from it here and by e-mail."),
        Participant.State.WAITLISTED: _("You are on the waiting list. When a place becomes free, you hear of it."),
        Participant.State.APPROVED: _("You are in. As soon as there is a partner for you, you are asked."),
    }[Participant.State(place.state)]
