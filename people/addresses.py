"""The address one signs in with, and the proof that it is one's own."""

from allauth.account.models import EmailAddress
from django.db import transaction

from people.models import User


@transaction.atomic
def confirm_address(*, user: User) -> None:
    """Who opened a link sent to the roster's address has proved that it is theirs.

    While another address is known beside it (the roster's changed), the link may have gone there: nothing is proved.
    """
    known = EmailAddress.objects.filter(user=user)
    if not known.exclude(email__iexact=user.email).exists():
        known.update_or_create(email=user.email.lower(), defaults={"user": user, "verified": True, "primary": True})
