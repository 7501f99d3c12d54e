"""Verbs of a review round."""

import datetime as dt
import hashlib
import hmac
import secrets
import uuid
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.services import cancel_deliveries, owe
from pairings.models import Pairing
from people.errors import Refused
from people.models import Organization
from programs.deadlines import local_today
from programs.models import Cycle
from sessions.models import Ballot, ContinueChoice, Review, ReviewAnswer, ReviewQuestion, ReviewRound
from sessions.reviews import closing
from sessions.reviews.questions import CATALOGUE
from sessions.reviews.response import count_responses

Answers = Mapping[str, int | str | None]  # question code -> rating 1-5 or text


@transaction.atomic
def open_round(*, cycle: Cycle, today: dt.date) -> ReviewRound:
    """Ask every participant of an active pairing; `today` is the date in the organisation's zone.

    Thresholds are fixed here. Raises Refused when a round is open already, or when nobody could be asked.
    """
    pairings = list(Pairing.objects.meeting().filter(cycle=cycle).select_related("junior", "senior"))
    if not pairings:
        raise Refused(_("No pair is active yet, so there is nobody to ask. Open a round once pairs are meeting."))
    program = cycle.program
    try:
        with transaction.atomic():
            review_round = ReviewRound.objects.create(
                cycle=cycle,
                number=(cycle.review_rounds.aggregate(last=Max("number"))["last"] or 0) + 1,
                state=ReviewRound.State.OPEN,
                opens_on=today,
                closes_on=today + dt.timedelta(days=program.review_open_days),
                score_threshold=program.score_threshold,
                comment_threshold=program.comment_threshold,
                round_key=secrets.token_bytes(32),
                opened_at=timezone.now(),
            )
    except IntegrityError:
        raise Refused(_("A review round is open already. Close it before you open the next one.")) from None
    _add_questions(review_round)
    _hand_out_ballots(review_round, pairings)
    return review_round


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
    Ballot.objects.bulk_create(ballots)
    owe(
        kind="review_prompt",
        recipients=sorted({ballot.user_id for ballot in ballots}, key=str),
        subject_id=review_round.pk,
        occasion="opened",
        scope=review_round.cycle.program_id,
        not_after=end_of(review_round.closes_on),
    )


def end_of(day: dt.date) -> dt.datetime:
    """The last instant of a day in the organisation's zone, in UTC."""
    zone = Organization.objects.current().zone
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=zone)
    return midnight.astimezone(dt.UTC)


@transaction.atomic
def answer_review(*, ballot: Ballot, answers: Answers, wish: str) -> None:
    """Everything at once: keep all answers of one person about one pairing, and cast the ballot."""
    keep_answers(ballot=ballot, answers=answers)
    cast_ballot(ballot=ballot, wish=wish)


@transaction.atomic
def keep_answers(*, ballot: Ballot, answers: Answers) -> None:
    """Keep some answers, by question code; until the round closes they may be changed, an empty one takes it back.

    Raises Refused when the round has closed.
    """
    review_round = _open_round_of(ballot)
    review, _made = Review.objects.get_or_create(
        round=review_round,
        respondent=keyed(review_round, ballot.pk),
        defaults={"side": ballot.side, "pair": keyed(review_round, ballot.pairing_id)},
    )
    asked = ReviewQuestion.objects.for_side(review.side).filter(round=review_round, code__in=answers)
    ReviewAnswer.objects.filter(review=review, question__in=asked).delete()
    ReviewAnswer.objects.bulk_create(
        ReviewAnswer(
            review=review,
            question=question,
            rating=given if question.kind == ReviewQuestion.Kind.RATING else None,
            text=str(given) if question.kind == ReviewQuestion.Kind.TEXT else "",
        )
        for question in asked
        if (given := answers[question.code])
    )


