"""Verbs about the orientation of a program."""

from django.db import transaction

from frame.errors import Conflict
from people.models import User
from programs.models import Orientation, Program
from programs.orientation_texts import STANDARD, Words
from programs.recording import record_act
from programs.services.setup import mark_topic_visited, refuse_archived


def latest_orientation(program: Program, side: str) -> Orientation | None:
    """The program's own words for a side; None while the standard ones hold."""
    return program.orientations.filter(side=side).first()


def words_of(orientation: Orientation | None, side: str) -> Words:
    """What that side reads."""
    if orientation is None:
        return STANDARD[side]
    screens = tuple((screen["title"], screen["text"]) for screen in orientation.screens)
    return Words(screens, tuple(orientation.pledge), orientation.question)


@transaction.atomic
def write_orientation(*, program: Program, side: str, words: Words, by: User, seen: int) -> bool:
    """A new version, for whoever has not done it yet. False where the words are those in force. Raises Conflict when
    somebody has written another version than `seen`."""
    refuse_archived(program)
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    latest = latest_orientation(program, side)
    version = latest.version if latest else 0
    if version != seen:
        raise Conflict
    mark_topic_visited(program=program, code="orientation")
    if as_kept(words_of(latest, side)) == as_kept(words):
        return False
    Orientation.objects.create(program=program, side=side, version=version + 1, written_by=by, **as_kept(words))
    record_act("orientation.changed", program, about=program, by=by, side=side, version=version + 1)
    return True


def as_kept(words: Words) -> dict[str, object]:
    """The words as the columns hold them."""
    return {
        "screens": [{"title": str(title), "text": str(text)} for title, text in words.screens],
        "pledge": [str(line) for line in words.pledge],
        "question": str(words.question),
    }


def copy_orientation(*, source: Program, target: Program, by: User) -> None:
    """The words in force of one program, as the first version of another."""
    for side in STANDARD:
        if latest := latest_orientation(source, side):
            kept = as_kept(words_of(latest, side))
            Orientation.objects.create(program=target, side=side, version=1, written_by=by, **kept)
