"""Approving, declining, waiting list and withdrawing: one person at once, or several after a check page."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frame.errors import Refused
from frame.lists.ticks import MOST as MOST_TICKS
from frame.posts import checked_id, fingerprint, posted, ticked
from people.access import HARMLESS, PersonRequest, page
from people.models import User
from programs.closeness import TeamScope
from programs.filters import ParticipantFilter
from programs.forms.enrolment import AnswerUntilForm, NoteForm
from programs.models import Cycle, Participant
from programs.participant_counts import participant_counts_of
from programs.room_for_all import shortages
from programs.rules import manages_programs
from programs.selection import chosen_cycle, managed_program, search_people
from programs.services import (
    approve_participants,
    decline_participants,
    reopen_participants,
    replace_participant,
    waitlist_participants,
    withdraw_participant,
)
from programs.services.decisions import movable
from programs.services.invitations import NAMED
from programs.upper_floors import pairings
from programs.views.people import changeable_participant

Text = str | Promise


@dataclass(frozen=True)
class Decision:
    """What one can do about several people: its button, what follows, from which states, and the verb."""

    label: Text
    text: Text
    done: Callable[[int], str]
    start: tuple[str, ...]
    to: str
    act: Callable[..., int]


DECISIONS = {
    "approve": Decision(
        gettext_lazy("Approve"),
        gettext_lazy(
            "They get a place and can be matched. Each gets a message. You can take it back until they are asked for a "
            "pairing."
        ),
        lambda n: ngettext("%(n)s person is approved.", "%(n)s people are approved.", n) % {"n": n},
        Participant.TO_DECIDE,
        Participant.State.APPROVED,
        approve_participants,
    ),
    "waitlist": Decision(
        gettext_lazy("Put on the waiting list"),
        gettext_lazy(
            "They keep their answers and come in when a place is free. Each gets a message. You can take it back at "
            "any time."
        ),
        lambda n: ngettext("%(n)s person waits for a place.", "%(n)s people wait for a place.", n) % {"n": n},
        Participant.TO_WAITLIST,
        Participant.State.WAITLISTED,
        waitlist_participants,
    ),
    "decline": Decision(
        gettext_lazy("Decline"),
        gettext_lazy(
            "They do not take part in this cycle. Each gets a friendly message without a reason. You can take it back "
            "at any time."
        ),
        lambda n: ngettext("%(n)s person is declined.", "%(n)s people are declined.", n) % {"n": n},
        Participant.TO_DECIDE,
        Participant.State.DECLINED,
        decline_participants,
    ),
    "reopen": Decision(
        gettext_lazy("Take the decision back"),
        gettext_lazy(
            "They are to be decided about again, with the answers they gave. Whoever has been told of the decision "
            "gets a message that you look at it once more. Those who are asked for a pairing stay, and those who left "
            "by their own choice."
        ),
        lambda n: ngettext("%(n)s decision is taken back.", "%(n)s decisions are taken back.", n) % {"n": n},
        Participant.TO_REOPEN,
        Participant.State.APPLIED,
        reopen_participants,
    ),
}


def chosen_participants(request: PersonRequest, cycle: Cycle) -> QuerySet[Participant]:
    """The ticked people, or all that fit the filters with `all`; nobody whose state is not shown to one, for what can
    be done about them would tell it."""
    team_scope = TeamScope(request.user)
    participants = cycle.participants.select_related("user__department").exclude(team_scope.hidden)
    if request.GET.get("all"):
        filters = ParticipantFilter(
            request.GET,
            participants,
            cycle=cycle,
            counts=participant_counts_of(cycle, team_scope),
            team_scope=team_scope,
        )
        return filters.qs if filters.is_valid() else participants.none()
    return participants.filter(pk__in=ticked(request.GET))


def ids_of(participants: QuerySet[Participant]) -> list[uuid.UUID]:
    return sorted(participants.order_by().values_list("pk", flat=True))


@page(manages_programs, post=HARMLESS)
def participants_decide(request: PersonRequest, program_id: uuid.UUID, decision: str) -> HttpResponse:
    """Shows who would be moved and who not, and why; then does it for exactly those who were shown."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    if decision not in DECISIONS or cycle is None:
        raise Http404
    chosen = DECISIONS[decision]
    back_url = f"{reverse('participant_list', args=[program.pk])}?cycle={cycle.pk}"
    participants = chosen_participants(request, cycle)
    ids = ids_of(participants.filter(pk__in=movable(cycle, chosen.start, chosen.to).values("pk")))
    if request.method == "POST":
        if not request.GET.get("all"):
            hidden = cycle.participants.filter(TeamScope(request.user).hidden)
            ids = sorted(set(ticked(request.POST)) - set(hidden.values_list("pk", flat=True)))
        elif ids and request.POST.get("expected") != fingerprint(ids):
            messages.warning(request, _("The list has changed since you looked. Check it once more."))
            return HttpResponseRedirect(request.get_full_path())
        moved_count = chosen.act(cycle=cycle, participant_ids=ids, by=request.user)
        messages.success(request, result_words(chosen, moved_count))
        return HttpResponseRedirect(back_url)
    if not ids:
        messages.warning(request, nobody_words(request, participants))
        return HttpResponseRedirect(back_url)
    return render(request, "programs/participants_decide.html", check_page(request, chosen, cycle, participants, ids))


