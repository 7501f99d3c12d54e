"""Forms that were sent, so that a repeated post does a thing once."""

from django.db import models
from django.utils import timezone


class FormToken(models.Model):
    """One filling-in of one form by one person, and where its answer led, sealed; empty while that is at work.

    The key tells neither the person nor the form, and what seals the answer lies in the browser alone (see
    frame/posts.py). Once there is an answer, the time is that of the full hour. Kept for a day.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    answer = models.TextField(blank=True)
    claimed_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.key)
