"""Who reads what pairs confide to the program: coordinators and the person of trust, named and removed.

Once a program has pairings, this is power over what others have written. Whoever is close to a pair would reach with
somebody of their own what they may not read themselves, so there it needs a second person, as it does for somebody who
came into the roster lately. All other namings hold at once, and all HR admins hear of them.
"""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.approvals.act_kinds import Deed
from people.approvals.services import ask, note_done
from people.models import AuditEntry, HeldAct, User
from programs.models import Coordinator, Program
from programs.recording import record_act
from programs.rules import may_be_trusted
from programs.services.setup import mark_topic_visited, refuse_archived
from programs.upper_floors import pairings

Kind = HeldAct.Kind
#: So long somebody is new in the roster.
NEW_FOR = dt.timedelta(days=30)


@transaction.atomic
def add_coordinator(*, program: Program, user: User, by: User) -> HeldAct | None:
    """Let somebody run the program; harmless when they do already. Gives back the request where it needs two."""
    _refuse_as_coordinator(program, user)
    mark_topic_visited(program=program, code="people")
    if Coordinator.objects.filter(program=program, user=user).exists():
        return None
    if needs_two(program=program, person=user, by=by):
        return _ask(Kind.NAME_COORDINATOR, program, user, by)
    _add(program, user, by)
    _tell_hr(Kind.NAME_COORDINATOR, program, user, by)
    return None


@transaction.atomic
def set_person_of_trust(*, program: Program, user: User | None, by: User) -> HeldAct | None:
    """Whom mentors and leaders may turn to outside HR; nobody with None. Gives back the request where it needs two."""
    _refuse_as_trusted(program, user)
    mark_topic_visited(program=program, code="people")
    before = program.person_of_trust
    if user == before:
        return None
    if needs_two(program=program, person=user, by=by) or (before and _takes_a_reader(program, before, by)):
        return _ask(Kind.NAME_TRUSTED, program, user, by)
    _trust(program, user, by)
    _tell_hr(Kind.NAME_TRUSTED, program, user, by)
    return None


@transaction.atomic
def remove_coordinator(*, program: Program, user: User, by: User) -> HeldAct | None:
    """Hand over: the last one cannot go before somebody else is there, nor the last whom a pair could turn to.

    Gives back the request where it needs two: where somebody close to a pair takes one of its readers away.
    """
    refuse_to_remove(program=program, user=user)
    if removal_needs_two(program=program, user=user, by=by):
        return _ask(Kind.REMOVE_COORDINATOR, program, user, by)
    _remove(program, user, by)
    return None


def needs_two(*, program: Program, person: User | None, by: User) -> bool:
    """Whether `by` cannot alone name this person (None: nobody) for what pairs confide to the program."""
    if not pairings().parties_in(program):
        return False
    is_close = bool(pairings().partners_of(by, program))
    return person is not None and (is_close or _is_new(person))


def removal_needs_two(*, program: Program, user: User, by: User) -> bool:
    """Whether `by` cannot alone remove this coordinator: it would take a reader from a pair that they are close to."""
    return user != by and _takes_a_reader(program, user, by)


def refuse_to_remove(*, program: Program, user: User) -> None:
    """Raises Refused where the program, or one of its pairs, would be left with nobody to turn to."""
    locked = Coordinator.objects.select_for_update(of=("self",)).filter(program=program, user__is_active=True)
    staying = [coordinator.user for coordinator in locked.select_related("user") if coordinator.user_id != user.pk]
    if not staying:
        raise Refused(_("Somebody has to run the program. Add the next coordinator first, then remove this one."))
    if pairings().only_reads(user, program, staying=staying):
        raise Refused(
            _(
                "A pair would be left with nobody to turn to: all other coordinators are close to it. Add somebody who "
                "is not, then remove %(name)s."
            )
            % {"name": user}
        )


def _takes_a_reader(program: Program, reader: User, by: User) -> bool:
    return pairings().reads_of(reader, program, close_person=by)


def readers_among(people: Collection[UUID]) -> set[UUID]:
    """Those who coordinate, or are the person of trust of, a program with pairings."""
    return {reader for reader, _program in _read_by(people)}


def takes_own_reader(reader: UUID, *, by: User) -> bool:
    """Whether `reader` looks after a pairing that `by` is a party of, or close to a party of."""
    if reader == by.pk:
        return False
    person = User(pk=reader)
    return any(_takes_a_reader(program, person, by) for _reader, program in _read_by([reader]))


