"""Who was erased: what is left to know so that a backup that is restored does not bring them back."""

from django.db import models


class ErasedPerson(models.Model):
    """An id, the day, and the pseudonym under which the rows that stayed are shown. The id is in the file of
    `people.erasure.remembering` as well."""

    person_id = models.UUIDField(primary_key=True, editable=False)
    pseudonym = models.CharField(max_length=12, unique=True, editable=False)
    erased_on = models.DateField(editable=False)

    class Meta:
        ordering = ["erased_on", "person_id"]

    def __str__(self) -> str:
        return self.pseudonym
