"""Named questions about programs, cycles, participants and todos."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest

from people.access import hr_admin

if TYPE_CHECKING:
    from people.models import User
    from programs.closeness import TeamScope
    from programs.models import Cycle, Participant, Program, Todo

#: States of people who have no place in the cycle (any more).
GONE = ("withdrawn", "declined")
#: States of those whom the program has taken in.
ACCEPTED = ("approved", "active", "completed")
#: Of participants: those who can be matched.
MATCHABLE = Q(state__in=["approved", "active"], is_paused=False, user__is_active=True)
#: What a list says of a person.
SHOWN_OF_PEOPLE = ("first_name", "last_name", "preferred_name", "email", "job_title", "level", "department__name")


def last_day() -> Combinable:
    """Of participants, the last day to answer, as `Participant.last_day` says it."""
    of_cycle = Case(When(cycle__enrolment_closed_at=None, then=F("cycle__enrol_until")))
    own = F("answer_until")
    return Greatest(Coalesce(own, of_cycle), Coalesce(of_cycle, own))


class ProgramQuerySet(models.QuerySet["Program"]):
    def managed_by(self, user: User) -> ProgramQuerySet:
        """Programs that `user` sets up and runs: all of them for HR admins, one's own for coordinators."""
        return self if hr_admin(user) else self.filter(coordinators__user=user)

    def sponsored_by(self, user: User) -> ProgramQuerySet:
        return self.filter(sponsor=user)

    def visible_to(self, user: User) -> ProgramQuerySet:
        """Managed or sponsored ones, and those one takes part in."""
        if hr_admin(user):
            return self
        is_concerned = Q(coordinators__user=user) | Q(sponsor=user) | Q(cycles__participants__user=user)
        return self.filter(pk__in=self.model._default_manager.filter(is_concerned).values("pk"))

    def shared_with(self, user: User) -> ProgramQuerySet:
        """Those in which `user` is at home: managed or sponsored ones, and those that have accepted them. Who is only
        invited, has applied, or has left is not."""
        if hr_admin(user):
            return self
        joined = self.model._default_manager.filter(
            cycles__participants__user=user, cycles__participants__state__in=ACCEPTED
        )
        is_shared = Q(coordinators__user=user) | Q(sponsor=user) | Q(pk__in=joined.values("pk"))
        return self.filter(pk__in=self.model._default_manager.filter(is_shared).values("pk"))

    def for_list(self, close_people: Collection[UUID]) -> ProgramQuerySet:
        """With the number of people in cycles that are not over, and what the list shows of each program.

        Who is `close_people` the reader counts also when they have left, which the reader may not have been told."""
        Participant = apps.get_model("programs", "Participant")

        participants = Participant.objects.filter(cycle__program=OuterRef("pk")).exclude(cycle__state="closed")
        is_counted = ~Q(state__in=GONE) | Q(user__in=close_people)
        participant_count = participants.filter(is_counted).order_by().values("cycle__program").annotate(n=Count("pk"))
        listed = self.annotate(people=Coalesce(Subquery(participant_count.values("n")), 0)).order_by(
            "-created_at", "pk"
        )
        return listed.select_related("sponsor").prefetch_related(self.those_in_charge(), "cycles")

    def for_overview(self) -> ProgramQuerySet:
        """With those in charge and the cycles."""
        Cycle = apps.get_model("programs", "Cycle")

        people = self.select_related("sponsor", "person_of_trust")
        return people.prefetch_related(self.those_in_charge(), Prefetch("cycles", Cycle.objects.with_pairs()))

    def for_setup(self) -> ProgramQuerySet:
        """With all that the topics of the set-up look at."""
        return self.for_overview().prefetch_related("topics", "questions", "terms", "orientations")

    def those_in_charge(self) -> Prefetch[str]:
        Coordinator = apps.get_model("programs", "Coordinator")

        return Prefetch("coordinators", Coordinator.objects.select_related("user"))


class CycleQuerySet(models.QuerySet["Cycle"]):
    def managed_by(self, user: User) -> CycleQuerySet:
        return self if hr_admin(user) else self.filter(program__coordinators__user=user)

    def with_pairs(self) -> CycleQuerySet:
        """With `has_pairs`: whether anybody has been asked for a pairing in it."""
        asked = self.model._default_manager.filter(pk=OuterRef("pk"), pairings__isnull=False)
        pairs = {"has_pairs": Exists(asked)}
        return self.annotate(**pairs)

    def taking_in(self) -> CycleQuerySet:
        """Those that people may still join: of open programs, and not about to close."""
        return self.filter(state__in=["enrolling", "matching", "running"], program__state="open")


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def managed_by(self, user: User) -> ParticipantQuerySet:
        return self if hr_admin(user) else self.filter(cycle__program__coordinators__user=user)

    def for_table(self, team_scope: TeamScope) -> ParticipantQuerySet:
        """With what the list of the people of one cycle shows to a reader, and no more."""
        TopicChoice = apps.get_model("programs", "TopicChoice")

        rated = TopicChoice.objects.filter(participant=OuterRef("pk")).order_by().values("participant")
        topic_count = Coalesce(Subquery(rated.annotate(n=Count("pk")).values("n")), 0)
        columns: dict[str, Combinable] = {
            "shown_state": team_scope.state,
            "topic_count": Case(When(~team_scope.of_others, then=topic_count)),
            "shown_capacity": Case(When(~team_scope.of_others, then=F("capacity"))),
            "is_near": Case(When(team_scope.of_others, then=True), default=False),
        }
        shown = ("cycle", "side", "state", "is_paused", *(f"user__{name}" for name in SHOWN_OF_PEOPLE))
        return self.annotate(**columns).select_related("user__department").only(*shown)

    def with_answers(self) -> ParticipantQuerySet:
        """With what people answered at enrolment, and to which terms they agreed last and when. Two queries more."""
        AgreedTerms = apps.get_model("programs", "AgreedTerms")

        last = AgreedTerms.objects.filter(participant=OuterRef("pk")).order_by("-terms__version")
        agreed = {"agreed_version": last.values("terms__version")[:1], "last_agreed_at": last.values("agreed_at")[:1]}
        return self.annotate(**agreed).prefetch_related("choices", "answers")

    def reopenable(self) -> ParticipantQuerySet:
        """Those about whom the team has decided, and may take that back (`Participant.can_be_reopened`)."""
        is_own_choice = Q(state__in=GONE) & (Q(decided_by__isnull=True) | Q(decided_by=F("user")))
        return self.filter(state__in=self.model.TO_REOPEN, applied_at__isnull=False).exclude(is_own_choice)

    def juniors(self) -> ParticipantQuerySet:
        return self.filter(side="junior")

    def seniors(self) -> ParticipantQuerySet:
        return self.filter(side="senior")

    def matchable(self) -> ParticipantQuerySet:
        return self.filter(MATCHABLE)


class TodoQuerySet(models.QuerySet["Todo"]):
    def open(self) -> TodoQuerySet:
        return self.filter(done_at__isnull=True)

    def ticked_off(self) -> TodoQuerySet:
        """Those that somebody has looked at, as opposed to those that settled themselves."""
        return self.filter(done_at__isnull=False, done_by__isnull=False)

    def visible_to(self, user: User) -> TodoQuerySet:
        """Those of programs one manages, but never about a pairing one is a party of. That nobody may read about a
        pair is for HR."""
        managed = self if hr_admin(user) else self.filter(program__coordinators__user=user).exclude(kind="no_reader")
        close_people = user.__class__.objects.near(user).values("pk")
        return managed.exclude(pk__in=self.model.concerns.through.objects.filter(user__in=close_people).values("todo"))
