"""The erasure itself: one transaction, after which nothing leads from what stays to who it was."""

import secrets
from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone, translation

from people.approvals.role_grants import after_leaving
from people.approvals.services import drop_acts_of
from people.audit import recording
from people.clock import local_today
from people.erasure.imports_meanwhile import keep_imports_out
from people.erasure.remembering import bring_file_up_to_date
from people.erasure.stored_names import StoredName, take_out_everywhere
from people.models import AuditEntry, ErasedPerson, HeldAct, User
from people.offboarding import end_sessions, let_go
from people.person_records import lock_people
from people.personal_data import PERSONAL_RECORDS, Deleted, Emptied, ErasedBy, PersonalRecord
from people.querysets import ERASED

#: Without letters and figures that are taken for each other.
SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 6
#: Nobody has an address there, and no mail is ever sent there (RFC 2606).
NOWHERE = "erased.invalid"


@transaction.atomic
def erase(*, person: User, by: User | None, keeping: HeldAct | None = None, is_told: bool = True) -> str:
    """Erase what is kept about `person` as the register says, and give back the pseudonym of what stays.

    `keeping` is the request that is being carried out, which stays without its words. Where `is_told`, a last mail goes
    to the address that was theirs. Twice is once. What stands in the way is for the caller to ask (`obstacles`): after
    a restored backup nothing does.
    """
    keep_imports_out()
    lock_people([person.pk])
    person.refresh_from_db()
    if person.pseudonym:
        return person.pseudonym
    pseudonym = _new_pseudonym()
    renamed = User(last_name=f"{ERASED}{pseudonym}")
    stored = StoredName.of(person, renamed.name)
    if is_told and person.is_active:
        _say_good_bye(person)
    _close(person, by)
    for record in sorted(PERSONAL_RECORDS, key=_turn):
        _apply(record, person, by, keeping)
    take_out_everywhere(stored)
    _rename(person, renamed.last_name, f"{pseudonym.lower()}@{NOWHERE}")
    _empty_request(keeping)
    ErasedPerson.objects.update_or_create(
        person_id=person.pk, defaults={"pseudonym": pseudonym, "erased_on": local_today()}
    )
    recording.record(actor=by, act="person.erased", about=person, person=person)
    transaction.on_commit(bring_file_up_to_date, robust=True)
    person.refresh_from_db()
    return pseudonym


def _turn(record: PersonalRecord) -> int:
    """The audit log first, which looks for names that other rows still know; the person's own row last."""
    if record.model is AuditEntry:
        return 0
    return 2 if record.model is User else 1


def _new_pseudonym() -> str:
    """Drawn by lot: nothing leads back from it."""
    while True:
        pseudonym = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
        if not ErasedPerson.objects.filter(pseudonym=pseudonym).exists():
            return pseudonym


def _say_good_bye(person: User) -> None:
    """The last mail, to the address as it is now; not kept."""
    with translation.override(person.language):
        mail = get_adapter().render_mail("people/mail/erased", person.email, {"user": person})
    transaction.on_commit(lambda: mail.send(), robust=True)


def _close(person: User, by: User | None) -> None:
    """As when somebody leaves, and what is left of lines to them goes as well."""
    if person.is_active:
        ended = let_go([person.pk], at=timezone.now())
        if by:
            after_leaving([person.pk], grants=ended.grants, by=by)
    drop_acts_of([person.pk], by=by)
    end_sessions([person.pk])
    person.assistants.clear()
    person.assists.clear()


def _apply(record: PersonalRecord, person: User, by: User | None, keeping: HeldAct | None) -> None:
    match record.on_erasure:
        case ErasedBy(erase=erase_them):
            erase_them(person=person, by=by)
        case Deleted():
            _rows(record, person, keeping).delete()
        case Emptied(values=values):
            _rows(record, person, keeping).update(**values)


def _rows(record: PersonalRecord, person: User, keeping: HeldAct | None) -> Any:
    """By their ids: what finds them may be a query that can neither be deleted nor updated as it is."""
    ids: Iterable[Any] = set(record.to_erase(person).order_by().values_list("pk", flat=True))
    if keeping is not None and record.model is HeldAct:
        ids = [pk for pk in ids if pk != keeping.pk]
    return record.model._default_manager.filter(pk__in=ids)


def _rename(person: User, last_name: str, email: str) -> None:
    password = make_password(None)
    User.objects.filter(pk=person.pk).update(last_name=last_name, email=email, password=password)


def _empty_request(act: HeldAct | None) -> None:
    if act is not None:
        HeldAct.objects.filter(pk=act.pk).update(named="", reason="", payload={})
