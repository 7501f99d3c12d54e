"""A message as a program words it, sent to the one who writes it, before anybody else gets it."""

import uuid

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds
from notifications.kinds import Channel, Context, Kind, NoLongerDue, Pace
from notifications.message_texts import Worded
from notifications.models import Delivery
from notifications.services import owe
from notifications.upper_floors import programs
from people.models import User

CODE = "message_trial"


def send_trial(*, kind: Kind, worded: Worded | None, scope: uuid.UUID, to: User, occasion: str) -> None:
    """Owe `to` one mail in the words of `worded` (None: the standard ones), with invented data but for what is known of
    the program with the id `scope`. Once for each `occasion`."""
    own = {"subject": worded.subject, "text": worded.text} if worded else {}
    extra = {"kind": kind.code, **own}
    owe(kind=CODE, recipients=[to.pk], subject_id=to.pk, scope=scope, occasion=occasion, extra=extra)


def context(delivery: Delivery) -> Context:
    """What the tried kind would say, with invented data."""
    extra = delivery.extra
    shown = kinds.find(extra["kind"])
    if shown is None:
        raise NoLongerDue(_("There is no such message any more."))
    worded = Worded(extra["subject"], extra["text"]) if extra.get("text") else None
    sample_context = sample_of(shown, delivery.recipient, delivery.scope)
    return {**sample_context, "shown_kind": shown, "worded": worded}


def sample_of(kind: Kind, person: User, scope: uuid.UUID | None) -> Context:
    """The kind's sample, with what is known of a program in place of what is invented."""
    context = kind.sample(person)
    known = programs().sample_names(scope) if scope else {}
    return {**context, **{name: value for name, value in known.items() if name in context}}


def sample(user: User) -> Context:
    """Any message can be tried; this is the first that a program may word."""
    shown = next(kind for kind in kinds.all_kinds() if kind.placeholders)
    return {**shown.sample(user), "shown_kind": shown, "worded": None}


TRIAL = Kind(
    code=CODE,
    pace=Pace.AT_ONCE,
    label=gettext_lazy("A message of your program, to try it"),
    why=gettext_lazy("You get this because you asked for a test of these words."),
    who_sees=gettext_lazy("Nobody else gets it."),
    context=context,
    sample=sample,
    subjects=User.objects.all,
    channels=(Channel.EMAIL,),
    can_be_switched_off=False,
    fixed_because=gettext_lazy("It comes only when you ask for it."),
    is_for=lambda user: False,
)