def check_page(
    request: PersonRequest, chosen: Decision, cycle: Cycle, participants: QuerySet[Participant], ids: list[uuid.UUID]
) -> dict[str, object]:
    """What the check page shows: everybody is counted, the first ones are named."""
    left_out = participants.exclude(pk__in=ids)
    is_kept = (
        chosen.to != Participant.State.APPROVED and left_out.filter(pk__in=pairings().paired_places(cycle)).exists()
    )
    others = left_out.count()
    return {
        "title": f"{chosen.label}?",
        "text": chosen.text,
        "fitting": list(participants.filter(pk__in=ids)[:NAMED]),
        "count": len(ids),
        "left_out": list(left_out[:NAMED]),
        "left_out_count": others,
        "shortages": shortages(cycle, ids) if chosen.to == Participant.State.APPROVED else [],
        "those_meant": query_of(cycle, ids),
        "ticked": request.GET.urlencode(),
        "are_some_paired": is_kept,
        "more": max(0, len(ids) - NAMED),
        "left_out_more": max(0, others - NAMED),
        "expected": fingerprint(ids) if request.GET.get("all") else "",
        "action_label": count_label(chosen, len(ids)),
        "back_url": f"{reverse('participant_list', args=[cycle.program_id])}?cycle={cycle.pk}",
        "cycle": cycle,
    }


def query_of(cycle: Cycle, ids: list[uuid.UUID]) -> str:
    """The people of these places as the query of another page; of more than an address holds the first ones."""
    return urlencode({"cycle": str(cycle.pk), "who": [pk.hex for pk in ids[:MOST_TICKS]]}, doseq=True)


def count_label(decision: Decision, n: int) -> str:
    return ngettext("%(verb)s: %(n)s person", "%(verb)s: %(n)s people", n) % {"verb": decision.label, "n": n}


def nobody_words(request: PersonRequest, participants: QuerySet[Participant]) -> str:
    if not participants.exists():
        if request.GET.get("all"):
            return _("Nobody fits these filters.")
        return _("Nobody is ticked. Tick the people first, then press the button.")
    return _(
        "None of those you picked can be moved there: they have not answered yet, it is done already, or they are "
        "asked for a pairing or in one. Such a pairing ends first, on its page; then they can be moved."
    )


def result_words(decision: Decision, moved_count: int) -> str:
    if not moved_count:
        return _("Nothing was left to do: they have been decided about already.")
    return decision.done(moved_count)


@page(manages_programs, post=HARMLESS)
def participant_withdraw(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    """Take somebody out of the cycle, with a note for the program team."""
    participant = changeable_participant(request, program_id, participant_id)
    back_url = reverse("participant_detail", args=[program_id, participant.pk])
    form = NoteForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        withdraw_participant(participant=participant, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("%(name)s is withdrawn.") % {"name": participant.user})
        return HttpResponseRedirect(back_url)
    context = {
        "title": _("Withdraw %(name)s?") % {"name": participant.user},
        "text": _(
            "The place is free again, and they are told so. If there is a pairing, it ends, and the partner reads only "
            "that the program has changed the pairing. You can take them in again at any time; a pairing that has "
            "ended stays so."
        ),
        "form": form,
        "action_label": _("Withdraw"),
        "back_url": back_url,
        "is_harmful": True,
    }
    return render(request, "check.html", context, status=422 if form.errors else 200)


def taken_by(cycle: Cycle, reader: User) -> set[uuid.UUID]:
    """Who has a place in the cycle; of people near the reader also who has had one."""
    has_place = ~Q(state__in=Participant.GONE) | TeamScope(reader).of_others
    return set(cycle.participants.filter(has_place).values_list("user_id", flat=True))


def refuse_taken(participant: Participant, user: User, taken: Collection[uuid.UUID]) -> None:
    """Not for whoever has taken the place already: a second click is harmless."""
    if user.pk in taken and (participant.replaced_by is None or participant.replaced_by.user_id != user.pk):
        raise Refused(_("%(name)s has a place in this cycle already. Pick somebody else.") % {"name": user})


@page(manages_programs, post=HARMLESS)
def participant_replace(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    """Somebody else takes the place: search, pick, and it is done with one message to the new one."""
    participant = changeable_participant(request, program_id, participant_id)
    taken = taken_by(participant.cycle, request.user)
    words = request.GET.get("q", "").strip()
    form = AnswerUntilForm(request.POST or None, cycle=participant.cycle)
    if request.method == "POST" and form.is_valid():
        user = get_object_or_404(User, pk=checked_id(request.POST.get("person", "")))
        note = request.POST.get("note", "").strip()[:300]
        try:
            refuse_taken(participant, user, taken)
            successor = replace_participant(
                participant=participant, user=user, by=request.user, note=note, **form.cleaned_data
            )
        except Refused as refused:
            messages.warning(request, str(refused))
            return HttpResponseRedirect(request.get_full_path())
        said_ = _("%(old)s is withdrawn and %(new)s is invited.") % {"old": participant.user, "new": user}
        messages.success(request, said_)
        return HttpResponseRedirect(reverse("participant_detail", args=[program_id, successor.pk]))
    context = {
        "program": participant.cycle.program,
        "tab": "people",
        "cycle": participant.cycle,
        "participant": participant,
        "words": words,
        "form": form,
        "candidates": [user for user in search_people(words) if user.pk not in taken],
    }
    return render(request, "programs/participant_replace.html", context, status=422 if form.errors else 200)
