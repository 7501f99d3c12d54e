"""The form about the organisation as a whole."""

from email.utils import parseaddr
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.forms.audience import audience
from frame.versions import VersionedForm
from people.models import Organization
from people.models.organization import is_permitted_sender
from people.timezones import grouped

EVERYBODY = gettext_lazy("Everyone here, and in every message")


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
