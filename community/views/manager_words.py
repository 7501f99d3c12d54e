"""A word to the mentor's line manager: written, read first, released or not."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from community.forms import ManagerWordForm
from community.models import ManagerWord
from community.rules import takes_part
from community.services import decide_about_word, drop_word, terms_of, why_not_to_manager, write_to_manager
from community.services.manager_words import tells_hours
from frame.errors import Refused
from frame.request_limits import at_most
from pairings.models import Pairing
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.models import User
from programs.models import Side
from sessions.models import Meeting

MINUTES = 60


@page(takes_part, post=ONCE)
@at_most("60/h")
@never_cache
def manager_word_write(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The leader writes two sentences; what is written already stands there instead of the form."""
    pairings = Pairing.objects.for_party(request.user).filter(senior__user=request.user, opened_at__isnull=False)
    pairing = get_object_or_404(pairings, pk=pairing_id)
    written = ManagerWord.objects.filter(pairing=pairing, author=request.user, dropped_at__isnull=True).first()
    if written:
        return redirect("manager_word_detail", written.pk)
    form = ManagerWordForm(request.POST or None, mentor=pairing.junior.user)
    context = {"pairing": pairing, "mentor": pairing.junior.user, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "community/manager_word_write.html", context, status=422 if form.errors else 200)
    try:
        word = write_to_manager(pairing=pairing, by=request.user, text=form.cleaned_data["text"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "community/manager_word_write.html", context, status=422)
    mentor = pairing.junior.user.short_name
    messages.success(request, _("%(name)s reads it first and decides whether it goes on.") % {"name": mentor})
    return redirect("manager_word_detail", word.pk)


@page(takes_part)
@never_cache
def manager_word_detail(request: PersonRequest, manager_word_id: uuid.UUID) -> HttpResponse:
    """The word, for its author, the mentor, and the manager to whom the mentor has let it go."""
    word = visible_word(request.user, manager_word_id)
    side = word.pairing.side_of(request.user)
    context: dict[str, Any] = {
        "word": word,
        "mentor": word.pairing.junior.user,
        "is_author": side == Side.SENIOR and word.author_id == request.user.pk,
        "is_mentor": side == Side.JUNIOR,
        "may_decide": word.may_be_decided_by(request.user),
        "hindrance": why_not_to_manager(word),
        "terms": terms_of(word),
        "hours": hours_told(word, side),
    }
    return render(request, "community/manager_word_detail.html", context)


@action(takes_part, post=HARMLESS)
def manager_word_decide(request: PersonRequest, manager_word_id: uuid.UUID) -> HttpResponse:
    """The mentor lets it go to their line manager, or keeps it. Nobody else is told which."""
    word = visible_word(request.user, manager_word_id)
    release = request.POST.get("decision") == "release"
    if word.pairing.side_of(request.user) != Side.JUNIOR:
        return redirect("manager_word_detail", word.pk)
    try:
        decide_about_word(word=word, by=request.user, release=release, terms=request.POST.get("terms", ""))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        kept = _("It stays with you. Nobody is told; you can still let it go later.")
        messages.success(request, _("It is on its way to your line manager.") if release else kept)
    return redirect("manager_word_detail", word.pk)


@action(takes_part, post=ONCE)
def manager_word_drop(request: PersonRequest, manager_word_id: uuid.UUID) -> HttpResponse:
    """Its author takes it back, and is told the same whatever the mentor has decided."""
    own = ManagerWord.objects.filter(author=request.user, dropped_at__isnull=True)
    word = get_object_or_404(own.select_related("pairing"), pk=manager_word_id)
    drop_word(word=word, by=request.user)
    messages.success(request, _("Taken back. If it had gone on before, it stays with whoever has got it."))
    return redirect(word.pairing.url)


def visible_word(user: User, word_id: uuid.UUID) -> ManagerWord:
    return get_object_or_404(ManagerWord.objects.visible_to(user).for_page(), pk=word_id)


def hours_told(word: ManagerWord, side: str) -> int | None:
    """The hours of meetings held, for the mentor before deciding and for the manager; None where they are not told.
    Once it is released no later meeting counts: a manager is not told from day to day whether the two have met."""
    tells = word.tells_hours if word.is_released else tells_hours(word)
    if not tells or side == Side.SENIOR:
        return None
    held = Meeting.objects.filter(pairing=word.pairing, state=Meeting.State.HELD).order_by()
    if word.is_released:
        held = held.filter(starts_at__lte=word.released_at)
    minutes = held.aggregate(minutes=Sum("minutes"))["minutes"] or 0
    return round(minutes / MINUTES)
