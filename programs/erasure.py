"""Erasing somebody of a program: not whom it cannot do without, and their name goes from lists of the team."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.access import hr_admin
from people.erasure.obstacles import Obstacle
from people.erasure.stored_names import StoredName
from people.models import User
from programs.models import Coordinator, Cycle, Orientation, Program, TeamNote, Terms, Todo, Wish
from programs.rules import coordinated


def in_charge(person: User, reader: User | None) -> Iterable[Obstacle]:
    """Somebody else has to run each program that is not over, or to be the one whom pairs may turn to."""
    going_on = Program.objects.filter(cycles__in=Cycle.objects.exclude(state=Cycle.State.CLOSED)).distinct()
    others = Coordinator.objects.filter(program=OuterRef("pk"), user__is_active=True).exclude(user=person)
    theirs = going_on.filter(Q(coordinators__user=person) | Q(person_of_trust=person))
    programs: Iterable[Any] = theirs.annotate(has_others=Exists(others)).order_by("name", "pk")
    for program in programs:
        if program.person_of_trust_id != person.pk and program.has_others:
            continue
        sentence = _ALONE if program.person_of_trust_id != person.pk else _TRUSTED
        may_name = reader is not None and (hr_admin(reader) or program.pk in coordinated(reader))
        url = reverse("setup_people", args=[program.pk]) if may_name else ""
        yield Obstacle(sentence % {"program": program}, url, _("The people of the program"))


_ALONE = gettext_lazy("Nobody else runs “%(program)s”. Somebody has to be named who does, first.")
_TRUSTED = gettext_lazy(
    "To this person the pairs of “%(program)s” turn in confidence. Whoever runs it has to name somebody else first."
)


#: Where the line of a matter is cut.
CUT_AT = 400


def take_out_of_lists(stored: StoredName) -> None:
    """Matters of the team name people in their line, notes in their words; wishes for a partner hold what was typed."""
    todos = Todo.objects.alias(length=Length("text"))
    for todo in todos.filter(stored.may_stand_in("text") | Q(length__gte=CUT_AT)).only("text"):
        if (text := stored.taken_out(todo.text, cut_at=CUT_AT)) != todo.text:
            Todo.objects.filter(pk=todo.pk).update(text=text)
    for note in TeamNote.objects.filter(stored.may_stand_in("subject") | stored.may_stand_in("text")):
        subject, text = stored.taken_out(note.subject)[:150], stored.taken_out(note.text)
        TeamNote.objects.filter(pk=note.pk).update(subject=subject, text=text)
    for orientation in Orientation.objects.all():
        kept = {name: as_taken_out(stored, getattr(orientation, name)) for name in ("screens", "pledge", "question")}
        Orientation.objects.filter(pk=orientation.pk).update(**kept)
    for terms in Terms.objects.filter(stored.may_stand_in("text")).only("text"):
        Terms.objects.filter(pk=terms.pk).update(text=stored.taken_out(terms.text))
    wishes = Wish.objects.filter(stored.may_stand_in("named")).only("named")
    Wish.objects.filter(pk__in=[wish.pk for wish in wishes if stored.is_typed(wish.named)]).delete()


def as_taken_out(stored: StoredName, value: Any) -> Any:
    """The words without the name, in whatever lists and fields they stand."""
    if isinstance(value, dict):
        return {name: as_taken_out(stored, part) for name, part in value.items()}
    if isinstance(value, list):
        return [as_taken_out(stored, part) for part in value]
    return stored.taken_out(str(value))
