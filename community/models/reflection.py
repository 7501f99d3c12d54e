"""A question to think about, one a month, and what people answer."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.querysets import ReflectionAnswerQuerySet, ReflectionQuestionQuerySet
from pairings.models import Pairing
from people.models import User, UUIDModel
from programs.models import Program


class ReflectionQuestion(UUIDModel):
    """Audience: everyone in the program. Asked in its month, or chosen for a month to come."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="reflection_questions")
    month = models.DateField(_("first day of its month"))
    text = models.TextField(_("the question"), max_length=300)
    asked_at = models.DateTimeField(_("asked since"), null=True, blank=True)

    objects = ReflectionQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "id"]
        constraints = [models.UniqueConstraint(fields=["program", "month"], name="one_question_a_month")]

    def __str__(self) -> str:
        return self.text


class ReflectionAnswer(UUIDModel):
    """Audience: whoever its author has chosen before typing: nobody, the other of one pairing, or everyone in the
    program."""

    class Audience(models.TextChoices):
        MYSELF = "myself", _("only me")
        PAIR = "pair", _("the two of us")
        PROGRAM = "program", _("everyone in the program")

    question = models.ForeignKey(ReflectionQuestion, models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    audience = models.CharField(_("who reads it"), max_length=7, choices=Audience.choices)
    pairing = models.ForeignKey(Pairing, models.CASCADE, null=True, blank=True, related_name="reflection_answers")
    text = models.TextField(_("your answer"), max_length=2000)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ReflectionAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["question", "author"], name="one_answer_each"),
            models.CheckConstraint(
                condition=Q(audience="pair", pairing__isnull=False) | (~Q(audience="pair") & Q(pairing__isnull=True)),
                name="answer_for_two_has_pairing",
            ),
        ]
        indexes = [models.Index(fields=["question", "audience", "-written_at"], name="answers_of_question")]

    def __str__(self) -> str:
        return f"answer of {self.author_id}"

    def is_by(self, user: User) -> bool:
        return self.author_id == user.pk
