"""Getting ready: a few screens to read, a pledge to tick, a question to warm up."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.forms import audience
from frame.posts import digest
from pairings import services
from pairings.models import Pairing
from pairings.people_to_turn_to import addressees_of
from pairings.rules import takes_part
from pairings.services.orientation import WarmedUp
from people.access import HARMLESS, PersonRequest, page
from people.promises import READERS as READERS_OF_WORDS
from programs.models import WarmUp
from programs.orientation_texts import Words
from programs.services import latest_orientation, words_of

ME, TWO = "me", "two"
READERS = ((ME, gettext_lazy("Only you")), (TWO, gettext_lazy("You and your partner")))


class OrientationDoneForm(forms.Form):
    """The last screen: every sentence of the pledge by itself, and the question, whose readers are chosen first."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, words: Words) -> None:
        super().__init__(data, initial={"seen": mark_of(words), "readers": ME})
        self.words = words
        for number, line in enumerate(words.pledge):
            self.fields[f"pledge_{number}"] = forms.BooleanField(
                label=str(line), error_messages={"required": _("Tick each sentence, or talk to the program team.")}
            )
        if words.question:
            self.fields["readers"] = forms.ChoiceField(
                label=_("Who reads your answer?"), choices=READERS, widget=forms.RadioSelect,
                help_text=_("Choose before you write; it stays as you have chosen."),
            )  # fmt: skip
            self.fields["answer"] = audience(
                forms.CharField(
                    label=str(words.question), required=False, max_length=1000, widget=forms.Textarea,
                    help_text=_("A sentence or two, if you like. You may leave it empty."),
                ),
                gettext_lazy("Only you, or you and your partner, as chosen above"),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != mark_of(self.words):
            kept = {name: value for name, value in self.data.items() if not name.startswith("pledge_")}
            self.data = kept | {"seen": mark_of(self.words)}
            self.add_error(None, _("The program has changed these words meanwhile. Please read them again."))
        return cleaned

    @property
    def warm_up(self) -> WarmedUp | None:
        """What was answered; None where nothing was."""
        text = str(self.cleaned_data.get("answer", "")).strip()
        shared = self.cleaned_data.get("readers") == TWO
        return WarmedUp(str(self.words.question), text, shared) if text else None

    @property
    def pledge_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("pledge_")]

    @property
    def question_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in ("readers", "answer") if name in self.fields]


def mark_of(words: Words) -> str:
    """A fingerprint of what is read, so that nobody pledges other words."""
    return digest({"screens": [list(map(str, screen)) for screen in words.screens],
                   "pledge": [str(line) for line in words.pledge], "question": str(words.question)})  # fmt: skip


@page(takes_part, post=HARMLESS)
def pairing_orientation(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """One screen after the other (`?screen=`); on the last one a leader pledges, and both may answer a question."""
    own_pairings = Pairing.objects.for_party(request.user).filter(agreed_at__isnull=False)
    pairing = get_object_or_404(own_pairings, pk=pairing_id)
    participant = pairing.participant_of(request.user)
    words = words_of(latest_orientation(pairing.cycle.program, participant.side), participant.side)
    if participant.oriented_at:
        return _done(request, pairing, words)
    form = OrientationDoneForm(request.POST or None, words=words)
    if request.method == "POST" and form.is_valid():
        lines = [str(line) for line in words.pledge]
        opened = services.note_orientation(participant=participant, pledge=lines, warm_up=form.warm_up)
        if pairing in opened:
            messages.success(request, _("Both of you are ready and have signed: your pairing is open."))
            return redirect("pairing_detail", pairing_id)
        messages.success(request, _("Noted. Next comes the agreement."))
        return redirect("agreement_detail", pairing_id)
    last = len(words.screens) + 1
    number = last if form.is_bound else _number(request.GET.get("screen", ""), last)
    context = {
        "pairing": pairing, "participant": participant, "form": form, "number": number, "last": last,
        "screen": words.screens[number - 1] if number < last else None,
        "readers": READERS_OF_WORDS,
        "addressees": addressees_of(pairing) if number == last and pairing.is_open else None,
    }  # fmt: skip
    return render(request, "pairings/pairing_orientation.html", context, status=422 if form.errors else 200)


def _number(asked: str, last: int) -> int:
    return min(int(asked), last) if asked.isdecimal() and len(asked) < 4 and int(asked) else 1


def _done(request: PersonRequest, pairing: Pairing, words: Words) -> HttpResponse:
    """All of it to read again, with what was pledged and answered."""
    if request.method == "POST":
        return redirect("agreement_detail", pairing.pk)
    participant = pairing.participant_of(request.user)
    context = {"pairing": pairing, "participant": participant, "words": words}
    context["readers"] = READERS_OF_WORDS
    context["pledge"] = getattr(participant, "pledge", None)
    context["warm_up"] = WarmUp.objects.filter(participant=participant).first()
    context["back_url"] = reverse("pairing_detail", args=[pairing.pk])
    return render(request, "pairings/pairing_orientation_done.html", context)
