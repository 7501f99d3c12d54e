"""Finding a partner by oneself, where the program allows it: who could be asked, and asking one of them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.rules import takes_part
from people.access import ONCE, PersonRequest, page
from people.clock import days_ahead
from people.deadlines import Deadline
from people.models import User
from programs.models import Participant
from proposals.partner_search import MOST_OPEN, Search, may_search, search
from proposals.services.self_match import ask_partner


@page(takes_part)
def partner_list(request: PersonRequest, participant_id: uuid.UUID) -> HttpResponse:
    """The people who fit best and may be asked. Nothing here tells of anybody who is not suggested."""
    participant = _searching(request.user, participant_id)
    context = {"participant": participant, "search": _search(participant), "most_open": MOST_OPEN}
    return render(request, "proposals/partner_list.html", context)


@page(takes_part, post=ONCE)
def partner_ask(request: PersonRequest, participant_id: uuid.UUID, other_id: uuid.UUID) -> HttpResponse:
    """Says who will see what, then asks. Whoever cannot be asked leads back to the list, in the same words."""
    participant = _searching(request.user, participant_id)
    other = participant.cycle.participants.filter(pk=other_id).select_related("user__department").first()
    back = reverse("partner_list", args=[participant_id])
    if request.method == "POST" and other:
        try:
            pairing = ask_partner(participant=participant, other=other)
        except Refused as refused:
            messages.info(request, str(refused))
            return redirect(back)
        messages.success(request, _("You have asked; the program will tell you how it stands."))
        return redirect("pairing_detail", pairing.pk)
    suggestions = _search(participant)
    suggestion = suggestions.of(other) if other and suggestions.may_ask else None
    if suggestion is None:
        messages.info(request, _("This person cannot be asked at the moment. Choose somebody else."))
        return redirect(back)
    until = Deadline(days_ahead(timezone.now(), days=participant.cycle.program.answer_days))
    context = {"participant": participant, "suggestion": suggestion, "until": until, "back_url": back}
    return render(request, "proposals/partner_ask.html", context | _check(participant, suggestion.participant.user))


def _searching(user: User, participant_id: uuid.UUID) -> Participant:
    """One's own place, while one may look for a partner from there; 404 otherwise."""
    own = Participant.objects.filter(user=user).select_related("user", "cycle__program__match_policy")
    participant = get_object_or_404(own, pk=participant_id)
    if not may_search(participant):
        raise Http404
    return participant


def _search(participant: Participant) -> Search:
    return search(participant, participant.cycle.program.match_policy, timezone.now())


def _check(participant: Participant, other: User) -> dict[str, str]:
    words = _("Ask %(name)s to learn from you?") if participant.is_junior else _("Ask %(name)s to be your mentor?")
    return {"title": words % {"name": other.name}, "action_label": _("Ask in confidence")}
