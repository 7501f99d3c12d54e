"""Legal holds: what nothing may take away while a dispute goes on."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.audit import recording
from people.models import LegalHold, User
from people.personal_data import PERSONAL_RECORDS
from people.retention.seen_holds import close_to
from people.upper_floors import notifications, pairings


@dataclass(frozen=True)
class Held:
    """The people and pairings on which there is a hold, by their ids."""

    people: Collection[uuid.UUID] = ()
    pairings: Collection[uuid.UUID] = ()
    #: The two of each held pairing.
    of_pairings: Collection[uuid.UUID] = field(default=())

    def spared(self, model: type[Model], pairing: str = "") -> Q:
        """The rows of a model that a hold keeps, as a condition; `pairing` is the lookup to a row's pairing."""
        condition = Q(pk__in=[])
        record = next((record for record in PERSONAL_RECORDS if record.model is model), None)
        if self.people and record:
            for lookup in record.people:
                condition |= Q(**{f"{lookup}__in": self.people})
        if self.pairings and pairing:
            condition |= Q(**{f"{pairing}__in": self.pairings})
        return condition


def held_now() -> Held:
    """All that is on hold; one query, and one more where a pairing is."""
    holds = LegalHold.objects.lasting().order_by().values_list("person", "pairing_id")
    people, pairs = set(), set()
    for person, pairing in holds:
        if person:
            people.add(person)
        else:
            pairs.add(cast(uuid.UUID, pairing))
    return Held(frozenset(people), frozenset(pairs), pairings().people_of(pairs) if pairs else ())


def refuse_held(*, people: Collection[uuid.UUID] = (), pairing: uuid.UUID | None = None) -> None:
    """Raises Refused where the team would delete or empty what a hold keeps about these people or this pairing, in
    words that name no hold: who reads them need not know of it."""
    held = held_now()
    if not set(people).isdisjoint(held.people) or pairing in held.pairings:
        raise Refused(_("This stays as it is for now. Ask your HR team, who can tell you more."))


def is_held(person: User) -> bool:
    """Whether erasure must leave somebody alone: they are on hold, or a pairing of theirs is, or somebody they were
    paired with, for their words about that pairing would go too."""
    held = held_now()
    if person.pk in held.people or person.pk in held.of_pairings:
        return True
    return bool(held.people) and not pairings().paired_with(person).isdisjoint(held.people)


@transaction.atomic
def place_hold(*, person: User | None = None, pairing: uuid.UUID | None = None, reason: str, by: User) -> LegalHold:
    """Keep all that is about a person, or a pairing, until it is lifted. Recorded in the audit log, without the reason.

    Raises Refused where `by` is close to it, where there is one already, or where nothing is left to be kept."""
    people, pairs = close_to(by)
    if (person and person.pk in people) or pairing in pairs:
        raise Refused(_("You are close to this person or pairing. Another HR admin places the hold."))
    if person and person.pseudonym:
        raise Refused(_("This person is erased; nothing is left that could be kept."))
    if pairing and not pairings().titles_of([pairing]):
        raise Refused(_("There is no such pairing any more; nothing is left that could be kept."))
    try:
        with transaction.atomic():
            hold = LegalHold.objects.create(person=person, pairing_id=pairing, reason=reason, placed_by=by)
    except IntegrityError:
        raise Refused(_("There is a hold already.")) from None
    recording.record(actor=by, act="hold.placed", about=hold)
    notifications().tell_of_hold(hold, by=by)
    return hold
