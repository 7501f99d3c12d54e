"""Answering what is asked months after a cycle: one short page, sealed like a review."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frame.errors import Refused
from frame.forms import audience
from people.access import PersonRequest
from sessions.models import Ballot, ReviewQuestion, ReviewRound
from sessions.reviews.questions import NO, YES
from sessions.reviews.services import answer_review, answers_so_far

LONGEST_WORDS = 500
CHOICES = ((YES, gettext_lazy("Yes")), (NO, gettext_lazy("No")))


class FollowUpForm(forms.Form):
    """Yes or no, twice, and a few words. `earlier` are the answers so far, by question code."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, ballot: Ballot, earlier: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(earlier))
        for question in ReviewQuestion.objects.for_side(ballot.side).filter(round=ballot.round_id):
            self.fields[question.code] = _field_of(question, ballot.round)


def _field_of(question: ReviewQuestion, review_round: ReviewRound) -> forms.Field:
    if question.kind == ReviewQuestion.Kind.YES_NO:
        field: forms.Field = forms.TypedChoiceField(
            label=question.text, choices=CHOICES, coerce=int, widget=forms.RadioSelect, required=question.is_required
        )
        return audience(field, gettext_lazy("Nobody; what is shown is a share, in coarse steps, of a whole side"))
    field = forms.CharField(
        label=question.text, required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave out names, and anything by which you could be told apart."),
    )  # fmt: skip
    readers = ngettext(
        "The program team, without your name and in random order, once %(n)s person has written something",
        "The program team, without your name and in random order, once %(n)s people have written something",
        review_round.comment_threshold,
    )
    return audience(field, readers % {"n": review_round.comment_threshold})


def follow_up_answer(request: PersonRequest, ballot: Ballot) -> HttpResponse:
    """The three questions; what was answered can be changed until the round closes."""
    form = FollowUpForm(request.POST or None, ballot=ballot, earlier=answers_so_far(ballot))
    if request.method == "POST" and form.is_valid():
        try:
            answer_review(ballot=ballot, answers=form.cleaned_data, wish="")
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. You can change your answers until the questions close."))
            return redirect("review_list")
    context = {"ballot": ballot, "partner": ballot.pairing.partner_of(request.user), "form": form}
    return render(request, "sessions/follow_up_answer.html", context, status=422 if form.errors else 200)
