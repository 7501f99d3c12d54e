"""What a cycle is matched by, and what came of it. Private to those who match."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matchmaker import CRITERIA
from people.models import OneLineField, UUIDModel
from programs.models import Cycle, Participant, Program
from proposals.outcome import DetailsField, OutcomeField
from proposals.querysets import MatchRunQuerySet, ProposalQuerySet, RotationOutlookQuerySet

#: How the code of a program's own question begins, among those of its criteria.
QUESTION = "question_"


class MatchPolicy(UUIDModel):
    """The hard rules (switches) and the weights of the soft score of one program."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="match_policy")
    minimum_level_gap = models.PositiveSmallIntegerField(_("levels between mentor and leader, at least"), default=2)
    reporting_distance = models.PositiveSmallIntegerField(
        _("steps in the reporting line that keep two people apart"),
        default=2,
        help_text=_("0 turns the rule off, 99 means any distance."),
    )
    forbids_same_manager = models.BooleanField(_("never under the same direct manager"), default=False)
    needs_shared_topic = models.BooleanField(
        _("at least one topic that the leader wants and the mentor shares"), default=True
    )
    forbids_repeats = models.BooleanField(_("never a pair of an earlier cycle"), default=True)
    needs_shared_language = models.BooleanField(_("a language in common"), default=False)
    minimum_overlap_hours = models.PositiveSmallIntegerField(_("hours of the working day in common"), default=2)
    weights = models.JSONField(
        _("weights"), default=dict, help_text="By criterion; its own weight where none is named."
    )
    one_partner_first = models.BooleanField(
        _("one partner for everybody before anyone has two"), default=True, db_default=True
    )
    is_fair = models.BooleanField(_("raise the lowest pair first"), default=False)
    allows_self_matching = models.BooleanField(_("mentors and leaders may find each other"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    def __str__(self) -> str:
        return f"rules of {self.program_id}"

    @classmethod
    def of_version(cls, run: "MatchRun") -> "MatchPolicy":
        """The rules that a version stands on, unsaved; rules that there are no more are left out."""
        known = {field.name for field in cls._meta.concrete_fields}
        return cls(**{name: value for name, value in run.rules.items() if name in known})

    @property
    def weight_of(self) -> dict[str, int]:
        """Every criterion with its weight, and the weights of the program's own questions that are stored; what is
        stored of criteria that are no more is left out."""
        own = {code: weight for code, weight in self.weights.items() if code.startswith(QUESTION)}
        return {criterion.code: self.weights.get(criterion.code, criterion.weight) for criterion in CRITERIA} | own


class MatchRun(UUIDModel):
    """One version of a cycle's proposal, with the rules and the decisions by hand that it stands on.

    The proposal is the version that was kept last. Changing something makes a new version with the present one as
    its parent, so that undoing is keeping the parent again. One that was never kept is a scenario when it has a
    name, and else a result that waits for a decision.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting for the worker")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")
        PUBLISHED = "published", _("published")

    class Act(models.TextChoices):
        """What made this version out of its parent."""

        MATCHED = "matched", _("matched")
        TRIED = "tried", _("rules and weights changed")
        PINNED = "pin", _("pinned")
        UNPINNED = "unpin", _("unpinned")
        TAKEN_OUT = "out", _("taken out")
        ALLOWED = "allow", _("allowed again")
        PAIRED = "pair", _("paired by hand")
        SWAPPED = "swap", _("swapped")
        LEFT_OUT = "leave", _("left out of this match")
        BROUGHT_BACK = "return", _("brought back")

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="match_runs")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    name = OneLineField(_("name"), max_length=80, blank=True)
    act = models.CharField(max_length=8, choices=Act.choices, default=Act.MATCHED)
    about = models.JSONField(default=list, help_text="Ids of the places that the act names, a mentor before a leader.")
    is_solved = models.BooleanField(default=True, help_text="The pairs are the best set; else only the named changed.")
    pins = models.JSONField(default=list, help_text="[mentor's place, leader's place] of every pinned pair.")
    forbidden = models.JSONField(default=list, help_text="The same of every pair that was taken out.")
    left_out = models.JSONField(default=list, help_text="Places of people who are left out of this match.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    phase = models.CharField(max_length=40, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    phase_done = models.PositiveIntegerField(default=0)
    phase_total = models.PositiveIntegerField(default=0)
    policy = models.JSONField(default=dict)
    input_digest = models.CharField(max_length=64, blank=True)
    outcome = OutcomeField()
    details = DetailsField()
    base = models.ForeignKey(
        "self", models.RESTRICT, null=True, related_name="+", help_text="The version whose pairs this one shares."
    )
    dropped = models.JSONField(default=list, help_text="Ids of the base's pairs that this version does not have.")
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = MatchRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["cycle", "-kept_at"], name="match_run_kept")]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(state__in=["queued", "running"]), name="one_match_run_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"run of {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def proposals(self) -> "ProposalQuerySet":
        """The pairs of this version: its own, and those that it shares with its base."""
        return Proposal.objects.of(self)

    @property
    def rules(self) -> dict[str, Any]:
        """The rules and weights as stored; a version from before a rule was thought of was made without it."""
        return {"one_partner_first": False, **self.policy}

    @property
    def may_be_kept(self) -> bool:
        """Published ones are questions to people by now; the others have no pairs."""
        return self.state == self.State.DONE

    @property
    def is_editable(self) -> bool:
        """It can be changed and published; reads the cycle."""
        return self.state == self.State.DONE and not self.cycle.is_ending


class Proposal(UUIDModel):
    """One pair of a version, shared by later ones that leave it as it is."""

    #: Whose wish list has the other one, and the zone of who has none of their own; set by `with_wishes`.
    is_wished_by_junior: bool
    is_wished_by_senior: bool
    default_zone: str | None
    #: How many partners they have in other cycles; set by `with_all_shown`.
    junior_elsewhere: int
    senior_elsewhere: int

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="own_proposals")
    junior = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    senior = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    parts = models.JSONField(default=list)
    is_pinned = models.BooleanField(default=False)
    is_manual = models.BooleanField(default=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "junior", "senior"], name="proposed_once_per_run")]
        indexes = [models.Index(fields=["run", "-score", "id"], name="proposed_by_score")]

    def __str__(self) -> str:
        return f"{self.junior_id} – {self.senior_id}: {self.score}"


class RotationOutlook(UUIDModel):
    """How many more changes of partners a cycle allows, as it was worked out last. `first_without` are ids of places;
    see `proposals.rotation_outlook`."""

    cycle = models.OneToOneField(Cycle, models.CASCADE, related_name="rotation_outlook")
    asked_at = models.DateTimeField(default=timezone.now)
    computed_at = models.DateTimeField(null=True, blank=True)
    rounds = models.JSONField(default=list)
    first_without = models.JSONField(default=list)
    rules = models.JSONField(default=dict)

    objects = RotationOutlookQuerySet.as_manager()

    def __str__(self) -> str:
        return f"outlook of {self.cycle_id}"

    @property
    def is_under_way(self) -> bool:
        """Asked for, and not worked out since."""
        return self.computed_at is None or self.computed_at < self.asked_at


class PendingCheck(UUIDModel):
    """Open pairings that must be looked at again under the hard rules, noted with the change that asks for it: those of
    a person (`is_with_reports`: of everybody below them, too), that of two people, those of a program, or all.

    Two people stand in the order of their ids, so that nobody can read whose note it was. The worker deletes what it
    has looked at.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    program = models.ForeignKey(Program, models.CASCADE, null=True, related_name="+")
    is_with_reports = models.BooleanField(default=False)
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["noted_at", "id"]

    def __str__(self) -> str:
        return f"to be looked at since {self.noted_at:%Y-%m-%d %H:%M}"
