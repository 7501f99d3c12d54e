"""Who would like a change after a review, as one list, and what the program team does about several at once."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frame.lists import chip, page_of, render_list, ticks_of
from frame.posts import ticked
from pairings.services import hour_of_ending
from people.access import ONCE, PersonRequest, page
from people.models import User
from programs.models import Cycle, Program
from programs.selection import chosen_cycle, cycle_or_refuse, managed_program
from sessions.models import ChangeWish, ReviewRound
from sessions.reviews.collecting import CHANGES
from sessions.reviews.querysets import ChangeWishQuerySet
from sessions.reviews.services.closing import end_wished, note_talk
from sessions.rules import runs_reviews

Text = str | Promise


@dataclass(frozen=True)
class Act:
    """What is done about the pairs of several wishes, and to which of them. `next_url` is where one goes on."""

    title: Callable[[int], str]
    text: Text
    label: Text
    wishes: tuple[str, ...]
    left_out: Text
    next_url: str


ACTS = {
    "end": Act(
        lambda n: ngettext("End %(n)s pair?", "End %(n)s pairs?", n) % {"n": n},
        gettext_lazy(
            "Both of each pair read “The program has changed your pairing”: not who asked, not why, and all at the "
            "same hour. Until then nothing changes for them. Whoever would like to stop is not matched again until you "
            "take that back on the page of their enrolment; the others can be. An end cannot be undone."
        ),
        gettext_lazy("End these pairs"),
        CHANGES,
        gettext_lazy("An end is decided for these already"),
        "change_wish_list",
    ),
    "partner": Act(
        lambda n: ngettext("Look for new partners for %(n)s pair?", "Look for new partners for %(n)s pairs?", n)
        % {"n": n},
        gettext_lazy(
            "A new partner can be found once the present pair has ended. Both of each pair read “The program has "
            "changed your pairing”: not who asked, not why, and all at the same hour. From then on all of them can be "
            "matched: run the match after that hour. An end cannot be undone."
        ),
        gettext_lazy("End these pairs, then match anew"),
        (ChangeWish.Wish.SWAP,),
        gettext_lazy("These would like to stop, or an end is decided already"),
        "match_board",
    ),
}  # fmt: skip


TALKED: dict[str, Text] = {"no": gettext_lazy("Not talked over yet"), "yes": gettext_lazy("Talked over")}


def last_closed(cycle: Cycle | None) -> ReviewRound | None:
    """The round whose wishes count: a later one takes the place of what was said before."""
    return cycle.review_rounds.closed().reviews().order_by("-number").first() if cycle else None


def wishes_of(review_round: ReviewRound | None, user: User) -> ChangeWishQuerySet:
    """What `user` may read of that round's wishes; nothing while none has closed."""
    told = ChangeWish.objects.told_to(user)
    return told.filter(round=review_round) if review_round else told.none()


def address_of(name: str, cycle: Cycle) -> str:
    return reverse(name, args=[cycle.program_id], query={"cycle": cycle.pk})


