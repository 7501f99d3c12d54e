"""Opening a round."""

import datetime as dt
import random

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
from sessions.reviews.questions import CATALOGUE
from sessions.reviews.spacing import is_last_round, possible_from
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
    review_round = _make_round(cycle, rounds, today)
    make_round_key(review_round)
    _add_questions(review_round)
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


def _make_round(cycle: Cycle, rounds: list[ReviewRound], today: dt.date) -> ReviewRound:
    program = cycle.program
    try:
        with transaction.atomic():
            return ReviewRound.objects.create(
                cycle=cycle,
                number=max((found.number for found in rounds), default=0) + 1,
                state=ReviewRound.State.OPEN,
                is_last=is_last_round(cycle, rounds),
                opens_on=today,
                closes_on=today + dt.timedelta(days=program.review_open_days),
                score_threshold=max(program.score_threshold, FEWEST_ANSWERS),
                comment_threshold=max(program.comment_threshold, FEWEST_COMMENTERS),
                opened_at=timezone.now(),
            )
    except IntegrityError:
        raise Refused(_("A review round is open already. Close it before you open the next one.")) from None


def _add_questions(review_round: ReviewRound) -> None:
    ReviewQuestion.objects.bulk_create(
        ReviewQuestion(
            round=review_round,
            code=asked.code,
            text=str(asked.text),
            section=asked.section,
            kind=asked.kind,
            side=asked.side,
            is_required=asked.is_required,
            position=position,
        )
        for position, asked in enumerate(CATALOGUE)
    )


def _hand_out_ballots(review_round: ReviewRound, pairings: list[Pairing]) -> None:
    ballots = [
        Ballot(round=review_round, pairing=pairing, user_id=participant.user_id, side=participant.side)
        for pairing in pairings
        for participant in (pairing.junior, pairing.senior)
    ]
    random.SystemRandom().shuffle(ballots)
    Ballot.objects.bulk_create(ballots)
    owe(
        kind="review_prompt",
        recipients=sorted({ballot.user_id for ballot in ballots}, key=str),
        subject_id=review_round.pk,
        occasion="opened",
        scope=review_round.cycle.program_id,
        not_after=end_of_day(review_round.closes_on),
    )
