"""Verbs of HR about people whom no roster has: added by hand, and guests, for whose addresses HR vouches."""

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people import offboarding
from people.approvals.services import drop_acts_about
from people.audit import recording
from people.clock import local_today
from people.directory.services import level_of_roster
from people.folding import spellings
from people.models import LevelSource, User
from people.person_records import departments_for

log = logging.getLogger(__name__)

#: A guest's time ends within so many days, and can be lengthened before.
LONGEST = dt.timedelta(days=550)
MOST_NAMESAKES = 10


@dataclass(frozen=True)
class NewPerson:
    """What HR says of somebody whom it adds. `guest_until` is the last day of a guest, in the organisation's zone."""

    first_name: str
    last_name: str
    email: str
    job_title: str = ""
    department: str = ""
    level: int | None = None
    manager: User | None = None
    country: str = ""
    time_zone: str = ""
    guest_until: dt.date | None = None


def person_with(email: str) -> User | None:
    """Whoever has this address, those who have left too."""
    return User.objects.filter(email__iexact=email.strip()).first()


def namesakes(first_name: str, last_name: str) -> list[User]:
    """Active people who may be the same: with these names, however they are written and in whichever order."""
    full = f"{first_name} {last_name}"
    wanted = {_in_order(spelling) for spelling in spellings(full)}
    people = User.objects.active().search(full).select_related("department").order_by("last_name", "pk")[:200]
    alike = [person for person in people if wanted & {_in_order(text) for name in _names(person) for text in name}]
    return alike[:MOST_NAMESAKES]


def _names(person: User) -> list[list[str]]:
    firsts = {person.first_name, person.preferred_name} - {""}
    return [spellings(f"{first} {person.last_name}") for first in firsts]


def _in_order(text: str) -> tuple[str, ...]:
    return tuple(sorted(text.split()))


def domain_of_address(email: str) -> str:
    """What stands behind the @, in small letters."""
    return email.strip().lower().rpartition("@")[2]


def is_at_home(email: str) -> bool:
    """Whether somebody whom a roster has, and who is no guest, has an address at the same domain."""
    of_roster = User.objects.active().filter(guest_until__isnull=True, added_by_hand_at__isnull=True)
    return of_roster.filter(email__iendswith=f"@{domain_of_address(email)}").exists()


def refuse_guest_until(day: dt.date) -> None:
    """Raises Refused for a last day of a guest that makes no sense."""
    today = local_today()
    if day <= today:
        raise Refused(_("Choose a day in the future: on it the guest's time ends."))
    if day > today + LONGEST:
        raise Refused(_("A guest's time lasts a year and a half at most. Choose an earlier day; you can lengthen it."))


@transaction.atomic
def add_person(*, new: NewPerson, by: User) -> User:
    """Make somebody by hand, who can be invited at once; no import that has everyone takes them for a leaver.

    Raises Refused for an address that somebody has, and for one outside the organisation that nobody vouches for.
    """
    if (present := person_with(new.email)) is not None:
        raise Refused(_("%(name)s has this address already.") % {"name": present})
    if new.guest_until:
        refuse_guest_until(new.guest_until)
    elif not is_at_home(new.email):
        raise Refused(outside_words(new.email))
    departments, _made = departments_for([new.department] if new.department else [])
    person = User.objects.create_user(
        new.email, first_name=new.first_name, last_name=new.last_name, job_title=new.job_title,
        department_id=departments.get(new.department.casefold()), manager=new.manager, country=new.country,
        time_zone=new.time_zone, added_by_hand_at=timezone.now(), added_by=by,
    )  # fmt: skip
    if new.level is not None:
        person.level, person.level_source = new.level, LevelSource.PERSON
    else:
        person.level, person.level_source = level_of_roster(person)
    person.save(update_fields=["level", "level_source"])
    recording.record(actor=by, act="person.added", about=person, person=person)
    if new.guest_until:
        _vouch(person, new.guest_until, by)
    return person


def outside_words(email: str) -> str:
    """Why an address outside the organisation is not taken just so."""
    return _(
        "Nobody of the roster has an address at %(domain)s. If it is a guest's, such as an apprentice's, say below "
        "that you vouch for it, and until when."
    ) % {"domain": domain_of_address(email)}


@transaction.atomic
def vouch_for_guest(*, person: User, until: dt.date, by: User) -> None:
    """Lengthen or shorten a guest's time; whoever says so vouches for the address from then on. Twice is once.

    Raises Refused for oneself, for somebody who is no guest, and for a day that makes no sense.
    """
    if person.pk == by.pk:
        raise Refused(_("Nobody vouches for themselves. Another HR admin does."))
    if not person.guest_until:
        raise Refused(_("%(name)s is no guest.") % {"name": person})
    refuse_guest_until(until)
    if (person.guest_until, person.vouched_by_id) != (until, by.pk):
        _vouch(person, until, by)


def _vouch(person: User, until: dt.date, by: User) -> None:
    person.guest_until, person.vouched_by, person.vouched_at = until, by, timezone.now()
    person.save(update_fields=["guest_until", "vouched_by", "vouched_at"])
    recording.record(actor=by, act="guest.vouched", about=person, person=person, details={"until": until.isoformat()})


def end_guests(*, today: dt.date | None = None) -> int:
    """Nobody whose time as a guest is over signs in any more, and what hangs on them ends as when somebody leaves;
    returns how many. `today` is the date in the organisation's zone. Any number of runs is safe, and one who cannot be
    let go keeps nobody else."""
    today = today or local_today()
    over = User.objects.active().filter(guest_until__lt=today).select_related("vouched_by").order_by("pk")
    return sum(_try_to_end(person) for person in over)


def _try_to_end(person: User) -> bool:
    try:
        return _end(person)
    except Exception:  # a mistake of ours about one guest
        log.exception("guest_not_ended", extra={"person": str(person.pk)})
        return False


@transaction.atomic
def _end(person: User) -> bool:
    if not User.objects.active().select_for_update().filter(pk=person.pk, guest_until=person.guest_until).exists():
        return False
    offboarding.let_go([person.pk], at=timezone.now())
    drop_acts_about([person.pk], by=person.vouched_by)  # roles they have none
    recording.record(actor=None, act="guest.ended", about=person, person=person)
    return True
