"""What one of the two sees of a pairing: how it stands, never what the other did; what comes next; who the partner
is."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import F, TextChoices, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pairings.models import Consent, EndRequest, Pairing
from pairings.program_texts import CHANGED, PAUSED, RESUMED
from people.clock import local_today
from people.models import User
from programs.models import Answer, Participant, TopicChoice
from programs.standing import standing_of

Text = str | Promise


class Stage(TextChoices):
    """What one of the two is told about where the pairing stands."""

    ASKED = "asked", _("your answer is wanted")
    WAITING = "waiting", _("you said yes")
    REQUESTED = "requested", _("you have asked")
    DECLINED = "declined", _("you said no")
    LEFT = "left", _("you have left")
    CHANGED = "changed", _("the program has changed your pairing")
    PREPARING = "preparing", _("preparing")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    CLOSING = "closing", _("closing")
    COMPLETED = "completed", _("completed")


#: Badges of stages that are no state of anything else.
TONES = {
    Stage.ASKED: "attention",
    Stage.WAITING: "accent",
    Stage.REQUESTED: "accent",
    Stage.DECLINED: "neutral",
    Stage.LEFT: "neutral",
    Stage.CHANGED: "neutral",
    Stage.PREPARING: "accent",
    Stage.ACTIVE: "good",
    Stage.PAUSED: "neutral",
    Stage.CLOSING: "accent",
    Stage.COMPLETED: "good",
}
#: One has said yes and does not know what the other one says.
UNANSWERED = (Stage.WAITING, Stage.REQUESTED)
CURRENT = (Stage.ASKED, *UNANSWERED, Stage.PREPARING, Stage.ACTIVE, Stage.PAUSED, Stage.CLOSING)
_OVER = (Pairing.State.DECLINED, Pairing.State.EXPIRED, Pairing.State.ENDED)


def own_consent(pairing: Pairing, user: User) -> Consent | None:
    """The answer that `user` gave; reads prefetched consents where there are any."""
    side = pairing.side_of(user)
    return next((consent for consent in pairing.consents.all() if consent.side == side), None)


def own_end_request(pairing: Pairing, user: User) -> EndRequest | None:
    """The request to end it that `user` made; reads prefetched requests where there are any."""
    if pairing.end_requested_at is None:
        return None
    side = pairing.side_of(user)
    return next((request for request in pairing.end_requests.all() if request.side == side), None)


def stage_of(pairing: Pairing, user: User, now: dt.datetime) -> Stage:
    """Where the pairing stands in the eyes of one of its two. `now` is aware."""
    if pairing.ends_at and pairing.participant_of(user).is_gone:
        return Stage.CHANGED
    if pairing.state in _OVER:
        return _ending(pairing, user, now)
    if pairing.state == Pairing.State.PROPOSED:
        return _question(pairing, user)
    return Stage(pairing.state)


def _question(pairing: Pairing, user: User) -> Stage:
    if own_consent(pairing, user) is None:
        return Stage.ASKED
    return Stage.REQUESTED if pairing.side_of(user) == pairing.requested_by else Stage.WAITING


def _ending(pairing: Pairing, user: User, now: dt.datetime) -> Stage:
    own = own_consent(pairing, user)
    if own and own.decision == Consent.Decision.DECLINED:
        return Stage.DECLINED
    request = own_end_request(pairing, user)
    if request and request.told_at <= now:
        return Stage.LEFT
    if pairing.outcome_at is None or pairing.outcome_at <= now or pairing.participant_of(user).is_gone:
        return Stage.CHANGED
    return _question(pairing, user)


@dataclass(frozen=True)
class Ahead:
    """What one of the two has asked and nobody was told yet: the kind, when both are told (aware), in which words."""

    what: str
    told_at: dt.datetime
    words: str | Promise


def ahead_of(pairing: Pairing, user: User, now: dt.datetime) -> Ahead | None:
    """What `user` themselves can still take back; nothing of the other one's. Needs `with_own_hold`."""
    side = pairing.side_of(user)
    request, goes_on_at = own_end_request(pairing, user), pairing.goes_on_at(side)
    if request and request.told_at > now:
        return Ahead("end", request.told_at, CHANGED if request.is_stepping_back else PAUSED)
    held_at = pairing.own_hold_at
    if held_at and held_at > now:
        return Ahead("pause", held_at, PAUSED)
    return Ahead("go on", goes_on_at, RESUMED) if goes_on_at and goes_on_at > now else None


