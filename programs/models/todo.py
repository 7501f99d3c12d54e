"""What the coordinators of a program must look at."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import UUIDModel
from programs.models.program import Program
from programs.querysets import TodoQuerySet

#: What is done next about each kind, as the button says that leads to `Todo.link`.
NEXT_STEPS: dict[str, Promise] = {
    "leave_request": _("Read the request"),
    "go_on": _("Let them go on"),
    "slipping": _("See what holds them up"),
    "disputed": _("Ask both"),
    "broken_rule": _("See the pair"),
    "not_answered": _("Find another partner"),
    "pairing_ended": _("Find another partner"),
    "leaver": _("See who could follow"),
    "review_closed": _("Say what comes of it"),
    "review_step": _("Say how it stands"),
    "outcome": _("Answer it"),
    "free_place": _("See who waits"),
    "next_cycle": _("See who would go on"),
    "no_reader": _("Name somebody else"),
}


class Todo(UUIDModel):
    """One matter per kind and subject while it is open. `concerns` names those whose pairing it is about:
    whoever is a party with them does not see it."""

    class Kind(models.TextChoices):
        LEAVE_REQUEST = "leave_request", _("asks to end the pairing")
        GO_ON = "go_on", _("asks to go on after a pause")
        SLIPPING = "slipping", _("pair is slipping")
        DISPUTED = "disputed", _("meetings are told differently")
        BROKEN_RULE = "broken_rule", _("pairing breaks a rule")
        NOT_ANSWERED = "not_answered", _("proposed pairing was not accepted")
        PAIRING_ENDED = "pairing_ended", _("pairing has ended")
        LEAVER = "leaver", _("someone has left the organisation")
        REVIEW_CLOSED = "review_closed", _("review round has closed")
        REVIEW_STEP = "review_step", _("a step after a review is late")
        OUTCOME = "outcome", _("did the program reach what it set out to")
        FREE_PLACE = "free_place", _("a place is free")
        NEXT_CYCLE = "next_cycle", _("people who would like to go on")
        NO_READER = "no_reader", _("a pair without a reader")

    program = models.ForeignKey(Program, models.CASCADE, related_name="todos")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject_id = models.UUIDField()
    text = models.CharField(max_length=400, blank=True)
    link = models.CharField(max_length=300, blank=True)
    concerns = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = TodoQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"], condition=Q(done_at__isnull=True), name="todo_open_once"
            ),
        ]

    @property
    def next_step(self) -> str:
        """What the button to `link` says."""
        return str(NEXT_STEPS[self.kind])

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text}"
