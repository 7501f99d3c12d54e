"""Opening a round, and how far apart the rounds of a program lie. Whoever knows that all but one kept their answers
learns about that one from any step that is crossed: only time helps against that. Cycles overlap and ask the same
people, so the program waits: it is the rounds of a program that are compared."""

import datetime as dt
import random
from collections.abc import Collection, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.services import owe
from pairings.models import Pairing
from people.clock import end_of_day
from programs.models import Cycle, Program
from sessions.models import Ballot, ReviewQuestion, ReviewRound
from sessions.reviews.keys import make_round_key
from sessions.reviews.questions import CATALOGUE, Asked
from sessions.reviews.thresholds import FEWEST_ANSWERS, FEWEST_COMMENTERS


@transaction.atomic
def open_round(*, cycle: Cycle, today: dt.date) -> ReviewRound:
    """Ask every participant of an active pairing; `today` is the date in the organisation's zone.

    Thresholds are fixed here. Raises Refused when a round is open already, when the last one of the program, of
    whatever cycle, has closed too recently, or when nobody could be asked.
    """
    pairings = list(Pairing.objects.meeting().filter(cycle=cycle).select_related("junior", "senior"))
    if not pairings:
        raise Refused(_("No pair is active yet, so there is nobody to ask. Open a round once pairs are meeting."))
    Program.objects.select_for_update(no_key=True).get(pk=cycle.program_id)  # its other cycles wait for this one
    rounds = list(cycle.review_rounds.all())
    _refuse_too_soon(cycle, rounds, today)
    review_round = make_round(cycle, rounds, today)
    make_round_key(review_round)
    add_questions(review_round)
    _hand_out_ballots(review_round, pairings)
    return review_round


def _refuse_too_soon(cycle: Cycle, rounds: list[ReviewRound], today: dt.date) -> None:
    earliest = possible_from(cycle, rounds)
    if earliest and today < earliest:
        raise Refused(
            _(
                "The last review of this program has closed too recently, or another cycle is being asked just now: "
                "the nearer two reviews lie, the more their difference tells about single people. The next one can "
                "be opened from %(day)s on."
            )
            % {"day": date_format(earliest)}
        )


def make_round(cycle: Cycle, rounds: list[ReviewRound], today: dt.date, months_after: int = 0) -> ReviewRound:
    """The round itself, open from `today` on; nobody is asked in it yet. Refused while another one of the cycle is."""
    program = cycle.program
    try:
        with transaction.atomic():
            return ReviewRound.objects.create(
                cycle=cycle,
                number=max((review_round.number for review_round in rounds), default=0) + 1,
                state=ReviewRound.State.OPEN,
                is_last=is_last_round(cycle, rounds),
                months_after=months_after,
                opens_on=today,
                closes_on=today + dt.timedelta(days=program.review_open_days),
                score_threshold=max(program.score_threshold, FEWEST_ANSWERS),
                comment_threshold=max(program.comment_threshold, FEWEST_COMMENTERS),
                opened_at=timezone.now(),
            )
    except IntegrityError:
        raise Refused(_("A review round is open already. Close it before you open the next one.")) from None


def add_questions(review_round: ReviewRound, catalogue: Sequence[Asked] = CATALOGUE) -> None:
    """What is asked, in order, in the words of now."""
    ReviewQuestion.objects.bulk_create(
        ReviewQuestion(
            round=review_round,
            code=question.code,
            text=str(question.text),
            section=question.section,
            kind=question.kind,
            side=question.side,
            is_required=question.is_required,
            position=position,
        )
        for position, question in enumerate(catalogue)
    )


def _hand_out_ballots(review_round: ReviewRound, pairings: list[Pairing]) -> None:
    ballots = [
        Ballot(round=review_round, pairing=pairing, user_id=participant.user_id, side=participant.side)
        for pairing in pairings
        for participant in (pairing.junior, pairing.senior)
    ]
    random.SystemRandom().shuffle(ballots)
    Ballot.objects.bulk_create(ballots)
    prompt("review_prompt", review_round, ballots)


def prompt(kind: str, review_round: ReviewRound, ballots: Collection[Ballot]) -> None:
    """Owe everybody who is asked one message that it is open."""
    owe(
        kind=kind,
        recipients=sorted({ballot.user_id for ballot in ballots}, key=str),
        subject_id=review_round.pk,
        occasion="opened",
        scope=review_round.cycle.program_id,
        not_after=end_of_day(review_round.closes_on),
    )


def is_last_round(cycle: Cycle, rounds: Collection[ReviewRound]) -> bool:
    """Whether a round opened now is the one that every cycle may end with, however recent the one before; `rounds` are
    those of the cycle."""
    return cycle.state == Cycle.State.CLOSING and not any(review_round.is_last for review_round in rounds)


def possible_from(
    cycle: Cycle, rounds: Collection[ReviewRound], elsewhere: Collection[ReviewRound] | None = None
) -> dt.date | None:
    """The first day on which the next round may be opened; None where nothing has to be waited for. `rounds` are those
    of the cycle; what other cycles of the program have asked, or still ask, is looked up in one query unless given."""
    if is_last_round(cycle, rounds):
        return None
    if elsewhere is None:
        elsewhere = ReviewRound.objects.filter(cycle__program=cycle.program_id).exclude(cycle=cycle)
    ends = [review_round.closes_on for review_round in rounds if review_round.is_closed]
    others = [asked for asked in elsewhere if not asked.is_follow_up]  # which ask something else
    ends += [asked.closes_on for asked in others if asked.state != ReviewRound.State.PLANNED]
    return max(ends) + dt.timedelta(days=cycle.program.review_gap_days) if ends else None
