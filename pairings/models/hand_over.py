"""That somebody takes over a place in a pairing, and the word of the one who left it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairings.models.pairing import Pairing
from pairings.querysets import HandOverQuerySet
from people.models import User, UUIDModel
from programs.models import Participant, Side


class HandOver(UUIDModel):
    """The place of `side` in `pairing`, which has ended with it, goes to `successor`: the two are asked to be a pair,
    which is `next_pairing`. Of the earlier pair the successor reads topics, rhythm and planned dates, nothing else.

    `note` is by the one who left. The successor and the other one read it, nobody else; where there is none, nothing
    tells the other one that anybody takes over from somebody.
    """

    pairing = models.OneToOneField(Pairing, models.CASCADE, related_name="hand_over")
    side = models.CharField(max_length=6, choices=Side.choices)
    successor = models.ForeignKey(Participant, models.CASCADE, related_name="hand_overs")
    next_pairing = models.OneToOneField(Pairing, models.SET_NULL, null=True, blank=True, related_name="takes_over")
    note = models.TextField(_("a word to whoever takes over"), blank=True, max_length=1000)
    planned = models.JSONField(default=list, help_text="When meetings were planned, in ISO format.")
    given_up_at = models.DateTimeField(_("they cannot be a pair, so nobody is asked"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = HandOverQuerySet.as_manager()

    def __str__(self) -> str:
        return f"hand-over of {self.pairing_id}"

    @property
    def other_place(self) -> Participant:
        """The place of the one who stays. Needs the pairing with both participants."""
        participant: Participant = self.pairing.senior if self.side == Side.JUNIOR else self.pairing.junior
        return participant

    def is_by(self, user: User) -> bool:
        """Whether it is the place of `user` that is handed over. Needs the pairing with both participants."""
        return self.pairing.side_of(user) == self.side
