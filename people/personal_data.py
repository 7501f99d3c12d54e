"""What the product keeps about people, model by model: the register from which docs/personal-data.md, the export of
one's own data, erasure and the tests about them are made.

Each app declares its models in a module `personal_data` and adds them here in its `AppConfig.ready()`. A model that
holds a person, or a field that holds a text, an address or a date about one, fails the tests until it is declared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from frame.ports import Hook

if TYPE_CHECKING:
    from people.models import User

type Words = str | Promise
type Rows = models.QuerySet[Any, Any]


class Basis(models.TextChoices):
    """The legal basis that is offered for keeping something; the organisation decides which it takes."""

    CONSENT = "consent", _("consent: nothing is kept unless the person has given it")
    PARTICIPATION = "participation", _("taking part in the program, which the person has asked for or agreed to")
    EMPLOYMENT = "employment", _("running the employment relationship, as agreed with the works council")
    INTEREST = "interest", _("a legitimate interest in running the product safely")
    DUTY = "duty", _("a legal duty to show who did what")


@dataclass(frozen=True)
class Deleted:
    """On erasure the rows go."""

    why: Words = ""


@dataclass(frozen=True)
class Kept:
    """On erasure the rows stay as they are: what is in them belongs to somebody else, or is a number without a name."""

    why: Words


@dataclass(frozen=True)
class Emptied:
    """On erasure the rows stay, for the other's sake and for the figures, and these fields get these values."""

    values: Mapping[str, Any]
    why: Words


@dataclass(frozen=True)
class ErasedBy:
    """On erasure this is called, as `erase(person=..., by=...)`: what has its own rules is changed by its service."""

    erase: Callable[..., object]
    why: Words


type OnErasure = Deleted | Kept | Emptied | ErasedBy

#: Why a field is not exported, where many share the reason.
TECHNICAL: Words = _("for the working of the product; it says nothing about you")
OF_OTHERS: Words = _("it names somebody else; what you may know of it stands on your pages")
OF_THE_TEAM: Words = _("a note of the program team for itself")
ITSELF: Words = _("it is you")
TELLS: Words = _("it would tell what the other one has asked for or answered")
#: How long, where many share it.
AS_LONG_AS_THE_PROGRAM: Words = _("as long as the program")
AFTER_THE_PAIR: Words = _("until the pairing and its cycle have been over for some time")
#: Why rows stay.
OF_THE_TWO: Words = _("it belongs to both of you; your name becomes “former participant”")


@dataclass(frozen=True, kw_only=True)
class PersonalRecord:
    """One model, as the register tells of it."""

    model: type[models.Model]
    #: What it is to the person it is about: "Your parts of session logs".
    name: Words
    #: What it is kept for.
    purpose: Words
    basis: Basis
    #: Who reads it in the product.
    readers: Words
    #: How long it is kept, in words.
    kept: Words
    #: The codes of the rules of retention (people.retention.time_limits) that say after how many days.
    rules: tuple[str, ...] = ()
    #: From a row to each person it is about, as lookups: ("author",), ("junior__user", "senior__user"). Empty where
    #: nobody can tell whose it is.
    people: tuple[str, ...]
    #: The fields that stand in the export of somebody who may read them, in this order.
    exported: tuple[str, ...] = ()
    #: What stands there beside them, by its label, for a row and its reader: what is sealed, or pieced together.
    computed: Callable[[Any, User], Mapping[Words, Any]] | None = None
    #: By exported field what the row's page shows instead of its value: of a time that is told by the day, the day.
    shown_as: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    #: The other fields with a text, an address, a date or a person, each with why it does not.
    withheld: Mapping[str, Words] = field(default_factory=dict)
    #: The rows that belong into the export of a person: what they may read in the product themselves, nothing else.
    rows_of: Callable[[User], Rows]
    on_erasure: OnErasure
    #: The rows that erasure deletes or empties, where these are not all that are about the person.
    own_rows: Callable[[User], Rows] | None = None

    @property
    def label(self) -> str:
        """The model by app and name, `sessions.SessionLog`."""
        return f"{self.model.__module__.partition('.')[0]}.{self.model.__name__}"

    def about(self, person: User) -> Rows:
        """All rows that the person is one of the people of, whether or not they may read them."""
        return rows_where(self.model, *self.people)(person)

    @property
    def erasure(self) -> str:
        """What erasure does to the rows, in words."""
        match self.on_erasure:
            case Deleted(why=why):
                return gettext("Deleted. %(why)s") % {"why": _sentence(why)} if why else gettext("Deleted.")
            case Kept(why=why):
                return gettext("Kept. %(why)s") % {"why": _sentence(why)}
            case Emptied(values=values, why=why):
                names = ", ".join(str(label_of(self.model, name)) for name in values)
                return gettext("Emptied: %(fields)s. %(why)s") % {"fields": names, "why": _sentence(why)}
            case ErasedBy(why=why):
                return _sentence(why)

    def to_erase(self, person: User) -> Rows:
        """The rows that `on_erasure` speaks of."""
        return self.own_rows(person) if self.own_rows else self.about(person)


def _sentence(words: Words) -> str:
    return f"{capfirst(str(words))}."


def label_of(model: type[models.Model], name: str) -> Words:
    """A field as pages call it."""
    try:
        return cast(Words, cast(Any, model._meta.get_field(name)).verbose_name)
    except FieldDoesNotExist:
        return name.replace("_", " ")


PERSONAL_RECORDS: Hook[PersonalRecord] = Hook(
    "people.personal_data.PERSONAL_RECORDS",
    "What is kept about people, model by model: docs/personal-data.md, the export of one's own data, erasure.",
    key=lambda record: record.label,
)
#: Models that hold no word about a person, each with why; the tests ask for one or the other.
IMPERSONAL_MODELS: Hook[tuple[type[models.Model], str]] = Hook(
    "people.personal_data.IMPERSONAL_MODELS",
    "Models that hold nothing about a person, with the reason.",
    key=lambda entry: entry[0].__name__,
)


def nothing_of(model: type[models.Model]) -> Callable[[User], Rows]:
    """For `rows_of`: the person reads none of these in the product."""

    def none(person: User) -> Rows:
        return model._default_manager.none()

    return none


def rows_where(model: type[models.Model], *lookups: str) -> Callable[[User], Rows]:
    """For `rows_of` and `own_rows`: where one of these lookups leads to the person."""

    def rows(person: User) -> Rows:
        is_theirs = models.Q(pk__in=[])
        for lookup in lookups:
            is_theirs |= models.Q(**{lookup: person.pk})
        everything = model._default_manager
        return everything.filter(pk__in=everything.filter(is_theirs).order_by().values("pk"))

    return rows