@page(runs_reviews)
def change_wish_list(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Everybody who said at the end of the last closed review that they would like a change, in pairs that go on."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    review_round = last_closed(cycle)
    wishes = wishes_of(review_round, request.user)
    wanted, talked = request.GET.get("wish", ""), request.GET.get("talked", "")
    if wanted in CHANGES:
        wishes = wishes.filter(wish=wanted)
    if talked in TALKED:
        wishes = wishes.filter(talked_at__isnull=talked == "no")
    page_shown = page_of(request.GET, wishes)
    context = {
        "program": program,
        "cycle": cycle,
        "tab": "review",
        "round": review_round,
        "page": page_shown,
        "ticks": ticks_of(request.GET, (wish.pk for wish in page_shown)),
        "wanted": wanted if wanted in CHANGES else "",
        "chips": [chip(request.GET, "wish", wish, capfirst(ChangeWish.Wish(wish).label)) for wish in CHANGES]
        + [chip(request.GET, "talked", value, words) for value, words in TALKED.items()],
        "is_filtered": wanted in CHANGES or talked in TALKED,
        "talked": talked if talked in TALKED else "",
    }
    return render_list(request, "sessions/change_wish_list.html", context)


@page(runs_reviews, post=ONCE)
def change_wish_act(request: PersonRequest, program_id: uuid.UUID, act: str) -> HttpResponse:
    """To write to the ticked people, the page on which that is done; else who is meant and what follows, and the
    deed for exactly those who were shown."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    read = wishes_of(last_closed(cycle), request.user)
    wishes = list(read.filter(pk__in=ticked(request.POST or request.GET)))
    if not wishes:
        messages.warning(request, _("Nobody is ticked, or their pair has ended since. Tick people, then press again."))
        return HttpResponseRedirect(address_of("change_wish_list", cycle))
    if act == "talk":
        return HttpResponseRedirect(letter_to(wishes, cycle))
    if act == "talked":
        return talked_over(request, cycle, wishes)
    return carry_out(request, program, cycle, act, wishes)


def letter_to(wishes: list[ChangeWish], cycle: Cycle) -> str:
    """The page on which one writes to those who said so, with words to begin with: never to their partners."""
    places = [wish.pairing.participant_of(wish.user).pk for wish in wishes]
    query = {"cycle": cycle.pk, "who": sorted(set(places)), "words": "change"}
    return reverse("participants_write", args=[cycle.program_id], query=query)


def talked_over(request: PersonRequest, cycle: Cycle, wishes: list[ChangeWish]) -> HttpResponse:
    """Who is meant, then that it has been talked over with them; from a page before it is noted."""
    list_url = address_of("change_wish_list", cycle)
    if request.method == "POST":
        count = note_talk(wishes=wishes, by=request.user)
        noted = ngettext("%(n)s wish is noted as talked over.", "%(n)s wishes are noted as talked over.", count)
        messages.success(request, noted % {"n": count} if count else _("It was noted already."))
        return HttpResponseRedirect(list_url)
    context = {
        "program": cycle.program,
        "cycle": cycle,
        "title": _("Note that you have talked it over?"),
        "text": _("Your colleagues read who did and when. Nobody else is told, and nothing else changes."),
        "meant": wishes,
        "action_label": _("Note it"),
        "back_url": list_url,
    }
    return render(request, "sessions/change_wish_check.html", context)


def carry_out(
    request: PersonRequest, program: Program, cycle: Cycle, act: str, wishes: list[ChangeWish]
) -> HttpResponse:
    chosen, list_url = ACTS[act], address_of("change_wish_list", cycle)
    meant = [wish for wish in wishes if wish.wish in chosen.wishes and wish.pairing.can_be_ended]
    if act == "partner" and not cycle.may_still_pair:
        messages.warning(request, _("The cycle is closing: nobody is matched in it any more. You can still end pairs."))
        return HttpResponseRedirect(list_url)
    if not meant:
        messages.warning(request, _("There is nothing left to do for those you ticked: %(why)s.") % {
            "why": chosen.left_out})  # fmt: skip
        return HttpResponseRedirect(list_url)
    if request.method == "POST":
        count = end_wished(wishes=meant, by=request.user)
        told = ngettext("%(n)s pair ends with the next batch.", "%(n)s pairs end with the next batch.", count)
        messages.success(request, told % {"n": count})
        return HttpResponseRedirect(address_of(chosen.next_url, cycle))
    number = len({wish.pairing_id for wish in meant})
    context = {
        "program": program,
        "cycle": cycle,
        "title": chosen.title(number),
        "text": chosen.text,
        "told_at": hour_of_ending(),
        "meant": meant,
        "left_out": [wish for wish in wishes if wish not in meant],
        "left_out_title": chosen.left_out,
        "action_label": chosen.label,
        "is_harmful": True,
        "back_url": list_url,
    }
    return render(request, "sessions/change_wish_check.html", context)
