"""What people and their entries can be: below the models, so that rules and querysets may name it too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    HR_ADMIN = "hr_admin", _("HR admin")
    OPERATOR = "operator", _("operator")


class LevelSource(models.TextChoices):
    IMPORTED = "imported", _("from the roster")
    DERIVED = "derived", _("from the reporting line")
    TITLE = "title", _("set for the job title")
    PERSON = "person", _("set for this person")


class MailRefusal(models.TextChoices):
    """Why a mail server takes nothing for an address, as it says; what to do is in `remedy`."""

    NO_MAILBOX = "no_mailbox", _("this mailbox does not exist")
    NO_DOMAIN = "no_domain", _("nothing can be delivered to what stands behind the @")
    CLOSED = "closed", _("this mailbox is closed")
    FULL = "full", _("this mailbox is full")
    POLICY = "policy", _("it does not take mail from here for this address")
    OTHER = "other", _("it does not take mail for this address")

    @property
    def remedy(self) -> str:
        return str(_REMEDIES.get(self, _("Check the address, and change it where it is wrong.")))


_REMEDIES = {
    MailRefusal.CLOSED: _("Ask whether the person is still here, and change the address where they have another one."),
    MailRefusal.FULL: _("The address is right: let the person make room. The next message is tried all the same."),
    MailRefusal.POLICY: _("The address may be right: ask those who run the mail server, with the words in the outbox."),
}
