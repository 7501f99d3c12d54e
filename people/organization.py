"""The settings of the organisation: the form, the page, and what saving does."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Conflict, conflict_response
from frame.forms import audience
from frame.posts import VersionedForm, posted, save_values, values_of
from frame.senders import as_sender
from people.access import HARMLESS, PersonRequest, hr_admin, page
from people.audit import recording
from people.brand import cleaned_color, cleaned_logo, digest_of
from people.models import Organization, User
from people.models.organization import HOME_ZONE, is_permitted_sender, site_url
from people.profile.fields import ZoneField
from people.promises import further_reading
from people.timezones import grouped

EVERYBODY = gettext_lazy("Everyone here, and in every message")


@page(hr_admin, post=HARMLESS)
def organization_edit(request: PersonRequest) -> HttpResponse:
    """Name, clock, and what stands in messages."""
    organization = Organization.objects.current()
    form = OrganizationForm(*posted(request, files=True), instance=organization)
    if request.method == "POST" and form.is_valid():
        try:
            change_organization(organization=organization, values=form.values, seen=form.seen, logo=form.wanted_logo)
        except Conflict:
            return organization_conflict(request, form)
        messages.success(request, _("The settings are saved."))
        return redirect("organization_edit")
    return render(
        request,
        "people/organization_edit.html",
        {"form": form, "site_url": site_url(), "further_reading": readings_for(request.user)},
        status=422 if form.errors else 200,
    )


def readings_for(user: User) -> list[dict[str, object]]:
    """What proves the promises, with how it stands there now."""
    readings = [reading for reading in further_reading if reading.rule(user)]
    return [
        {"label": reading.label, "url_name": reading.url_name, "finding": reading.finding()} for reading in readings
    ]


class OrganizationForm(VersionedForm):
    """Name, clock, and what stands in messages. Everything else about people comes with the roster."""

    time_zone = ZoneField(
        label=gettext_lazy("Time zone"),
        choices=grouped,
        help_text=gettext_lazy(
            "Days that end something, such as the last day to enrol, end at midnight on this clock."
        ),
    )

    fiscal_month = forms.TypedChoiceField(
        label=gettext_lazy("First month of the fiscal year"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("none: count from the start of each cycle")), *MONTHS.items()],
        help_text=gettext_lazy(
            "Reviews every three, six, nine or twelve months then open with its quarters, and what comes of a review "
            "is named after the quarter it looks back on; a cycle of more than a year and a half is charted by its "
            "quarters. Left empty, reviews count from the start of each cycle."
        ),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo in messages"),
        required=False,
        help_text=gettext_lazy("A PNG, JPEG, GIF or WebP file. It stands at the head of messages, on white."),
    )
    removes_logo = forms.BooleanField(label=gettext_lazy("Take the logo away"), required=False)

    class Meta:
        model = Organization
        fields = ("name", "time_zone", "fiscal_month", "most_partners", "email_sender", "mail_color", "mail_footer")
        widgets = {"mail_footer": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "most_partners": gettext_lazy(
                "Left empty, everybody gets as many as they offer in each program. A match gives nobody more than "
                "this; pairs that are there already stay. Only pairs to which both have said yes count, since a "
                "number that falls would tell other programs of a no. Program teams read how many partners people "
                "have elsewhere, not who or where."
            ),
            "mail_color": gettext_lazy("Of buttons in messages, as # and six digits or letters, like #0a5a5c."),
            "mail_footer": gettext_lazy("For example who you are and where to ask. It stands below every message."),
            "name": gettext_lazy("As people know it; it stands in messages and calendar invitations."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not getattr(self.instance, "logo_digest", ""):
            del self.fields["removes_logo"]
        self.fields["email_sender"].help_text = _(
            "An address, or a name with the address in angle brackets behind it. IT has permitted these domains on "
            "the server: %(domains)s. Left empty, it is %(sender)s."
        ) % {"domains": ", ".join(settings.MAIL_SENDER_DOMAINS), "sender": parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}
        for name in ("name", "email_sender", "mail_footer", "logo"):
            audience(self.fields[name], EVERYBODY)

    def clean_mail_color(self) -> str:
        return cleaned_color(self.cleaned_data["mail_color"])

    def clean_logo(self) -> bytes | None:
        """The picture as it is kept; None where nothing was chosen."""
        file = self.cleaned_data["logo"]
        return cleaned_logo(file) if file else None

    @property
    def wanted_logo(self) -> bytes | None:
        """The new picture, nothing to take it away, None to leave it."""
        return b"" if self.cleaned_data.get("removes_logo") else self.cleaned_data["logo"]

    def clean_email_sender(self) -> str:
        written = str(self.cleaned_data["email_sender"])
        sender = as_sender(written) if written else ""
        if sender is None or "@" in parseaddr(sender)[0]:  # a name that is an address says two things at once
            raise ValidationError(_("Write an address, or a name with the address in angle brackets."))
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
def change_organization(
    *, organization: Organization, values: Mapping[str, Any], seen: str, logo: bytes | None = None
) -> bool:
    """Save name, clock and what stands in messages; False when they stood there already. `logo` is a PNG, nothing to
    take it away, None to leave it.

    Raises Conflict when somebody else has changed them since the page with the digest `seen` was opened.
    """
    before = values_of(Organization.objects.get(pk=organization.pk), values)  # the form has filled in its own
    is_changed = save_values(instance=organization, values=values, seen=seen)
    if logo is not None and digest_of(logo) != organization.logo_digest:
        Organization.objects.filter(pk=organization.pk).update(logo=logo, logo_digest=digest_of(logo))
        before["logo"], values = organization.logo_digest, {**values, "logo": digest_of(logo)}
        is_changed = True
    if is_changed:
        changes = recording.changes(before, values)
        recording.record(actor=recording.whoever(), act="organization.changed", about=organization, details=changes)
    transaction.on_commit(lambda: cache.delete(HOME_ZONE))
    return is_changed
