"""What the program team has written to people by hand."""

from django.db import models

from notifications.models import NoteByHand
from programs.models.cycle import Cycle


class TeamNote(NoteByHand):
    """What the program team has written to people of a cycle."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="notes")
