"""A month before the words of a pairing go, its two are told, so that they can copy what they want to keep."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.services import prepare_deliveries
from pairings.models import EarlierText, Pairing, StartingConfidence
from pairings.querysets import NOT_TO_BE
from people.retention.holds import held_now
from people.retention.time_limits import periods
from programs.models import Cycle
from sessions.models import LogDraft, Meeting, Reflection, SessionLog

CODE = "words_go_soon"
#: So long before they are told, and nothing goes sooner after that.
NOTICE = dt.timedelta(days=30)
#: The rules whose words they may want to keep: those of the two, and those that are one's own alone.
SHARED, OWN = "pair_words", "reflections"
#: So many pairings are told about in one go; the rest with the next minute.
AT_ONCE = 500
SIDES = ("junior", "senior")
OVER = (*NOT_TO_BE, Pairing.State.COMPLETED)


def told_since(rule: str, subject: str, recipient: str = "") -> Q:
    """Whether the notice about the pairing at this lookup was due a month ago, to one person where `recipient` leads
    to them, else to both. Nothing goes untold, also where HR has just chosen fewer days or a cycle is closed late; save
    where somebody is not there any more who could be told."""
    notices = _notices(rule, subject).filter(due_at__lte=timezone.now() - NOTICE)
    told = Q()
    for person in [recipient] if recipient else [f"{subject}__{side}__user" for side in SIDES]:
        told &= Q(Exists(notices.filter(recipient=OuterRef(person)))) | Q(**{f"{person}__is_active": False})
    return told


def _notices(rule: str, subject: str) -> QuerySet[Delivery]:
    return Delivery.objects.filter(kind=CODE, subject_id=OuterRef(subject), extra__rule=rule).order_by()


def pairings() -> QuerySet[Pairing]:
    return Pairing.objects.select_related("cycle__program", "junior__user", "senior__user")


def context(delivery: Delivery) -> Context:
    """Says that words will go and when, never what they say."""
    pairing: Pairing = delivery.subject
    if pairing.state not in OVER or not pairing.side_of(delivery.recipient):
        raise NoLongerDue(gettext("The pairing goes on."))
    on = dt.date.fromisoformat(delivery.extra["on"])
    other, link = pairing.partner_of(delivery.recipient).name, reverse("pairing_detail", args=[pairing.pk])
    return describe(pairing.cycle.program.name, other, on, delivery.extra["rule"] == OWN, link)


def sample(user: Any) -> Context:
    return describe(gettext("Digital fluency"), "Jack Whitfield", timezone.localdate() + NOTICE, False, "/")


def describe(program: str, other: str, on: dt.date, is_own: bool, link: str) -> Context:
    action = gettext("Look at what is there")
    return {"program": program, "other": other, "on": on, "is_own": is_own, "link": link, "action": action}


def plan(now: dt.datetime) -> Iterator[Delivery]:
    """Pairings with words that are old enough in a month, each told once for each rule. A fixed number of queries."""
    days, held = periods(), held_now()
    for rule in (SHARED, OWN):
        kept = dt.timedelta(days=days[rule])
        rows = _going(rule, now + NOTICE - kept).exclude(pk__in=held.pairings)
        for pairing in rows.exclude(junior__user__in=held.people).exclude(senior__user__in=held.people)[:AT_ONCE]:
            on = max((pairing.ended_at + kept).date(), (now + NOTICE).date())
            yield from prepare_deliveries(
                kind=CODE,
                recipients=_whose(pairing),
                subject_id=pairing.pk,
                occasion=f"{rule}:{on.isoformat()}",
                scope=pairing.cycle.program_id,
                due_at=now,
                not_after=now + NOTICE,
                extra={"rule": rule, "on": on.isoformat()},
            )


def _whose(pairing: Any) -> list[uuid.UUID]:
    """Those of the two who have something to lose."""
    both = ((pairing.of_junior, pairing.junior), (pairing.of_senior, pairing.senior))
    return [participant.user_id for is_theirs, participant in both if is_theirs]


def _going(rule: str, before: dt.datetime) -> Any:
    """Pairings that were over before that, with something to go (`of_junior`, `of_senior`) of whoever is not told yet:
    the two may work at other hours, so that one is told before the other."""
    over = Pairing.objects.filter(state__in=OVER, cycle__state=Cycle.State.CLOSED, ended_at__lte=before)
    both = _shared() if rule == SHARED else None
    whose = {f"of_{side}": (both or _own(side)) & _untold(rule, side) for side in SIDES}
    with_words = over.annotate(**whose)
    rows = with_words.filter(Q(of_junior=True) | Q(of_senior=True))
    return rows.select_related("cycle", "junior", "senior").order_by("ended_at", "pk")


def _untold(rule: str, side: str) -> Q:
    theirs = _notices(rule, "pk").filter(recipient=OuterRef(f"{side}__user"))
    return Q(~Exists(theirs), **{f"{side}__user__is_active": True})


def _shared() -> Q:
    has_words = _any(SessionLog, ~Q(learned=""), path="meeting__pairing")
    return has_words | _any(Meeting, ~Q(agenda="") | ~Q(place="")) | _any(EarlierText)


def _own(side: str) -> Q:
    """What one of the two has written for themselves alone, of which the other one learns nothing."""
    is_theirs = Q(author=OuterRef(f"{side}__user"))
    confidence = _any(StartingConfidence, Q(side=side))
    return _any(Reflection, is_theirs, path="meeting__pairing") | _any(LogDraft, is_theirs) | confidence


def _any(model: type[Model], *conditions: Q, path: str = "pairing") -> Q:
    return Q(Exists(model._default_manager.filter(*conditions, **{path: OuterRef("pk")}).order_by()))


WORDS_GO_SOON = Kind(
    code=CODE,
    pace=Pace.WORKING_TIME,
    label=_("What the two of you wrote is going to be deleted"),
    why=_("You get this because you may want to keep something of it."),
    context=context,
    sample=sample,
    plan=plan,
    subjects=pairings,
    is_secret=True,  # that somebody has private reflections is theirs to know
    can_be_switched_off=False,
    fixed_because=_("Without it words of yours would go and you would not know."),
    group=Group.PAIRING,
)
