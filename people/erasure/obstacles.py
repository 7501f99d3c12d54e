"""What stands in the way of erasing somebody now, each as a sentence with a way on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.ports import Hook
from people.approvals.role_grants import refuse_last_admin
from people.models import User
from people.retention.holds import is_held


@dataclass(frozen=True)
class Obstacle:
    """Why not now, and the page on which that can be changed, for whoever may open it.

    `is_hrs`: HR alone can settle it. Of these the person reads none: they are all one to them, so that nothing tells
    one from a legal hold. They may ask all the same, and it waits until HR has settled it."""

    sentence: str
    url: str = ""
    link: str = ""
    is_hrs: bool = False


class HrFirst(Refused):
    """HR has something to settle before it can be done; says no more, for the person reads it too."""

    def __init__(self) -> None:
        super().__init__(_("HR has something to settle first"))


hooks: Hook[Callable[[User, User | None], Iterable[Obstacle]]] = Hook(
    "people.erasure.obstacles.hooks",
    "What stands in the way of erasing a person: called with the person and the reader of the sentences, who is the "
    "person, one of HR who is not close to them, or nobody.",
)


@transaction.atomic
def obstacles_of(person: User, reader: User | None) -> list[Obstacle]:
    """Everything that stands in the way now; nothing when they can be erased. What it looks at is held until the
    erasure is done, or the page has been read."""
    obstacles = [obstacle for look in hooks for obstacle in look(person, reader)]
    is_self = reader is not None and reader.pk == person.pk
    return [obstacle for obstacle in obstacles if not (is_self and obstacle.is_hrs)]


def refuse_what_stands_in_the_way(person: User, reader: User) -> None:
    """Raises Refused with the first sentence of what stands in the way, as the reader may know it."""
    if obstacles := obstacles_of(person, reader):
        raise Refused(obstacles[0].sentence)


def refuse_at_the_hour(person: User) -> None:
    """Raises Refused with what stands in the way of an erasure that is to be carried out, in words that the person
    reads: what they can settle themselves comes first, so that it is the same sentence with a legal hold and without.
    Else HrFirst."""
    if obstacles := obstacles_of(person, None):
        own = next((obstacle for obstacle in obstacles if not obstacle.is_hrs), None)
        raise Refused(own.sentence) if own else HrFirst()


def for_hr_to_settle(person: User) -> str:
    """What HR has to settle before anybody agrees; empty where nothing, or where the person has to do something
    first: then they are told that, and nothing else."""
    obstacles = obstacles_of(person, None)
    return obstacles[0].sentence if obstacles and all(obstacle.is_hrs for obstacle in obstacles) else ""


def legal_hold(person: User, reader: User | None) -> Iterable[Obstacle]:
    """Whom a dispute needs stays. That there is one is HR's alone to know: the person finds the same with it and
    without, and may ask; nobody of HR can agree while it lasts."""
    if not is_held(person):
        return
    sentence = _(
        "There is a legal hold on this person, on a pairing of theirs, or on somebody they were paired with. It has to "
        "be lifted first."
    )
    yield Obstacle(sentence, reverse("hold_list"), _("Legal holds"), is_hrs=True)


def last_admin(person: User, reader: User | None) -> Iterable[Obstacle]:
    """Somebody has to be left who may give roles."""
    try:
        refuse_last_admin(person)
    except Refused:
        yield Obstacle(
            _("Nobody else is HR admin. Somebody else has to become one first."), reverse("people_list"), _("People")
        )
