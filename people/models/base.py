"""What every model of ours shares."""

import uuid

from django.db import models


class UUIDModel(models.Model):
    """A random identifier, so that nothing can be counted or guessed from a URL."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
