"""Who may look after the outbox."""

from notifications import scopes
from people.access import any_of, hr_admin, operator
from people.models import User


def coordinator(user: User) -> bool:
    """Coordinators of a program."""
    return user.is_authenticated and bool(scopes.managed_by(user))


sees_outbox = any_of(operator, hr_admin, coordinator)
sees_previews = any_of(hr_admin, coordinator)
