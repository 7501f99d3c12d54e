"""Wishes for partners, kept as they were written. Whether the roster has somebody of that name or address is never
said to who wrote it: else the form would tell who is in the roster to people who may not look them up."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models.functions import Lower

from people.models import User
from programs.models import Participant, Wish


class Wished(NamedTuple):
    """A name or address as somebody wrote it, and whom it means, if that is clear."""

    named: str
    person_id: uuid.UUID | None


def whom(texts: Sequence[str]) -> list[Wished]:
    """Whom each text means; a person whom an earlier one means already is not meant twice. One query for each."""
    found: list[Wished] = []
    for text in texts:
        people = people_named(text)
        person = people[0].pk if len(people) == 1 else None
        found.append(Wished(text, None if person in {one.person_id for one in found} else person))
    return found


def people_named(text: str) -> list[User]:
    """Active people with that e-mail address, or with that full name; two at most."""
    if "@" in text:
        return list(User.objects.active().filter(email__iexact=text)[:2])
    first, _space, last = text.rpartition(" ")
    given = User.objects.active().filter(last_name__iexact=last)
    return list((given.filter(first_name__iexact=first) | given.filter(preferred_name__iexact=first))[:2])


def is_oneself(user: User, text: str) -> bool:
    """Whether somebody has written their own address or name."""
    return text.casefold() in _names_of(user)


def settle_wishes(participant: Participant) -> None:
    """Wishes of the cycle that nobody was meant by when they were written, and that mean who now takes part."""
    user = participant.user
    meant = {name for name in _names_of(user) if people_named(name) == [user]}
    waiting = Wish.objects.filter(participant__cycle=participant.cycle_id, wanted=None).exclude(participant=participant)
    waiting = waiting.exclude(participant__in=Wish.objects.filter(wanted=user).values("participant"))
    found = waiting.annotate(lower=Lower("named")).filter(lower__in=meant).order_by("-rank")
    first = {wish.participant_id: wish for wish in found}
    Wish.objects.filter(pk__in=[wish.pk for wish in first.values()]).update(wanted=user)


def _names_of(user: User) -> set[str]:
    names = {f"{name} {user.last_name}" for name in (user.first_name, user.preferred_name) if name}
    return {text.casefold() for text in (user.email, *names)}
