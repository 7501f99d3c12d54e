"""What the program team has written to people by hand."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import OneLineField, UUIDModel
from programs.models.cycle import Cycle


class TeamNote(UUIDModel):
    """One message to some people of a cycle, in words of the moment. Who got it stands in the outbox."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="notes")
    subject = OneLineField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=4000)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    recipient_count = models.PositiveIntegerField(_("to how many"))

    class Meta:
        ordering = ["-sent_at", "pk"]

    def __str__(self) -> str:
        return self.subject
