"""The address one signs in with, and the proof that it is one's own."""

from allauth.account.models import EmailAddress
from django.db import transaction

from people.models import User

#: How a domain of other letters begins where the network writes it.
IDN = "xn--"


@transaction.atomic
def confirm_address(*, user: User) -> None:
    """Who opened a link sent to the roster's address has proved that it is theirs.

    While another address is known beside it (the roster's changed), the link may have gone there: nothing is proved.
    """
    known = EmailAddress.objects.filter(user=user)
    if not known.exclude(email__iexact=user.email).exists():
        known.update_or_create(email=user.email.lower(), defaults={"user": user, "verified": True, "primary": True})


def spellings(email: str) -> set[str]:
    """All the ways to write one address: its domain may stand in its own letters, or in those of the network."""
    name, _at, domain = email.lower().rpartition("@")
    return {f"{name}@{one}" for one in (domain, _in_ascii(domain), _in_letters(domain))}


def in_plain_letters(text: str) -> str:
    """An address or domain for the eyes of who decides: with other letters than a to z, also as the network writes it,
    since some look like one another."""
    if text.isascii():
        return text
    name, at, domain = text.rpartition("@")
    plain = f"{ascii(name)[1:-1]}{at}{_in_ascii(domain)}"
    return f"{text} ({plain})"


def _in_ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ascii(domain)[1:-1]


def _in_letters(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
