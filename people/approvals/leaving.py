"""What becomes of roles and requests when their people leave."""

import uuid
from collections.abc import Collection, Iterable

from people.approvals.services import ask_for_many, drop_acts_about, drop_acts_of, note_done
from people.models import HeldAct, User

Grants = Iterable[Collection[str]]


def after_leaving(people: Collection[uuid.UUID], *, grants: Grants, by: User) -> None:
    """All HR admins hear whose roles (pairs of a user's id and a role) have ended; what those who left asked for,
    approved, or was asked about them falls. Inside the transaction in which they leave."""
    held = [tuple(one) for one in grants]
    names = {str(pk): person for pk, person in User.objects.in_bulk([user for user, _role in held]).items()}
    for user, role in held:
        note_done(kind=HeldAct.Kind.REVOKE_ROLE, person=names[user], topic=role, by=by)
    if held:
        drop_acts_of([user for user, _role in held], by=by)
    drop_acts_about(people, by=by)


def ask_roles_back(grants: Grants, *, by: User) -> None:
    """Roles that an undone import took are asked for: nobody gives one alone, not even back."""
    wanted = [HeldAct(kind=HeldAct.Kind.GRANT_ROLE, person_id=user, topic=role, asked_by=by) for user, role in grants]
    ask_for_many(wanted)