@transaction.atomic
def cast_ballot(*, ballot: Ballot, wish: str) -> None:
    """Say whether one wants to go on, and count as having answered; stays open to change until the round closes.

    Raises Refused when the round has closed, or while a required question is unanswered.
    """
    review_round = _open_round_of(ballot)
    if missing_question(ballot):
        raise Refused(_("One question that we need is still open. Please answer it, then send the review."))
    ContinueChoice.objects.update_or_create(ballot=ballot, defaults={"wish": wish})
    Ballot.objects.filter(pk=ballot.pk).update(is_cast=True)
    _stop_prompting(ballot, review_round)


def missing_question(ballot: Ballot) -> ReviewQuestion | None:
    """The first required question that is not answered yet; None when the ballot can be cast."""
    required = ReviewQuestion.objects.for_side(ballot.side).filter(round=ballot.round_id, is_required=True)
    return required.exclude(code__in=given_answers(ballot)).first()


def _open_round_of(ballot: Ballot) -> ReviewRound:
    review_round = ReviewRound.objects.select_for_update().get(pk=ballot.round_id)
    if not review_round.is_open:
        raise Refused(_("This review has closed, so answers can no longer be changed."))
    return review_round


def _stop_prompting(ballot: Ballot, review_round: ReviewRound) -> None:
    """No further prompt once the person has answered about all of their pairings."""
    if not Ballot.objects.to_answer().filter(round=review_round, user=ballot.user_id).exists():
        cancel_deliveries(
            subject_id=review_round.pk,
            kinds=["review_prompt", "review_closing"],
            recipients=[ballot.user_id],
            reason=_("not needed any more"),
        )


def given_answers(ballot: Ballot) -> dict[str, int | str]:
    """What the owner of the ballot has answered so far, by question code; empty once the round has closed."""
    review_round = ballot.round
    if not review_round.is_open:
        return {}
    answers = ReviewAnswer.objects.filter(
        review__round=review_round, review__respondent=keyed(review_round, ballot.pk)
    ).select_related("question")
    return {answer.question.code: answer.rating or answer.text for answer in answers}


def keyed(review_round: ReviewRound, identifier: uuid.UUID) -> str:
    """HMAC-SHA-256 (RFC 2104) of an identifier under the round's key, as hex; ValueError without a key."""
    if review_round.round_key is None:
        raise ValueError("The key of a round that is not open does not exist.")
    return hmac.new(bytes(review_round.round_key), identifier.bytes, hashlib.sha256).hexdigest()


@transaction.atomic
def close_round(*, review_round: ReviewRound) -> None:
    """Close, freeze the results, destroy the key and whatever tied answers to people. Closing twice changes nothing."""
    closed = (
        ReviewRound.objects.open()
        .filter(pk=review_round.pk)
        .update(state=ReviewRound.State.CLOSED, round_key=None, closed_at=timezone.now())
    )
    if not closed:
        return
    _end_today(review_round)
    _drop_unsent(review_round)
    review_round.refresh_from_db()
    closing.freeze(review_round)
    Review.objects.filter(round=review_round).update(respondent="", pair="")
    cancel_deliveries(subject_id=review_round.pk, reason=_("the round has closed"))


def _end_today(review_round: ReviewRound) -> None:
    """Count once more who has answered; a round that is closed early says so by its last day."""
    today = local_today()
    itself = ReviewRound.objects.filter(pk=review_round.pk)
    count_responses(itself, today)
    itself.filter(closes_on__gt=today).update(closes_on=max(today, review_round.opens_on))


def _drop_unsent(review_round: ReviewRound) -> None:
    """What somebody began and never sent was a draft: it counts nowhere. Needs the key, which is about to go."""
    cast = Ballot.objects.filter(round=review_round, is_cast=True).values_list("pk", flat=True)
    sent = {keyed(review_round, pk) for pk in cast}
    drafts = [
        pk for pk, respondent in Review.objects.filter(round=review_round).values_list("pk", "respondent")
        if respondent not in sent
    ]  # fmt: skip
    ReviewAnswer.objects.filter(review__in=drafts).delete()
    Review.objects.filter(pk__in=drafts).delete()
