"""What somebody of the program team writes by hand, as it reaches people; and words to begin with."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Kind, NoLongerDue, Pace, Placeholder
from notifications.message_texts import fill_in
from notifications.models import Delivery
from people.clock import local_today
from people.models import User
from programs.models import Participant, TeamNote
from programs.querysets import GONE
from programs.services.messages import KIND

#: What a note may name.
PLACEHOLDERS = (
    Placeholder("name", _("first name of who gets it"), lambda names: str(names["recipient"].short_name)),
    Placeholder("program", _("the program"), lambda names: str(names["program"])),
)


@dataclass(frozen=True)
class Suggestion:
    """Words to begin with; `filter` is whom they are for, as the list of people has it in its address; empty where no
    list says it, and a pair's own page leads to them."""

    label: str | Promise
    subject: str | Promise
    text: str | Promise
    filter: str


SUGGESTIONS = {
    "silent": Suggestion(
        _("To those who were invited and have not answered"),
        _("Would you like to take part in {program}?"),
        _(
            "You have an invitation to {program} that is still open. If you have a question before you decide, just "
            "answer this message.\n\nA no is fine too, and needs no reason."
        ),
        "state=invited",
    ),
    "waiting": Suggestion(
        _("To those who have a place and no partner yet"),
        _("Where {program} stands for you"),
        _(
            "You have a place in {program}, and we have not found the right partner for you yet. You have not been "
            "forgotten: we look again, and you hear from us as soon as there is somebody.\n\nIf your plans have "
            "changed, answer this message."
        ),
        "state=approved",
    ),
    "nudge": Suggestion(
        _("To a pair that has not met for a while"),
        _("How is it going?"),
        _(
            "The two of you have not met for a while. That happens in every program; a short meeting with one question "
            "is enough to get back into it.\n\nIf something is in the way, answer this message: it reaches those who "
            "run the program."
        ),
        "",
    ),
    # Says nothing of a wish: who reads somebody's mail, or the list of what was sent, is not told of one.
    "change": Suggestion(
        _("To begin a conversation about how it goes on"),
        _("How is {program} for you?"),
        _(
            "We would like to hear how {program} is for you, and what you would like next. A quarter of an hour is "
            "enough. Answer this message with two or three times that suit you, or with what you would like us to "
            "know.\n\nWhat you tell us stays with those who run the program."
        ),
        "",
    ),
}


def notes() -> QuerySet[TeamNote]:
    """Notes with what their messages name."""
    return TeamNote.objects.select_related("cycle__program", "sent_by")


def filled(text: str, *, program: str, recipient: Any) -> str:
    """A subject or text as one person reads it."""
    names = {"recipient": recipient, "program": program}
    return fill_in(text, {placeholder.code: placeholder.value(names) for placeholder in PLACEHOLDERS})


def describe(note: TeamNote, recipient: Any, participant: Participant) -> Context:
    """The words with this reader's name in them, and the next thing to do: to answer an invitation, or to look."""
    cycle = note.cycle
    is_asked = participant.is_invited and participant.may_answer(local_today())
    return {
        "own_subject": filled(note.subject, program=cycle.program.name, recipient=recipient),
        "own_text": filled(note.text, program=cycle.program.name, recipient=recipient),
        "writer": note.sent_by.name if note.sent_by else "",
        "program": cycle.program.name,
        "link": reverse("enrol", args=[cycle.enrolment_token]) if is_asked else reverse("home"),
        "action": gettext("Answer the invitation") if is_asked else gettext("Open Turnabout"),
    }


def context(delivery: Delivery) -> Context:
    """Only to those who are still in the cycle."""
    note: TeamNote = delivery.subject
    participant = note.cycle.participants.filter(user=delivery.recipient_id).exclude(state__in=GONE).first()
    if participant is None:
        raise NoLongerDue(gettext("They are no longer in the cycle."))
    participant.cycle = note.cycle
    return describe(note, delivery.recipient, participant)


def sample(user: User) -> Context:
    suggestion = SUGGESTIONS["nudge"]
    return {
        "own_subject": str(suggestion.subject),
        "own_text": str(suggestion.text),
        "writer": "Priya Raman",
        "program": gettext("Digital fluency"),
        "link": "/",
        "action": gettext("Open Turnabout"),
    }


NOTE = Kind(
    code=KIND,
    pace=Pace.AT_ONCE,
    label=_("Somebody of the program team writes to you"),
    why=_("You get this because you are in the program."),
    who_sees=_("The program team has written it, and sees that it was sent to you."),
    context=context,
    sample=sample,
    subjects=notes,
    can_be_switched_off=False,
    fixed_because=_("Somebody wrote it to you by hand."),
)
