"""When what is in force has changed, everybody whom it concerns is told in the app: collected once a day, with what it
was and what it is. Nobody has to compare fingerprints for it."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from insights.models import InForce
from insights.pack.changes import Change, changes_between
from insights.pack.content import ORGANIZATION, Content, Part
from insights.pack.in_force import content_now
from insights.pack.shown import named_in, readable
from notifications.kinds import Channel, Context, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.services import owe
from people.clock import local_today
from people.models import User
from people.promises import DatedChange
from programs.models import Coordinator, Participant, Program

CODE = "rules_changed"
#: So many lines stand in the message; the page behind it has all.
IN_MESSAGE = 8
#: So many days on which something changed are shown.
SHOWN = 10
#: What comes and goes by itself is no change of a rule: the numbers of a review that is open now are those with which
#: it was opened.
PASSING = "open_"
GONE = (Participant.State.WITHDRAWN, Participant.State.DECLINED)


@transaction.atomic
def note_what_is_in_force() -> InForce | None:
    """Write down what is in force where it is something else than before, and tell whom it concerns; None where it is
    the same, or where today has been written down already: the rest is told tomorrow."""
    now, today = _lasting(content_now()), local_today()
    last = InForce.objects.first()
    if last and (last.fingerprint == now.fingerprint or last.noted_on >= today):
        return None
    noted, is_new = InForce.objects.get_or_create(
        noted_on=today, defaults={"fingerprint": now.fingerprint, "content": now.as_json()}
    )
    if not is_new:
        return None
    if last:
        owe(kind=CODE, recipients=_concerned(last.said, now), subject_id=noted.pk)
    return noted


def _lasting(content: Content) -> Content:
    return replace(content, parts=tuple(_lasting_part(part) for part in content.parts))


def _lasting_part(part: Part) -> Part:
    sections = [
        replace(section, facts=tuple(fact for fact in section.facts if not fact.code.startswith(PASSING)))
        for section in part.sections
    ]
    return replace(part, sections=tuple(sections))


def _concerned(before: Content, now: Content) -> set[uuid.UUID]:
    """The ids of those who take part in, run, sponsor or are trusted in a program, or are invited: in those whose part
    is another one now, or, where the organisation's is, in any."""
    old, new = ({part.code: part.fingerprint for part in content.parts} for content in (before, now))
    changed = {code for code in old.keys() | new.keys() if old.get(code) != new.get(code)}
    is_for_all = ORGANIZATION in changed or before.version != now.version
    codes = (old.keys() | new.keys()) if is_for_all else changed
    programs = [uuid.UUID(code) for code in codes - {ORGANIZATION}]
    places = Participant.objects.filter(cycle__program__in=programs).exclude(state__in=GONE)
    ids = set(places.order_by().values_list("user", flat=True))
    ids |= set(Coordinator.objects.filter(program__in=programs).order_by().values_list("user", flat=True))
    for role in ("sponsor", "person_of_trust"):
        ids |= set(Program.objects.filter(pk__in=programs).order_by().values_list(role, flat=True)) - {None}
    ids |= set(User.objects.hr_admins().order_by().values_list("pk", flat=True))
    return set(User.objects.active().filter(pk__in=ids).order_by().values_list("pk", flat=True))


def changes_for(reader: User, before: InForce, after: InForce) -> list[Change]:
    """What became another thing between the two, of what the reader may read."""
    old, new = (readable(pack.said, reader) for pack in (before, after))
    return changes_between(old, new, named_in(old, new))


def lately_changed(reader: User) -> Iterator[DatedChange]:
    """For *What happens to my words*: the last days on which something changed, the latest first."""
    for after, before in pairwise(InForce.objects.all()[: SHOWN + 1]):
        for change in changes_for(reader, before, after):
            yield DatedChange(after.noted_on, change.where, change.what, change.before, change.after)


def context(delivery: Delivery) -> Context:
    after: InForce = delivery.subject
    changes = changes_for(delivery.recipient, after.earlier, after) if after.earlier else []
    if not changes:
        raise NoLongerDue(gettext("Nothing that the recipient reads has changed."))
    return describe(changes)


def describe(changes: list[Change]) -> Context:
    return {
        "changes": changes[:IN_MESSAGE],
        "more": max(len(changes) - IN_MESSAGE, 0),
        "link": reverse("my_words") + "#changes",
        "action": gettext("See what has changed"),
    }


def sample(user: User) -> Context:
    where = gettext("How long things are kept")
    return describe([Change(where, gettext("Words of messages"), gettext("30 days"), gettext("60 days"))])


def _subjects() -> QuerySet[Any]:
    return InForce.objects.all()


RULES_CHANGED = Kind(
    code=CODE,
    pace=Pace.AT_ONCE,
    label=_("What is in force here has changed"),
    why=_("You get this because you take part in a program, or look after one: its rules are yours to know."),
    who_sees=_("Everybody in the program gets it."),
    context=context,
    sample=sample,
    subjects=_subjects,
    channels=(Channel.IN_APP,),
    can_be_switched_off=False,
    fixed_because=_("Rules that can change unseen are none."),
)
