"""Publishing a proposal: from here on the mentors are asked."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from matchmaker import Reason
from pairings.models import Pairing
from pairings.rotation_plan import rotation_of
from pairings.services import messages
from pairings.services.rotating import first_day_of_new_pairs
from people.clock import last_second, local_today, read_once
from people.models import User
from programs.models import Cycle, Participant
from programs.recording import record_act
from programs.reminders import owe_messages
from programs.services import start_cycle
from proposals.manual_decisions import ManualDecisions
from proposals.matching_words import reason_words
from proposals.models import MatchRun, Proposal
from proposals.read_problem import read_problem
from proposals.rule_checks import broken_pairs
from proposals.services.versions import hold_open, policy_of
from proposals.withheld_from_team import Withheld

State = MatchRun.State


@transaction.atomic
@read_once()
def publish_run(*, run: MatchRun, by: User, answer_on: dt.date, match_on: dt.date | None = None) -> int:
    """Make a pairing of every proposed pair and ask the mentors; returns how many were asked.

    What was taken out, and who was left out, stays so in the next match of the cycle; pins are pairings now.

    `answer_on` is the last day to answer, in the organisation's zone, `match_on` the day of the next match, if somebody
    knows it. Publishing twice does nothing the second
    time. Raises Refused when a pair breaks a rule by now, since people have changed after the match, and when the
    cycle is ending.
    """
    now = timezone.now()
    if answer_on <= local_today(now):
        raise Refused(_("The last day to answer must lie in the future."))
    _refuse_unless_present(run)
    _refuse_from_before(run)
    if not MatchRun.objects.filter(pk=run.pk, state=State.DONE).update(state=State.PUBLISHED, published_at=now):
        if MatchRun.objects.filter(pk=run.pk, state=State.PUBLISHED).exists():
            return 0
        raise Refused(_("There is no finished proposal to publish. Run the match first."))
    proposals = list(run.proposals.select_related("junior__user", "senior__user"))
    _refuse_what_broke(run, proposals, Withheld(by, run.cycle))
    _start(run.cycle)
    starts_on = first_day_of_new_pairs(run.cycle, now)
    pairings = [_pairing(run, proposal, answer_on, now) for proposal in proposals]
    for pairing in pairings:
        pairing.starts_on = starts_on
    Pairing.objects.bulk_create(pairings, batch_size=1000)
    messages.ask_mentors(pairings, run.cycle.program_id)
    Cycle.objects.filter(pk=run.cycle_id).update(asked_until=answer_on, match_on=match_on)
    _tell_waiting(run.cycle, now)
    record_act("match.published", run.cycle.program_id, about=run, by=by)
    return len(pairings)


def _refuse_unless_present(run: MatchRun) -> None:
    present = hold_open(run.cycle, None)
    if present is not None and present.pk != run.pk and run.state == State.DONE:
        raise Refused(_("Somebody has changed the proposal in the meantime. Look at it again before you publish."))


def _refuse_from_before(run: MatchRun) -> None:
    """A proposal from before a rotation was opened pairs people who are about to change partners."""
    rotation = rotation_of(run.cycle)
    if rotation and run.created_at < rotation.opened_at and run.state == State.DONE:
        raise Refused(_("A change of partners has been opened since this match. Run the match again."))


def _refuse_what_broke(run: MatchRun, proposals: list[Proposal], withheld: Withheld) -> None:
    if not proposals:
        raise Refused(_("The proposal is empty, so there is nobody to ask. Run the match again or pair by hand."))
    reading = read_problem(run.cycle, policy_of(run.cycle.program), ManualDecisions.of(run))
    pairs = {(str(proposal.junior.user_id), str(proposal.senior.user_id)): proposal for proposal in proposals}
    broken = broken_pairs(reading.problem, list(pairs))
    if broken and withheld:
        raise Refused(_("Something has changed since the match, and it no longer fits. Run the match again."))
    if broken:
        lines = ". ".join(_line(pairs[pair], why) for pair, why in list(broken.items())[:5])
        text = _(
            "Something has changed since the match, and %(n)s of its pairs no longer fit: %(pairs)s. Take them out or "
            "run the match again."
        )
        raise Refused(text % {"n": len(broken), "pairs": lines})


def _line(proposal: Proposal, why: tuple[Reason, ...]) -> str:
    reasons = "; ".join(reason_words(reason) for reason in why)
    return f"{proposal.junior.user.name}, {proposal.senior.user.name}: {reasons}"


def _start(cycle: Cycle) -> None:
    """Asking people starts the cycle: who enrols later, until the day that was told, joins the next match."""
    if cycle.is_before_running:
        start_cycle(cycle=cycle)


def _tell_waiting(cycle: Cycle, now: dt.datetime) -> None:
    """Who has a place and no partner hears where they stand, once a day at most. Of leaders all who have not been asked
    hear the same, whether a mentor was asked for them or not: else a silence afterwards would be a mentor's no."""
    juniors = Pairing.objects.taking_places("junior", now).filter(cycle=cycle).order_by()
    seniors = Pairing.objects.taking_places("senior", now).filter(cycle=cycle).order_by()
    asked = seniors.filter(Q(senior_asked_at__isnull=False) | Q(agreed_at__isnull=False))
    waiting = cycle.participants.matchable().filter(state=Participant.State.APPROVED).order_by()
    told = {
        "unmatched": waiting.juniors().exclude(pk__in=juniors.values("junior")),
        "asking": waiting.seniors().exclude(pk__in=asked.values("senior")),
    }
    for what, places in told.items():
        owe_messages(
            kind="place_news", recipients=places.values_list("pk", "user_id"), scope=cycle.program_id,
            occasion=f"match:{local_today(now)}", extra={"what": what},
        )  # fmt: skip


def _pairing(run: MatchRun, proposal: Proposal, answer_on: dt.date, now: dt.datetime) -> Pairing:
    return Pairing(
        cycle=run.cycle,
        junior=proposal.junior,
        senior=proposal.senior,
        score=proposal.score,
        proposed_at=now,
        answer_by=last_second(answer_on),
    )
