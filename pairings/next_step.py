"""What one of the two does next, in one sentence and one link."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from pairings.party_view import Stage
from people.models import User


@dataclass(frozen=True)
class NextStep:
    """`url` is empty where there is nothing to do but wait."""

    text: str | Promise
    label: str | Promise = ""
    url: str = ""


_WORDS: dict[str, str | Promise] = {
    Stage.WAITING: _("You said yes. As soon as the program has news, you hear of it here and by e-mail."),
    Stage.REQUESTED: _("You have asked; the program will tell you how it stands."),
    Stage.DECLINED: _("You said no. The program team knows; nobody else does. You can be matched again."),
    Stage.LEFT: _("You have left this pairing. The program team knows; nobody else learns who left or why."),
    Stage.CHANGED: _("The program has changed your pairing. When there is a new one, you will be asked."),
    Stage.ACTIVE: _("Plan, prepare and log your meetings on its page."),
    Stage.PAUSED: _("Your pairing is paused. Nothing is due until it goes on."),
    Stage.CLOSING: _("Your pairing is coming to its end. Plan one last meeting."),
    Stage.COMPLETED: _("This pairing is complete. What you agreed stays here for the two of you."),
}


def next_step(pairing: Pairing, user: User, stage: Stage) -> NextStep:
    """The next thing for `user`. Needs consents, and the agreement's signatures while preparing."""
    if stage == Stage.ASKED:
        url = reverse("pairing_answer", args=[pairing.pk])
        return NextStep(_("A partner is proposed to you. Your answer is confidential."), _("Answer"), url)
    if stage == Stage.PREPARING:
        return _preparation(pairing, user)
    return NextStep(_WORDS[stage])


def _preparation(pairing: Pairing, user: User) -> NextStep:
    if pairing.participant_of(user).oriented_at is None:
        url = reverse("pairing_orientation", args=[pairing.pk])
        return NextStep(_("Get ready: a page to read, under five minutes."), _("Get ready"), url)
    url = reverse("agreement_detail", args=[pairing.pk])
    if pairing.agreement.is_signed_by(pairing.side_of(user)):
        return NextStep(_("You have signed. The pairing opens when both have."), _("Read the agreement"), url)
    return NextStep(_("Write down together what you agree on, then sign it."), _("Write the agreement"), url)
