"""Named questions about what people share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from community.audiences import in_program_of, open_to

if TYPE_CHECKING:
    from community.models import (
        ManagerWord,
        Milestone,
        ReflectionAnswer,
        ReflectionQuestion,
        SharedWin,
        Thanks,
    )
    from people.models import User

OF_THE_PAIR = ("pairing__junior__user", "pairing__senior__user")
PROGRAM = "pairing__cycle__program"


class ThanksQuerySet(models.QuerySet["Thanks"]):
    def of(self, user: User) -> ThanksQuerySet:
        """Those that `user` has given or got."""
        return self.filter(Q(giver=user) | Q(receiver=user))

    def visible_to(self, user: User) -> ThanksQuerySet:
        """One's own, and public ones of the programs one is at home in."""
        return self.filter(Q(giver=user) | Q(receiver=user) | open_to(user))

    def public(self) -> ThanksQuerySet:
        return self.filter(audience="program")

    def for_list(self) -> ThanksQuerySet:
        return self.select_related("giver", "receiver", "program")


class MilestoneQuerySet(models.QuerySet["Milestone"]):
    def shared_by(self, user: User) -> MilestoneQuerySet:
        """Of a pairing in which `user` is the mentor or the leader."""
        return self.filter(Q(pairing__junior__user=user) | Q(pairing__senior__user=user))

    def published(self) -> MilestoneQuerySet:
        """Those that both show, the latest first."""
        return self.filter(published_at__isnull=False).order_by("-published_at", "id")

    def visible_to(self, user: User) -> MilestoneQuerySet:
        """Published ones of the programs one is at home in; one's own are on the page of the pairing."""
        return self.published().filter(in_program_of(user, PROGRAM))

    def for_list(self) -> MilestoneQuerySet:
        return self.select_related(*OF_THE_PAIR, PROGRAM)


class SharedWinQuerySet(models.QuerySet["SharedWin"]):
    def shown_by(self, user: User) -> SharedWinQuerySet:
        """Those whose words `user` shows: the others of their pairings tell what the other one has chosen."""
        as_mentor = Q(win__pairing__junior__user=user, junior_version__isnull=False)
        return self.filter(as_mentor | Q(win__pairing__senior__user=user, senior_version__isnull=False))

    def published(self) -> SharedWinQuerySet:
        """Those of which both show the words that stand now, the latest first."""
        stands = Q(junior_version=F("win__version"), senior_version=F("win__version"), win__taken_back_at__isnull=True)
        return self.filter(stands, published_at__isnull=False).order_by("-published_at", "id")

    def visible_to(self, user: User) -> SharedWinQuerySet:
        """Published ones of the programs one is at home in; one's own are on the page of the pairing."""
        return self.published().filter(in_program_of(user, f"win__{PROGRAM}"))

    def for_list(self) -> SharedWinQuerySet:
        return self.select_related(*(f"win__{path}" for path in (*OF_THE_PAIR, PROGRAM)))


class ManagerWordQuerySet(models.QuerySet["ManagerWord"]):
    def visible_to(self, user: User) -> ManagerWordQuerySet:
        """Its author's and the mentor's; released ones the manager's to whom they went. Nobody else's, whatever their
        role. What its author has taken back stays with a manager who has got it, and the mentor sees that they have."""
        as_author = Q(author=user, dropped_at__isnull=True)
        as_mentor = Q(pairing__junior__user=user) & (Q(dropped_at__isnull=True) | Q(released_at__isnull=False))
        return self.filter(as_author | as_mentor | Q(manager=user, released_at__isnull=False))

    def for_page(self) -> ManagerWordQuerySet:
        return self.select_related(
            "author", "manager", "pairing__senior__user", "pairing__junior__user__manager",
            "pairing__cycle__program__community",
        )  # fmt: skip


class ReflectionQuestionQuerySet(models.QuerySet["ReflectionQuestion"]):
    def asked(self) -> ReflectionQuestionQuerySet:
        """The latest first."""
        return self.filter(asked_at__isnull=False).order_by("-month", "id")

    def visible_to(self, user: User) -> ReflectionQuestionQuerySet:
        """Those asked in the programs one is at home in."""
        return self.asked().filter(in_program_of(user))


class ReflectionAnswerQuerySet(models.QuerySet["ReflectionAnswer"]):
    def of(self, user: User) -> ReflectionAnswerQuerySet:
        """One's own, and those that the other of a pairing shares."""
        of_pair = Q(pairing__junior__user=user) | Q(pairing__senior__user=user)
        return self.filter(Q(author=user) | (Q(audience="pair") & of_pair))

    def visible_to(self, user: User) -> ReflectionAnswerQuerySet:
        """One's own; those that the other of a pairing shares; those for everyone in one's programs. Nobody else's,
        whatever their role."""
        for_program = self.filter(in_program_of(user, "question__program"), audience="program")
        return self.of(user) | for_program

    def for_list(self) -> ReflectionAnswerQuerySet:
        return self.select_related("author", "question", "pairing__junior__user", "pairing__senior__user")


def private_thanks(user: User) -> ThanksQuerySet:
    """For the outbox: thanks that `user` has given or got."""
    thanks: ThanksQuerySet = apps.get_model("community", "Thanks").objects.of(user)
    return thanks


def private_milestones(user: User) -> MilestoneQuerySet:
    """For the outbox: milestones of pairings of `user`."""
    milestones: MilestoneQuerySet = apps.get_model("community", "Milestone").objects.shared_by(user)
    return milestones


def private_words(user: User) -> ManagerWordQuerySet:
    """For the outbox: words to a manager that `user` has written, reads or is the subject of."""
    words: ManagerWordQuerySet = apps.get_model("community", "ManagerWord").objects.visible_to(user)
    return words


def private_answers(user: User) -> ReflectionAnswerQuerySet:
    """For the outbox: answers that `user` has written, or that the other of a pairing shares with them."""
    answers: ReflectionAnswerQuerySet = apps.get_model("community", "ReflectionAnswer").objects.of(user)
    return answers


PRIVATE = (private_thanks, private_milestones, private_words, private_answers)
