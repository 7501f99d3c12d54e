"""What everybody is asked at enrolment besides topics, questions and wishes. A new field is one entry of the list.

The form, what is saved, and the answers as the person and the program team read them are drawn from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, TimeInput, audience
from people.cldr import names_of
from people.models import User
from people.profile.fields import LanguagesField, ZoneField
from people.timezones import grouped_after
from programs.forms.questions import TEAM_AND_PARTNER
from programs.models import Participant

Text = str | Promise
CAPACITIES = [(n, str(n)) for n in range(1, 6)]


class Owner(Enum):
    """Whose value it is: the place's, in one cycle, or the person's, in every program."""

    PLACE = auto()
    PERSON = auto()


@dataclass(frozen=True, kw_only=True)
class EnrolmentField:
    """One thing that is asked.

    `field` makes the form field, which cleans to the value of `column`, of the place or of the person as `owner` says.
    `shown` are the title and the text under which the person and the team read it; `readers` are said beside the field
    where it takes words. What has the same `row` as the one before stands beside it.
    """

    name: str
    owner: Owner
    column: str
    field: Callable[[], forms.Field]
    title: Text
    shown: Callable[[Participant], str]
    readers: Text | Audience | None = None
    row: str = ""
    #: Of the person where it is not `column`: what the form is filled with.
    filled_with: str = ""

    def form_field(self) -> forms.Field:
        """A new field, with who reads it."""
        return audience(self.field(), self.readers) if self.readers else self.field()

    def initial(self, user: User, participant: Participant | None) -> object:
        """What the form shows at first; `place` is one that has been asked for before."""
        if self.owner is Owner.PERSON:
            return getattr(user, self.filled_with or self.column)
        return getattr(participant or Participant(), self.column)


ENROLMENT_FIELDS = (
    EnrolmentField(
        name="capacity",
        owner=Owner.PLACE,
        column="capacity",
        field=lambda: forms.TypedChoiceField(
            label=_("How many partners at the same time?"), choices=CAPACITIES, coerce=int,
            help_text=_("One is right for most people."),
        ),
        title=_("Partners at the same time"),
        shown=lambda participant: str(participant.capacity),
    ),
    EnrolmentField(
        name="time_zone",
        owner=Owner.PERSON,
        column="time_zone",
        filled_with="zone_name",
        field=lambda: ZoneField(
            label=_("Your time zone"), choices=grouped_after(_("Choose the city nearest to you"))
        ),
        title=_("Time zone"),
        shown=lambda participant: participant.user.zone_words,
    ),
    EnrolmentField(
        name="works_from",
        owner=Owner.PERSON,
        column="works_from",
        field=lambda: forms.TimeField(label=_("You work from"), widget=TimeInput()),
        title=_("Works from"),
        shown=lambda participant: f"{participant.user.works_from:%H:%M}",
        row="hours",
    ),
    EnrolmentField(
        name="works_until",
        owner=Owner.PERSON,
        column="works_until",
        field=lambda: forms.TimeField(label=_("until"), widget=TimeInput()),
        title=_("Works until"),
        shown=lambda participant: f"{participant.user.works_until:%H:%M}",
        row="hours",
    ),
    EnrolmentField(
        name="languages",
        owner=Owner.PERSON,
        column="spoken_languages",
        field=lambda: LanguagesField(
            label=_("Languages you are at ease in"), required=False, max_length=200,
            help_text=_("With commas between them, for example: English, German."),
        ),
        readers=TEAM_AND_PARTNER,
        title=_("Languages"),
        shown=lambda participant: names_of(participant.user.spoken_languages),
    ),
)  # fmt: skip


def enrolment_facts(participant: Participant) -> list[tuple[Text, str]]:
    """What was answered, each with its title; needs the person. What was left out is not there."""
    facts = [(entry.title, entry.shown(participant)) for entry in ENROLMENT_FIELDS]
    return [(title, text) for title, text in facts if text]