def _read_by(people: Collection[UUID]) -> list[tuple[UUID, Program]]:
    """Whom of these people pairs of which program may turn to."""
    wanted = set(people)  # few of many: the team is small, an import is not
    charges = [
        (coordinator.user_id, coordinator.program) for coordinator in Coordinator.objects.select_related("program")
    ]
    trusted = Program.objects.filter(person_of_trust__isnull=False)
    charges += [(program.person_of_trust_id, program) for program in trusted if program.person_of_trust_id]
    return [(reader, program) for reader, program in charges if reader in wanted and pairings().parties_in(program)]


def _is_new(person: User) -> bool:
    """Whether somebody came into the roster, or back into it, lately."""
    since = timezone.now() - NEW_FOR
    returns = AuditEntry.objects.filter(person=person, act="person.reactivated", at__gt=since)
    return person.created_at > since or returns.exists()


def _ask(kind: str, program: Program, user: User | None, by: User) -> HeldAct:
    """Nobody who is a party of the same pairs is the second."""
    gains = sorted(str(pk) for pk in pairings().partners_of(by, program))
    return ask(kind=kind, person=user, topic=str(program.pk), by=by, gains=gains)


def _tell_hr(kind: str, program: Program, user: User | None, by: User) -> None:
    """At set-up nobody has confided anything yet, so nobody is told."""
    if user and pairings().parties_in(program):
        note_done(kind=kind, person=user, topic=str(program.pk), by=by)


def _refuse_as_coordinator(program: Program, user: User) -> None:
    refuse_archived(program)
    if not user.is_active:
        raise Refused(_("%(name)s is no longer active and cannot run a program.") % {"name": user})
    if user.guest_until:
        raise Refused(_("%(name)s is a guest. Guests take part, and run no program.") % {"name": user})


def _refuse_as_trusted(program: Program, user: User | None) -> None:
    refuse_archived(program)
    if user and user.guest_until:
        raise Refused(_("%(name)s is a guest, and cannot be the person of trust.") % {"name": user})
    if user and not may_be_trusted(user):
        raise Refused(
            _("%(name)s cannot be the person of trust: it must be somebody outside HR, IT and every program team.")
            % {"name": user}
        )


def _add(program: Program, user: User, by: User) -> None:
    Coordinator.objects.bulk_create([Coordinator(program=program, user=user, added_by=by)], ignore_conflicts=True)
    record_act("coordinator.added", program, about=program, person=user, by=by)


def _trust(program: Program, user: User | None, by: User) -> None:
    Program.objects.filter(pk=program.pk).update(person_of_trust=user)
    record_act("trusted.named", program, about=program, person=user, by=by)


def _remove(program: Program, user: User, by: User) -> None:
    if Coordinator.objects.filter(program=program, user=user).delete()[0]:
        record_act("coordinator.removed", program, about=program, person=user, by=by)


def _program_of(act: HeldAct) -> Program:
    return Program.objects.get(pk=act.topic)


def _may_ask(act: HeldAct) -> bool:
    """Beside HR admins, the coordinators of the program."""
    return Coordinator.objects.filter(program=UUID(act.topic), user=act.asked_by).exists()


def _name_held(act: HeldAct) -> None:
    program, user = _program_of(act), _still_there(act)
    _refuse_as_coordinator(program, user)
    _add(program, user, act.asked_by)


def _trust_held(act: HeldAct) -> None:
    program = _program_of(act)
    _refuse_as_trusted(program, act.person)
    _trust(program, act.person, act.asked_by)


def _remove_held(act: HeldAct) -> None:
    program, user = _program_of(act), _still_there(act)
    refuse_to_remove(program=program, user=user)
    _remove(program, user, act.asked_by)


def _still_there(act: HeldAct) -> User:
    if act.person is None:
        raise Refused(_("This person is not in the roster any more."))
    return act.person


def _says_name(act: HeldAct) -> str:
    return _("%(name)s becomes coordinator of %(program)s") % {"name": act.who, "program": _program_of(act)}


def _says_trust(act: HeldAct) -> str:
    words = {"name": act.who, "program": _program_of(act)}
    if act.person is None:
        return _("%(program)s has no person of trust any more") % words
    return _("%(name)s becomes the person of trust of %(program)s") % words


def _says_remove(act: HeldAct) -> str:
    return _("%(name)s no longer coordinates %(program)s") % {"name": act.who, "program": _program_of(act)}


DEEDS = (
    Deed(Kind.NAME_COORDINATOR, _says_name, _name_held, tells_owner=False, may_ask=_may_ask),
    Deed(Kind.NAME_TRUSTED, _says_trust, _trust_held, tells_owner=False, may_ask=_may_ask),
    Deed(Kind.REMOVE_COORDINATOR, _says_remove, _remove_held, tells_owner=False, may_ask=_may_ask),
)
