"""Who is owed what about pairings, and when. No message says who did what, or names a reason."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Kind, NoLongerDue
from notifications.models import Delivery
from notifications.services import prepare_deliveries
from pairings.models import ConfidentialWord, Pairing
from pairings.party_view import own_consent, own_end_request
from pairings.program_texts import CHANGED, CLOSING, COMPLETED, PAUSED, RESUMED
from pairings.services.confidential_words import TO_READ
from pairings.services.messages import AGREE, ASK, HAND_OVER, TELL
from programs.models import Coordinator

ANSWER_REMINDERS = (3,)
SIGN_REMINDERS = (3, 7)
#: How long after its day a reminder may still be planned, for instance after an outage.
WINDOW = dt.timedelta(days=2)
WORDS = {"changed": CHANGED, "paused": PAUSED, "resumed": RESUMED, "closing": CLOSING, "completed": COMPLETED}


def pairings_to_tell() -> QuerySet[Pairing]:
    """The pairings that messages are about, with all that their texts need."""
    return (
        Pairing.objects.with_people()
        .select_related("agreement")
        .prefetch_related("consents", "end_requests", "agreement__signatures")
    )


def _subject(delivery: Delivery) -> Any:
    return delivery.subject


def question_context(delivery: Delivery) -> Context:
    """The question, without the name of the one proposed: mailboxes are shared with assistants."""
    pairing = _subject(delivery)
    if not pairing.is_answerable or own_consent(pairing, delivery.recipient):
        raise NoLongerDue(gettext("There is nothing to answer any more."))
    return {
        "program": pairing.cycle.program.name,
        "answer_by": pairing.answer_by,
        "link": reverse("pairing_answer", args=[pairing.pk]),
        "action": gettext("See who it is and answer"),
    }


def question_sample(user: Any) -> Context:
    """The question with invented data, for the preview."""
    later = timezone.now() + dt.timedelta(days=10)
    return {
        "program": gettext("Digital fluency"),
        "answer_by": later,
        "link": "/",
        "action": gettext("See who it is and answer"),
    }


def plan_questions(now: dt.datetime) -> Iterator[Delivery]:
    """A reminder to those who were asked three days ago and have not answered."""
    asked = Pairing.objects.filter(state=Pairing.State.PROPOSED, answer_by__gt=now).select_related(
        "cycle", "junior", "senior"
    )
    for days in ANSWER_REMINDERS:
        day = now - dt.timedelta(days=days)
        window = (day - WINDOW, day)
        juniors = asked.filter(senior_asked_at__isnull=True, proposed_at__range=window)
        for pairing in juniors.iterator(chunk_size=2000):
            yield from _reminder(ASK, pairing, pairing.junior.user_id, pairing.proposed_at, days)
        seniors = asked.filter(senior_asked_at__range=window)
        for pairing in seniors.iterator(chunk_size=2000):
            yield from _reminder(ASK, pairing, pairing.senior.user_id, pairing.senior_asked_at, days)


def _reminder(kind: str, pairing: Pairing, user_id: Any, since: dt.datetime | None, days: int) -> list[Delivery]:
    due_at = (since or timezone.now()) + dt.timedelta(days=days)
    return prepare_deliveries(
        kind=kind,
        recipients=[user_id],
        subject_id=pairing.pk,
        occasion=f"{days}days",
        scope=pairing.cycle.program_id,
        due_at=due_at,
        not_after=pairing.answer_by if kind == ASK else due_at + dt.timedelta(days=7),
    )


def agreement_context(delivery: Delivery) -> Context:
    """Both said yes: get ready, write, sign."""
    pairing = _subject(delivery)
    side = pairing.side_of(delivery.recipient)
    has_left = own_end_request(pairing, delivery.recipient) or pairing.participant_of(delivery.recipient).is_gone
    if pairing.state != Pairing.State.PREPARING or has_left or pairing.agreement.is_signed_by(side):
        raise NoLongerDue(gettext("There is nothing to sign any more."))
    return {
        "program": pairing.cycle.program.name,
        "other": pairing.partner_of(delivery.recipient).name,
        "link": pairing.url,
        "action": gettext("Prepare and sign"),
    }


def agreement_sample(user: Any) -> Context:
    """The reminder to sign with invented data, for the preview."""
    return {
        "program": gettext("Digital fluency"),
        "other": "Ada Winter",
        "link": "/",
        "action": gettext("Prepare and sign"),
    }


def plan_agreements(now: dt.datetime) -> Iterator[Delivery]:
    """A reminder after 3 and 7 days to those who have not signed the text as it is."""
    preparing = Pairing.objects.filter(state=Pairing.State.PREPARING).select_related("cycle", "junior", "senior")
    for days in SIGN_REMINDERS:
        day = now - dt.timedelta(days=days)
        due = preparing.filter(agreed_at__range=(day - WINDOW, day))
        for side in ("junior", "senior"):
            signed = Q(agreement__signatures__side=side, agreement__signatures__version=F("agreement__version"))
            unsigned = due.exclude(pk__in=due.filter(signed).order_by().values("pk"))
            for pairing in unsigned.iterator(chunk_size=2000):
                yield from _reminder(AGREE, pairing, getattr(pairing, side).user_id, pairing.agreed_at, days)


def change_context(delivery: Delivery) -> Context:
    """What has become of a pairing, in words that are equal for every cause."""
    pairing, change = _subject(delivery), delivery.extra.get("what", "changed")
    is_paused = pairing.state == Pairing.State.PAUSED
    is_outdated = {
        "paused": not is_paused,
        "resumed": is_paused,
        "closing": pairing.state != Pairing.State.CLOSING,
    }
    if is_outdated.get(change):
        raise NoLongerDue(gettext("The pairing has changed again."))
    return _change(change, pairing.cycle.program.name, pairing.url)


def change_sample(user: Any) -> Context:
    """A change with invented data, for the preview."""
    return _change("changed", gettext("Digital fluency"), "/")


def _change(change: str, program: str, link: str) -> Context:
    return {
        "what": change,
        "words": WORDS[change],
        "program": program,
        "link": link,
        "action": gettext("See where it stands"),
    }


def coordinators() -> QuerySet[Coordinator]:
    """Who runs which program, and who asked them to."""
    return Coordinator.objects.select_related("program", "added_by")


def handed_over_context(delivery: Delivery) -> Context:
    """Which program one runs from now on, and from whom."""
    charge: Coordinator = _subject(delivery)
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
    word, reader = _subject(delivery), delivery.recipient
    may_read = word.is_by(reader) or ConfidentialWord.objects.addressed_to(reader).filter(pk=word.pk).exists()
    if not may_read or not word.has_news_for(reader):
        raise NoLongerDue(gettext("There is nothing to read any more."))
    return word_sample(reader)


def word_sample(user: Any) -> Context:
    """All of these messages are the same."""
    return {"link": reverse("word_list"), "action": gettext("Read it")}


QUESTION = Kind(
    code=ASK,
    label=_("A partner is proposed to you"),
    why=_("You get this because you take part in the program and your answer is wanted."),
    who_sees=_("Nobody else learns that you were asked, or what you answer; the program team sees your answer."),
    context=question_context,
    sample=question_sample,
    plan=plan_questions,
    subjects=pairings_to_tell,
    is_secret=True,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know that your answer is wanted."),
)
AGREEMENT = Kind(
    code=AGREE,
    label=_("An agreement waits for your signature"),
    why=_("You get this because both of you have said yes."),
    context=agreement_context,
    sample=agreement_sample,
    plan=plan_agreements,
    subjects=pairings_to_tell,
)
CHANGE = Kind(
    code=TELL,
    label=_("The program has changed your pairing"),
    why=_("You get this because you take part in the program."),
    who_sees=_("Nobody else learns what you are told here."),
    context=change_context,
    sample=change_sample,
    subjects=pairings_to_tell,
    is_secret=True,
    can_be_switched_off=False,
    fixed_because=_("Without it you might wait for somebody who is not your partner any more."),
)
HANDED_OVER = Kind(
    code=HAND_OVER,
    label=_("A program is handed over to you"),
    why=_("You get this because you run this program from now on."),
    context=handed_over_context,
    sample=handed_over_sample,
    subjects=coordinators,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know that people count on you."),
)
WORD = Kind(
    code=TO_READ,
    label=_("Something to read in confidence"),
    why=_("You get this because something was written to you in Turnabout."),
    who_sees=_("Nobody else learns that you got it."),
    context=word_context,
    sample=word_sample,
    subjects=words_to_read,
    is_secret=True,
    can_be_switched_off=False,
    fixed_because=_("Without it somebody might wait for you in vain."),
)
KINDS = (QUESTION, AGREEMENT, CHANGE, HANDED_OVER, WORD)
