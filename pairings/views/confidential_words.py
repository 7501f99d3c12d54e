"""Confidential words: written by one of the two, read and answered by those it names."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from pairings.forms import LineForm, WordForm
from pairings.models import ConfidentialWord, Pairing
from pairings.people_to_turn_to import addressees_of
from pairings.rules import takes_part
from pairings.services import add_line, note_reading, send_word, take_back_word
from people.access import ONCE, PersonRequest, page


@page(takes_part)
@never_cache
def word_list(request: PersonRequest) -> HttpResponse:
    """What one is to read, and what one has written; nobody else's."""
    received = ConfidentialWord.objects.addressed_to(request.user).for_page()
    written = ConfidentialWord.objects.written_by(request.user).for_page()
    context = {
        "theirs": [(word, word.has_news_for(request.user)) for word in received],
        "mine": [(word, word.has_news_for(request.user)) for word in written],
    }
    return render(request, "pairings/word_list.html", context)


@page(takes_part, post=ONCE)
def word_write(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Write in confidence to those the page names; says so before one types where nobody is left to read it."""
    pairing = get_object_or_404(Pairing.objects.for_party(request.user), pk=pairing_id)
    addressees = addressees_of(pairing)
    form = WordForm(request.POST or None, addressees=addressees)
    if request.method == "POST" and form.is_valid():
        word = send_word(pairing=pairing, by=request.user, **form.cleaned_data)
        messages.success(request, _("Sent. Nothing else has changed, and nobody else was told."))
        return redirect("word_detail", word.pk)
    context = {"pairing": pairing, "addressees": addressees, "form": form}
    return render(request, "pairings/word_write.html", context, status=422 if form.errors else 200)


@page(takes_part, post=ONCE)
@never_cache
def word_detail(request: PersonRequest, word_id: uuid.UUID) -> HttpResponse:
    """The word with what was answered, for its author and those it is addressed to; either may add to it."""
    word = get_object_or_404(ConfidentialWord.objects.visible_to(request.user).for_page(), pk=word_id)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_line(word=word, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Sent."))
        return redirect("word_detail", word_id)
    if request.method != "HEAD":  # a form that was sent empty shows the word as well
        note_reading(word=word, by=request.user)
    readers = set(ConfidentialWord.objects.readers_of(word))
    context = {
        "word": word,
        "is_author": word.is_by(request.user),
        "readers": [(reader, reader.user_id in readers) for reader in word.readers.all()],
        "has_reader": bool(readers),
        "form": form,
    }
    return render(request, "pairings/word_detail.html", context, status=422 if form.errors else 200)


@page(takes_part, post=ONCE)
def word_take_back(request: PersonRequest, word_id: uuid.UUID) -> HttpResponse:
    """Its author takes it back; the page says whether somebody has read it already."""
    word = get_object_or_404(ConfidentialWord.objects.written_by(request.user).for_page(), pk=word_id)
    if request.method == "POST":
        was_read = take_back_word(word=word, by=request.user)
        sentence = _("It is gone. Nobody had read it.")
        messages.success(request, _("It is gone from here. It had been read before.") if was_read else sentence)
        return redirect("pairing_detail", word.pairing_id)
    context = {
        "title": _("Take this back?"),
        "text": _(
            "The word, the answers and the replies are deleted. It has been read already: what was read cannot be made "
            "unread."
        )
        if word.first_read_at
        else _("Nobody has read it yet. It is deleted, and nobody ever will."),
        "action_label": _("Take it back"),
        "back_url": reverse("word_detail", args=[word_id]),
    }
    return render(request, "check.html", context)
