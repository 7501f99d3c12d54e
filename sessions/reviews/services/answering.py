"""Answering a review in confidence, as often as one likes until it closes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from frame.errors import Refused
from sessions.models import Ballot, ReviewQuestion, SealedReview
from sessions.reviews.casting import note_cast
from sessions.reviews.collecting import respondent
from sessions.reviews.keys import held_round_key, round_key
from sessions.reviews.questions import COMMENT, LONGEST_TEXT, MAY_STAND_ALONE
from sessions.reviews.sealing import seal, unseal

Answers = Mapping[str, int | str | bool | None]  # question code -> rating 1-5, text, or whether it may stand alone
EMPTY: dict[str, Any] = {"answers": {}, "wish": ""}


@transaction.atomic
def answer_review(*, ballot: Ballot, answers: Answers, wish: str) -> None:
    """Everything at once: keep all answers of one person about one pairing, and cast the ballot. Raises Refused as
    keeping and casting do."""
    key = _key_of_open_round(ballot)
    record = _with_answers(ballot, _held_record(ballot, key), answers)
    _cast(ballot, key, record, wish)


@transaction.atomic
def keep_answers(*, ballot: Ballot, answers: Answers) -> None:
    """Keep some answers, by question code; until the round closes they may be changed, an empty one takes it back.

    Raises Refused when the round has closed.
    """
    key = _key_of_open_round(ballot)
    _keep(ballot, key, _with_answers(ballot, _held_record(ballot, key), answers))


def _with_answers(ballot: Ballot, record: dict[str, Any], answers: Answers) -> dict[str, Any]:
    """The record with these answers in the place of what was said before; an empty one takes it back."""
    questions = ReviewQuestion.objects.for_side(ballot.side).filter(round=ballot.round_id, code__in=answers)
    answers_kept = record["answers"] | _as_kept(questions, answers)
    return record | {"answers": {code: answer for code, answer in answers_kept.items() if answer}}


@transaction.atomic
def cast_ballot(*, ballot: Ballot, wish: str) -> None:
    """Say whether one wants to go on, and count as having answered; stays open to change until the round closes.

    Raises Refused when the round has closed, or while a required question is unanswered.
    """
    key = _key_of_open_round(ballot)
    _cast(ballot, key, _held_record(ballot, key), wish)


def _cast(ballot: Ballot, key: bytes, record: dict[str, Any], wish: str) -> None:
    if _missing(ballot, record["answers"]):
        raise Refused(_("One question that we need is still open. Please answer it, then send the review."))
    _keep(ballot, key, record | {"wish": wish})
    note_cast(ballot, key)


def missing_question(ballot: Ballot) -> ReviewQuestion | None:
    """The first required question that is not answered yet; None when the ballot can be cast."""
    return _missing(ballot, answers_so_far(ballot))


def answers_so_far(ballot: Ballot) -> dict[str, Any]:
    """What the owner of the ballot has answered so far, by question code; empty once the round has closed."""
    answers: dict[str, Any] = _record(ballot)["answers"]
    return answers


def wish_so_far(ballot: Ballot) -> str:
    """What the owner of the ballot has said so far about going on; empty once the round has closed."""
    return str(_record(ballot)["wish"])


def _missing(ballot: Ballot, answers: Mapping[str, Any]) -> ReviewQuestion | None:
    required = ReviewQuestion.objects.for_side(ballot.side).filter(round=ballot.round_id, is_required=True)
    return required.exclude(code__in=answers).first()


def _as_kept(questions: Iterable[ReviewQuestion], answers: Answers) -> dict[str, Any]:
    """The answers to questions that are asked, as they are kept."""
    kept: dict[str, Any] = {}
    for question in questions:
        answer = answers[question.code]
        if question.kind == ReviewQuestion.Kind.TEXT:
            kept[question.code] = _text(answer)
        else:
            kept[question.code] = _rating(answer)
    if COMMENT in kept and MAY_STAND_ALONE in answers:
        kept[MAY_STAND_ALONE] = bool(answers[MAY_STAND_ALONE])
    return kept


def _rating(answer: Any) -> int | None:
    if not answer:
        return None
    if not 1 <= int(answer) <= 5:
        raise ValueError("Ratings run from 1 to 5.")
    return int(answer)


def _text(answer: Any) -> str:
    """Without control characters, which would take more room than is kept for them."""
    text = "".join(letter for letter in str(answer or "") if letter.isprintable() or letter in "\n\t")
    if len(text) > LONGEST_TEXT:
        raise Refused(_("The comment is too long; %(n)s characters are the most.") % {"n": LONGEST_TEXT})
    return text


def _key_of_open_round(ballot: Ballot) -> bytes:
    key = held_round_key(ballot.round_id)
    if key is None:
        raise Refused(_("This review has closed, so answers can no longer be changed."))
    return key


def _record(ballot: Ballot) -> dict[str, Any]:
    key = round_key(ballot.round_id)
    if key is None:
        return EMPTY
    hangs_on = respondent(key, ballot.pk)
    review = SealedReview.objects.filter(round=ballot.round_id, respondent=hangs_on).first()
    return unseal(key, bytes(review.sealed), hangs_on) if review else EMPTY


def _held_record(ballot: Ballot, key: bytes) -> dict[str, Any]:
    """One's own record, for oneself alone until the end of the transaction: two windows may be open."""
    hangs_on = respondent(key, ballot.pk)
    SealedReview.objects.get_or_create(
        round_id=ballot.round_id, respondent=hangs_on, defaults={"sealed": seal(key, EMPTY, hangs_on)}
    )
    review = SealedReview.objects.select_for_update().get(round=ballot.round_id, respondent=hangs_on)
    return unseal(key, bytes(review.sealed), hangs_on)


def _keep(ballot: Ballot, key: bytes, record: Mapping[str, Any]) -> None:
    hangs_on = respondent(key, ballot.pk)
    review = SealedReview.objects.filter(round=ballot.round_id, respondent=hangs_on)
    review.update(sealed=seal(key, record, hangs_on))
