"""What every model of ours shares."""

import uuid
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.encoding import force_str


class UUIDModel(models.Model):
    """A random identifier, so that nothing can be counted or guessed from a URL."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802  (Django's name)
        """What `get_state_display()` and its like give. Django puts the choices into a new dictionary each time, which
        translates all of them: too slow for the rows of a list."""
        value = getattr(self, field.attname)
        return force_str(_labels(field).get(value, value), strings_only=True)


@lru_cache(maxsize=256)
def _labels(field: Any) -> dict[Any, Any]:
    return dict(field.flatchoices)
