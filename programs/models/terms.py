"""What people agree to when they enrol, and who has."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import UUIDModel
from programs.models.participant import Participant
from programs.models.program import Program


class Terms(UUIDModel):
    """One version of the terms of a program; never changed. An empty one asks nobody for anything any more."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="terms")
    version = models.PositiveIntegerField()
    text = models.TextField(_("terms"), max_length=8000, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["program", "version"], name="terms_once_per_version")]

    def __str__(self) -> str:
        return _now("version %(n)s") % {"n": self.version}


class AgreedTerms(UUIDModel):
    """Somebody has agreed to a version when they enrolled."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="agreed_terms")
    terms = models.ForeignKey(Terms, models.PROTECT, related_name="agreements")
    agreed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-agreed_at"]
        constraints = [models.UniqueConstraint(fields=["participant", "terms"], name="agreed_once_per_version")]

    def __str__(self) -> str:
        return str(self.terms)

    @property
    def words(self) -> str:
        return self.terms.text
