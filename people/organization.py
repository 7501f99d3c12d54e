"""The settings of the organisation: the form, the page, and what saving does."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Conflict, conflict_response
from frame.forms import audience
from frame.posts import VersionedForm, posted, save_values, values_of
from people.access import HARMLESS, PersonRequest, hr_admin, page
from people.audit import recording
from people.models import Organization
from people.models.organization import HOME_ZONE, is_permitted_sender, site_url
from people.timezones import grouped

EVERYBODY = gettext_lazy("Everyone here, and in every message")


@page(hr_admin, post=HARMLESS)
def organization_edit(request: PersonRequest) -> HttpResponse:
    """Name, clock, and what stands in messages."""
    organization = Organization.objects.current()
    form = OrganizationForm(*posted(request), instance=organization)
    if request.method == "POST" and form.is_valid():
        try:
            change_organization(organization=organization, values=form.values, seen=form.seen)
        except Conflict:
            return organization_conflict(request, form)
        messages.success(request, _("The settings are saved."))
        return redirect("organization_edit")
    return render(
        request,
        "people/organization_edit.html",
        {"form": form, "site_url": site_url()},
        status=422 if form.errors else 200,
    )


class OrganizationForm(VersionedForm):
    """Name, clock, and what stands in messages. Everything else about people comes with the roster."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=grouped,
        help_text=gettext_lazy(
            "Days that end something, such as the last day to enrol, end at midnight on this clock."
        ),
    )

    class Meta:
        model = Organization
        fields = ("name", "time_zone", "email_sender")
        help_texts = {
            "name": gettext_lazy("As people know it; it stands in messages and calendar invitations."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email_sender"].help_text = _(
            "An address, or a name with the address in angle brackets behind it. IT has permitted these domains on "
            "the server: %(domains)s. Left empty, it is %(sender)s."
        ) % {"domains": ", ".join(settings.MAIL_SENDER_DOMAINS), "sender": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}
        for name in ("name", "email_sender"):
            audience(self.fields[name], EVERYBODY)

    def clean_email_sender(self) -> str:
        sender = str(self.cleaned_data["email_sender"])
        _name, address = parseaddr(sender)
        try:
            if sender:
                validate_email(address)
            if not sender.isprintable():
                raise ValidationError("")
        except ValidationError:
            raise ValidationError(_("Write an address, or a name with the address in angle brackets.")) from None
        if sender and not is_permitted_sender(sender):
            raise ValidationError(
                _("Mail may only come from: %(domains)s. IT can permit another domain on the server.")
                % {"domains": ", ".join(settings.MAIL_SENDER_DOMAINS)}
            )
        return sender


def organization_conflict(request: PersonRequest, form: OrganizationForm) -> HttpResponse:
    """Somebody else saved meanwhile: theirs and mine side by side."""
    version = OrganizationForm(instance=Organization.objects.current()).initial["version"]
    return conflict_response(
        request,
        own_version=form.texts(form.values),
        saved_version=form.texts(form.now()),
        back_url=request.path,
        version=version,
    )


@transaction.atomic
def change_organization(*, organization: Organization, values: Mapping[str, Any], seen: str) -> bool:
    """Save name, clock and what stands in messages; False when they stood there already.

    Raises Conflict when somebody else has changed them since the page with the digest `seen` was opened.
    """
    before = values_of(organization, values)
    is_changed = save_values(instance=organization, values=values, seen=seen)
    if is_changed:
        changes = recording.changes(before, values)
        recording.record(actor=recording.whoever(), act="organization.changed", about=organization, details=changes)
    transaction.on_commit(lambda: cache.delete(HOME_ZONE))
    return is_changed
