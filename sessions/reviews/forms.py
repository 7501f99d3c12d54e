"""Cleaning review answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from frame.forms import Audience, audience, rating_field
from sessions.models import ChangeWish, ReviewQuestion, ReviewRound
from sessions.reviews.questions import BEFORE, COMMENT, LONGEST_TEXT, MAY_STAND_ALONE
from sessions.reviews.thresholds import FEWEST_OF_A_KIND

_AT_START = _(
    "When you signed your agreement you chose %(n)s. Only you see this. Keep it, or change it if you see it otherwise "
    "today."
)


class AnswersForm(forms.Form):
    """The questions of one step. `earlier` are the answers so far, by question code; `at_start` is what one said when
    signing, which one need not remember."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        questions: Iterable[ReviewQuestion],
        review_round: ReviewRound,
        earlier: Mapping[str, Any],
        at_start: int | None = None,
    ) -> None:
        super().__init__(data, initial=dict(earlier))
        for question in questions:
            self.fields[question.code] = audience(_field_of(question), who_will_see(question, review_round))
            if question.code == BEFORE and at_start:
                self.initial.setdefault(BEFORE, at_start)
                self.fields[BEFORE].help_text = _AT_START % {"n": at_start}
            if question.code == COMMENT:
                self.fields[MAY_STAND_ALONE] = _may_stand_alone()
                self.initial[MAY_STAND_ALONE] = "yes" if earlier.get(MAY_STAND_ALONE) else ""


def _field_of(question: ReviewQuestion) -> forms.Field:
    if question.kind == ReviewQuestion.Kind.RATING:
        return rating_field(question.text, required=question.is_required)
    return forms.CharField(
        label=question.text,
        required=question.is_required,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Leave out names, and anything by which you could be told apart."),
    )


def _may_stand_alone() -> forms.Field:
    return forms.ChoiceField(
        label=_("If yours is the only one of its kind, may it be shown?"),
        choices=[("", _("No")), ("yes", _("Yes"))],
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Of its kind are the comments of your side in this review. When fewer than %(n)s people of your side write "
            "one, it could be guessed whose each is. Yours is then left out and deleted, unless you say yes."
        )
        % {"n": FEWEST_OF_A_KIND},
    )


def who_will_see(question: ReviewQuestion, review_round: ReviewRound) -> str:
    """Who reads an answer, with the threshold that was fixed when the round opened."""
    if question.kind == ReviewQuestion.Kind.TEXT:
        least = review_round.comment_threshold
        text = ngettext(
            "The program team, without your name and in random order, once %(n)s person has commented",
            "The program team, without your name and in random order, once %(n)s people have commented",
            least,
        )
    else:
        least = review_round.score_threshold
        text = ngettext(
            "Nobody; what is shown is a share, in coarse steps, of at least %(n)s answer of your side",
            "Nobody; what is shown is a share, in coarse steps, of at least %(n)s answers of your side",
            least,
        )
    return text % {"n": least}


class WishForm(forms.Form):
    """The one question outside the confidential part."""

    wish = audience(
        forms.ChoiceField(
            label=_("Would you like to go on?"),
            choices=[(wish, capfirst(label)) for wish, label in ChangeWish.Wish.choices],
            widget=forms.RadioSelect,
            help_text=_(
                "When the review has closed, the program team reads who would like a change, with the name. "
                "Your partner does not see it."
            ),
        ),
        Audience.TEAM,
    )
