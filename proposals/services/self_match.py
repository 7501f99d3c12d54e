"""A mentor or a leader asks somebody they have found: the other one decides, unseen."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Refused
from pairings.models import Consent, Pairing
from pairings.services import messages
from pairings.services.limit import hold_all_places, refuse_beyond_limit
from people.clock import days_ahead
from programs.models import Participant, Side
from proposals.partner_search import MOST_OPEN, may_search, search
from proposals.services.versions import policy_of

_NOBODY = gettext_lazy("This person cannot be asked at the moment. Choose somebody else.")


@transaction.atomic
def ask_partner(*, participant: Participant, other: Participant) -> Pairing:
    """The one at `participant` asks `other`: a proposed pairing with the asking side's yes. Asking twice is once.

    A leader's request puts the ordinary confidential question to the mentor; a mentor's asks the leader. Raises Refused
    in the same words whoever cannot be asked, and why.
    """
    most = hold_all_places(participant.user, participant.cycle_id)
    participant = Participant.objects.select_related("user", "cycle__program__match_policy").get(pk=participant.pk)
    sides = {participant.side: participant, other.side: other}
    if len(sides) < 2 or other.cycle_id != participant.cycle_id:
        raise Refused(_NOBODY)
    now = timezone.now()
    open_to_them = Pairing.objects.taking_places(participant.side, now)
    there = open_to_them.filter(requested_by=participant.side, **sides).first()
    if there:
        return there
    if not may_search(participant):
        raise Refused(_("You cannot look for a partner yourself any more. The program team can tell you what comes."))
    seen = search(participant, policy_of(participant.cycle.program), now, most=None)
    if seen.requests >= MOST_OPEN:
        raise Refused(_("You have asked three people already. Wait until the program tells you how it stands."))
    if not seen.free:
        raise Refused(_("You already have as many partners as you wished for."))
    suggestion = seen.of(other)
    if suggestion is None:
        raise Refused(_NOBODY)
    refuse_beyond_limit(participant.user, Pairing(cycle=participant.cycle), most)
    return _ask(participant, sides, suggestion.score)


def _ask(participant: Participant, sides: dict[str, Participant], score: int) -> Pairing:
    now = timezone.now()
    pairing = Pairing.objects.create(
        cycle=participant.cycle,
        junior=sides[Side.JUNIOR],
        senior=sides[Side.SENIOR],
        score=score,
        requested_by=participant.side,
        proposed_at=now,
        answer_by=days_ahead(now, days=participant.cycle.program.answer_days),
        senior_asked_at=now if participant.is_junior else None,
    )
    Consent.objects.create(pairing=pairing, side=participant.side, decision=Consent.Decision.ACCEPTED, decided_at=now)
    messages.ask_side(pairing, pairing.partner_of(participant.user).pk)
    return pairing
