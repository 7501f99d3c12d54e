"""What a program allows in the community."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import UUIDModel
from programs.models import Program


class ProgramCommunity(UUIDModel):
    """A program without a row has what the fields have by themselves."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="community")
    tells_hours = models.BooleanField(
        _("a word to the manager says how many hours a mentor has met with the leader"), default=False
    )
    asks_questions = models.BooleanField(
        _("everyone in the program is asked a question to think about, one a month"), default=True, db_default=True
    )

    def __str__(self) -> str:
        return f"community of {self.program_id}"
