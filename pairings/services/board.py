"""What a coordinator changes in a proposal: take out, pin, pair by hand, and undo each of them."""

from django.db import transaction
from django.utils.translation import gettext as _

from pairings.matching import PairCheck, check_pair
from pairings.matching_words import reason_words
from pairings.models import MatchConstraint, MatchRun, Proposal
from pairings.problem import Reading, read_problem
from pairings.services.runs import policy_of
from pairings.services.solving import parts_of, topic_names
from people.errors import Refused
from people.models import User
from programs.models import Participant

Kind = MatchConstraint.Kind


def refuse_unless_editable(run: MatchRun) -> None:
    """A published proposal is a question to people by now; a run that is not done has nothing to change."""
    if not MatchRun.objects.filter(pk=run.pk, state=MatchRun.State.DONE).exists():
        raise Refused(_("This proposal can no longer be changed. Run the match again to get a new one."))


@transaction.atomic
def take_out(*, proposal: Proposal, by: User) -> MatchConstraint:
    """Forbid the pair for this cycle and take it out of the proposal. Kept over runs; twice is harmless."""
    refuse_unless_editable(proposal.run)
    constraint = _constrain(proposal, Kind.FORBID, by)
    Proposal.objects.filter(pk=proposal.pk).delete()
    return constraint


@transaction.atomic
def pin(*, proposal: Proposal, by: User) -> MatchConstraint:
    """Keep the pair in every further run of this cycle."""
    refuse_unless_editable(proposal.run)
    Proposal.objects.filter(pk=proposal.pk).update(is_pinned=True)
    return _constrain(proposal, Kind.PIN, by)


@transaction.atomic
def unpin(*, proposal: Proposal) -> None:
    """Let further runs decide about the pair again; it stays in this proposal."""
    refuse_unless_editable(proposal.run)
    _constraints_of(proposal).filter(kind=Kind.PIN).delete()
    Proposal.objects.filter(pk=proposal.pk).update(is_pinned=False)


@transaction.atomic
def pair_by_hand(*, run: MatchRun, junior: Participant, senior: Participant, by: User) -> Proposal:
    """Put two people together; the hard rules and the places count as for every pair. It is pinned.

    Raises Refused with the rules that forbid it; whatever is confidential is called protected.
    """
    refuse_unless_editable(run)
    there = Proposal.objects.filter(run=run, junior=junior, senior=senior).first()
    if there:
        pin(proposal=there, by=by)
        return there
    reading, check = checked(run, junior, senior)
    if not check.is_allowed:
        names = {"mentor": junior.user.name, "leader": senior.user.name}
        why = "; ".join(reason_words(reason) for reason in check.reasons)
        raise Refused(_("%(mentor)s and %(leader)s cannot be a pair: %(why)s.") % {**names, "why": why})
    _refuse_without_room(run, reading, junior, senior)
    proposal = _add(run, reading, check, junior, senior)
    _constrain(proposal, Kind.PIN, by)
    return proposal


@transaction.atomic
def undo(*, constraint: MatchConstraint, run: MatchRun | None) -> None:
    """Take a change back: what was taken out returns if there is room, what was paired by hand goes, a pin goes."""
    pair = {"junior": constraint.junior, "senior": constraint.senior}
    MatchConstraint.objects.filter(pk=constraint.pk).delete()
    if run is None or run.state != MatchRun.State.DONE:
        return
    if constraint.kind == Kind.FORBID:
        _put_back(run, constraint.junior, constraint.senior)
    else:
        Proposal.objects.filter(run=run, is_manual=True, **pair).delete()
        Proposal.objects.filter(run=run, **pair).update(is_pinned=False)


def checked(run: MatchRun, junior: Participant, senior: Participant) -> tuple[Reading, PairCheck]:
    """The cycle as it is now, and what its rules say of two people of it."""
    reading = read_problem(run.cycle, policy_of(run.cycle.program))
    one, other = str(junior.user_id), str(senior.user_id)
    if one not in reading.juniors or other not in reading.seniors:
        raise Refused(_("One of the two cannot be matched any more. Reload the page to see who can."))
    return reading, check_pair(reading.problem, (one, other))


def _put_back(run: MatchRun, junior: Participant, senior: Participant) -> None:
    try:
        reading, check = checked(run, junior, senior)
        _refuse_without_room(run, reading, junior, senior)
    except Refused:
        return
    if check.is_allowed:
        _add(run, reading, check, junior, senior, is_manual=False)


def _refuse_without_room(run: MatchRun, reading: Reading, junior: Participant, senior: Participant) -> None:
    free = {
        junior: reading.mentors[str(junior.user_id)].capacity,
        senior: reading.leaders[str(senior.user_id)].capacity,
    }
    for side, place in (("junior", junior), ("senior", senior)):
        if Proposal.objects.filter(run=run, **{side: place}).count() >= free[place]:
            raise Refused(
                _("%(name)s has no free place left in this proposal. Take out their present pair first.")
                % {"name": place.user.name}
            )


def _add(run: MatchRun, reading: Reading, check: PairCheck, junior: Participant, senior: Participant, *,
         is_manual: bool = True) -> Proposal:  # fmt: skip
    most = reading.problem.policy.weights.points()
    parts = parts_of(reading, check.junior, check.senior, check.parts, most, topic_names(run))
    added = {"score": check.score, "parts": parts, "is_pinned": is_manual, "is_manual": is_manual}
    return Proposal.objects.get_or_create(run=run, junior=junior, senior=senior, defaults=added)[0]


def _constraints_of(proposal: Proposal):  # type: ignore[no-untyped-def]
    return MatchConstraint.objects.filter(
        cycle=proposal.run.cycle_id, junior=proposal.junior_id, senior=proposal.senior_id
    )


def _constrain(proposal: Proposal, kind: str, by: User) -> MatchConstraint:
    return MatchConstraint.objects.update_or_create(
        cycle_id=proposal.run.cycle_id,
        junior_id=proposal.junior_id,
        senior_id=proposal.senior_id,
        defaults={"kind": kind, "created_by": by},
    )[0]