@dataclass(frozen=True)
class NextStep:
    """`url` is empty where there is nothing to do but wait."""

    text: str | Promise
    label: str | Promise = ""
    url: str = ""


_WORDS: dict[str, str | Promise] = {
    Stage.WAITING: _("You said yes. As soon as the program has news, you hear of it here and by e-mail."),
    Stage.REQUESTED: _("You have asked; the program will tell you how it stands."),
    Stage.DECLINED: _("You said no. The program team knows; nobody else does."),
    Stage.LEFT: _("You have left this pairing. The program team knows; nobody else learns who left or why."),
    Stage.CHANGED: _("The program has changed your pairing."),
    Stage.ACTIVE: _("Plan, prepare and log your meetings on its page."),
    Stage.PAUSED: _("Your pairing is paused. Nothing is due until it goes on."),
    Stage.CLOSING: _("Your pairing is coming to its end. Plan one last meeting, then look back and say thank you."),
    Stage.COMPLETED: _("This pairing is complete. What you agreed stays here for the two of you."),
}


BOTH_SIGNED = _("You have signed. The pairing opens when the other one has signed, too.")
BOTH_READY = _("You are ready and have signed. The pairing opens when the other one is ready and has signed, too.")
BEGINS_LATER = _("You have signed. The pairing begins on %(day)s, once the other one has signed, too.")
TOO_LATE = _("The time to answer has passed. If you still want to, write to the program team.")


def next_step(pairing: Pairing, user: User, stage: Stage) -> NextStep:
    """The next thing for `user`. Needs consents, and the agreement's signatures while preparing."""
    if stage == Stage.ASKED and pairing.answer_until.is_past():
        return NextStep(TOO_LATE)
    if stage == Stage.ASKED:
        url = reverse("pairing_answer", args=[pairing.pk])
        return NextStep(_("A partner is proposed to you. Your answer is confidential."), _("Answer"), url)
    if stage == Stage.PREPARING:
        return _preparation(pairing, user)
    if stage in (Stage.CHANGED, Stage.DECLINED, Stage.LEFT):
        participant = pairing.participant_of(user)
        participant.cycle = pairing.cycle  # read with the pairing already
        own = standing_of(participant, local_today())
        return NextStep(f"{_WORDS[stage]} {own}")
    is_ending = stage == Stage.ACTIVE and pairing.ends_soon(timezone.localdate(timezone=user.zone))
    if is_ending or (stage in (Stage.CLOSING, Stage.COMPLETED) and pairing.opened_at):
        stage = Stage.CLOSING if is_ending else stage
        return NextStep(_WORDS[stage], _("Look back"), reverse("pairing_look_back", args=[pairing.pk]))
    return NextStep(_WORDS[stage])


def _preparation(pairing: Pairing, user: User) -> NextStep:
    is_asked = pairing.cycle.program.has_orientation
    if is_asked and pairing.participant_of(user).oriented_at is None:
        url = reverse("pairing_orientation", args=[pairing.pk])
        return NextStep(_("Get ready: a few pages to read, about eight minutes."), _("Get ready"), url)
    url = reverse("agreement_detail", args=[pairing.pk])
    if pairing.agreement.is_signed_by(pairing.side_of(user)):
        words: Text = BOTH_READY if is_asked else BOTH_SIGNED
        if pairing.starts_on and pairing.begins_later(local_today()):
            words = BEGINS_LATER % {"day": date_format(pairing.starts_on, "j F Y")}
        return NextStep(words, _("Read the agreement"), url)
    return NextStep(_("Write down together what you agree on, then sign it."), _("Write the agreement"), url)


@dataclass(frozen=True)
class Profile:
    """Topics as (name, rating 1 to 5), the best first; answers as (question, text) in the order of the form."""

    topics: list[tuple[Text, int]] = field(default_factory=list)
    answers: list[tuple[Text, str]] = field(default_factory=list)


def profile_of(participant: Participant) -> Profile:
    """One query. Answers to questions that the partner does not read are not asked for."""
    shown_answers = Answer.objects.filter(participant=participant, question__is_for_partner=True).exclude(text="")
    answers = shown_answers.order_by().values_list(
        Value("answers"), F("question__position"), F("question__text"), F("text")
    )
    topics = TopicChoice.objects.filter(participant=participant).order_by()
    rated = topics.values_list(Value("topics"), F("rating"), F("topic__name"), Value(""))
    profile = Profile()
    for kind, number, title, text in sorted(answers.union(rated, all=True)):
        if kind == "answers":
            profile.answers.append((title, text))
        else:
            profile.topics.insert(0, (title, number))
    return profile
