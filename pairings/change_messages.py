"""What people are told of an act: that their pairing has changed, that a program is theirs to run, that there is
something to read in confidence."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from pairings.models import ConfidentialWord, Pairing
from pairings.program_texts import CHANGED, CLOSING, COMPLETED, PAUSED, RESUMED
from pairings.reminders import pairings_to_tell
from pairings.services.confidential_words import TO_READ
from pairings.services.messages import HAND_OVER, OPENED, TELL
from programs.models import Coordinator

WORDS = {"changed": CHANGED, "paused": PAUSED, "resumed": RESUMED, "closing": CLOSING, "completed": COMPLETED}


def change_context(delivery: Delivery) -> Context:
    """What has become of a pairing, in words that are equal for every cause."""
    pairing: Pairing = delivery.subject
    change = delivery.extra.get("what", "changed")
    is_paused = pairing.state == Pairing.State.PAUSED
    is_outdated = {
        "paused": not is_paused,
        "resumed": is_paused,
        "closing": pairing.state != Pairing.State.CLOSING,
    }
    if is_outdated.get(change):
        raise NoLongerDue(gettext("The pairing has changed again."))
    participant = pairing.participant_of(delivery.recipient)
    may_follow = pairing.cycle.may_still_pair and not participant.is_gone
    return {**_change(change, pairing.cycle.program.name, pairing.url), "may_follow": may_follow}


def change_sample(user: Any) -> Context:
    """A change with invented data, for the preview."""
    return _change("changed", gettext("Digital fluency"), "/")


def _change(change: str, program: str, link: str) -> Context:
    return {
        "what": change,
        "words": WORDS[change],
        "may_follow": True,
        "program": program,
        "link": link,
        "action": gettext("See where it stands"),
    }


def opened_context(delivery: Delivery) -> Context:
    """Both have signed: with whom one can meet now."""
    pairing: Pairing = delivery.subject
    if not pairing.is_running:
        raise NoLongerDue(gettext("The pairing has changed again."))
    return _opened(pairing.cycle.program.name, pairing.partner_of(delivery.recipient).name, pairing.url)


def opened_sample(user: Any) -> Context:
    """An opened pairing with invented data, for the preview."""
    return _opened(gettext("Digital fluency"), "Ada Winter", "/")


def _opened(program: str, other: str, link: str) -> Context:
    return {"program": program, "other": other, "link": link, "action": gettext("Open my pairing")}


def coordinators() -> QuerySet[Coordinator]:
    """Who runs which program, and who asked them to."""
    return Coordinator.objects.select_related("program", "added_by")


def handed_over_context(delivery: Delivery) -> Context:
    """Which program one runs from now on, and from whom."""
    charge: Coordinator = delivery.subject
    giver = charge.added_by.name if charge.added_by else ""
    return _handed_over(charge.program.name, giver, reverse("program_detail", args=[charge.program_id]))


def handed_over_sample(user: Any) -> Context:
    """A handover with invented data, for the preview."""
    return _handed_over(gettext("Digital fluency"), "Ada Winter", "/")


def _handed_over(program: str, giver: str, link: str) -> Context:
    return {"program": program, "giver": giver, "link": link, "action": gettext("Open the program")}


def words_to_read() -> QuerySet[ConfidentialWord]:
    """Confidential words, with their pairing and who reads them."""
    return ConfidentialWord.objects.for_page()


def word_context(delivery: Delivery) -> Context:
    """Not from whom, not about whom, not what: the place alone where it is read."""
    word: ConfidentialWord = delivery.subject
    reader = delivery.recipient
    may_read = word.is_by(reader) or ConfidentialWord.objects.addressed_to(reader).filter(pk=word.pk).exists()
    if not may_read or not word.has_news_for(reader):
        raise NoLongerDue(gettext("There is nothing to read any more."))
    return word_sample(reader)


def word_sample(user: Any) -> Context:
    """All of these messages are the same."""
    return {"link": reverse("word_list"), "action": gettext("Read it")}


CHANGE = Kind(
    code=TELL,
    pace=Pace.AT_ONCE,
    label=_("The program has changed your pairing"),
    why=_("You get this because you take part in the program."),
    who_sees=_("Nobody else learns what you are told here."),
    context=change_context,
    sample=change_sample,
    subjects=pairings_to_tell,
    is_secret=True,
    can_be_switched_off=False,
    fixed_because=_("Without it you might wait for somebody who is not your partner any more."),
    group=Group.PAIRING,
)
OPEN = Kind(
    code=OPENED,
    pace=Pace.AT_ONCE,
    label=_("Your pairing is open"),
    why=_("You get this because your partner or the program did the last thing that was missing."),
    context=opened_context,
    sample=opened_sample,
    subjects=pairings_to_tell,
    group=Group.PAIRING,
)
HANDED_OVER = Kind(
    code=HAND_OVER,
    pace=Pace.AT_ONCE,
    label=_("A program is handed over to you"),
    why=_("You get this because you run this program from now on."),
    context=handed_over_context,
    sample=handed_over_sample,
    subjects=coordinators,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know that people count on you."),
    group=Group.TEAM,
)
WORD = Kind(
    code=TO_READ,
    pace=Pace.AT_ONCE,
    label=_("Something to read in confidence"),
    why=_("You get this because something was written to you in Turnabout."),
    who_sees=_("Nobody else learns that you got it."),
    context=word_context,
    sample=word_sample,
    subjects=words_to_read,
    is_secret=True,
    can_be_switched_off=False,
    fixed_because=_("Without it somebody might wait for you in vain."),
    group=Group.PAIRING,
)
KINDS = (CHANGE, OPEN, HANDED_OVER, WORD)
