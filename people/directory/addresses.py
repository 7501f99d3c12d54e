"""Verbs on a sign-in e-mail: it changes when the old address or a second HR admin confirms."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core import signing
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people import audit
from people.errors import Refused
from people.models import AddressChange, Organization, User
from people.models.address import OPEN_FOR

SALT = "people.address"
State = AddressChange.State


def ask_for_address(*, person: User, email: str, by: User) -> AddressChange:
    """Ask for another sign-in e-mail, and send the old address a link that confirms it."""
    email = email.strip().lower()
    if email == person.email.lower():
        raise Refused(_("This is the address already."))
    if User.objects.filter(email__iexact=email).exists():
        raise Refused(_("Somebody else signs in with this address."))
    try:
        with transaction.atomic():
            AddressChange.objects.filter(person=person, state=State.ASKED).update(
                state=State.CANCELLED, settled_at=timezone.now()
            )
            change = AddressChange.objects.create(person=person, before=person.email, after=email, asked_by=by)
    except IntegrityError:
        raise Refused(_("Another HR admin has asked for a change at the same moment. Look at it first.")) from None
    audit.record(actor=by, act="address.asked", about=change, person=person)
    get_adapter().send_mail(
        "account/email/address_change", person.email, {"user": person, "change": change, "url": link_of(change)}
    )
    return change


def link_of(change: AddressChange) -> str:
    """The address that confirms the change; sent to the old address only, good for three days."""
    token = signing.dumps(str(change.pk), salt=SALT)
    return Organization.objects.current().site_url + reverse("address_link", args=[token])


def change_of(token: str) -> AddressChange:
    """The open change that a link stands for. Raises Refused for one that is over, or was never sent."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        pk = None
    change = AddressChange.objects.open().select_related("person").filter(pk=pk).first() if pk else None
    if change is None:
        raise Refused(_("This link is not valid any more. Ask your HR team to send a new one."))
    return change


def confirm_as_second(*, change: AddressChange, by: User) -> None:
    """A second HR admin confirms; never the one who asked, nor the person themselves."""
    if by.pk in (change.asked_by_id, change.person_id):
        raise Refused(_("Another HR admin has to confirm this, or the person by the link sent to the old address."))
    carry_out(change=change, by=by)


def carry_out(*, change: AddressChange, by: User | None) -> None:
    """Change the address; the new one has to be verified at the next sign-in. Twice is once."""
    try:
        with transaction.atomic():
            done = (
                AddressChange.objects.open()
                .filter(pk=change.pk)
                .update(state=State.DONE, settled_at=timezone.now(), confirmed_by=by)
            )
            if done:
                User.objects.filter(pk=change.person_id, email=change.before).update(email=change.after)
                EmailAddress.objects.filter(user=change.person_id).delete()
                audit.record(actor=by, act="address.changed", about=change, person=change.person)
    except IntegrityError:
        raise Refused(_("Somebody else signs in with this address by now.")) from None


def withdraw(*, change: AddressChange) -> None:
    asked = AddressChange.objects.filter(pk=change.pk, state=State.ASKED)
    if asked.update(state=State.CANCELLED, settled_at=timezone.now()):
        audit.record(actor=audit.whoever(), act="address.withdrawn", about=change, person=change.person)
