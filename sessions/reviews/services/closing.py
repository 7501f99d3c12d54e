"""Closing a round: all that will ever be shown is computed, then everything it was computed from is deleted. And what
the program team does afterwards about wishes for a change."""

import random
from collections.abc import Iterable, Sequence

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.models import Delivery
from notifications.services import forget_deliveries
from pairings.services import end_pairings
from people.clock import local_today
from people.models import DataCopy, User
from people.own_data.copies import forget_copies_of
from programs.models import Todo
from programs.services import leave_out_of_matches, raise_todo
from sessions.models import CastBallot, ChangeWish, ReviewRound, RoundKey, RoundMarks, SealedReview
from sessions.reviews.collecting import CHANGES, Opened, collect, opened_reviews
from sessions.reviews.keys import opened
from sessions.reviews.marks import Marker, closed_round_of, keep_marks
from sessions.upper_floors import insights

PROMPTS = ("review_prompt", "review_closing", "follow_up_prompt", "follow_up_closing")


@transaction.atomic
def close_round(*, review_round: ReviewRound) -> None:
    """Close and freeze the results, then delete answers, ballots that were cast, prompts and the key. Closing twice
    changes nothing. Raises SecretMissing when the server cannot open the answers."""
    key = RoundKey.objects.select_for_update().filter(round=review_round).first()  # waits for whoever answers just now
    if key is None:
        return
    reviews = opened_reviews(review_round, opened(key))
    marker = Marker(review_round.cycle.program_id)
    collected = collect(review_round, reviews, marker)
    _mark_closed(review_round)
    insights().freeze_results(review_round, collected)
    keep_marks(review_round, closed_round_of(review_round, collected), marker)
    _keep_wishes(review_round, reviews)
    _ask_for_what_comes_of_it(review_round)
    _forget(review_round)
    transaction.on_commit(wipe_traces, robust=True)


def _mark_closed(review_round: ReviewRound) -> None:
    """A round that is closed early says so by its last day. How many had answered so far is told by the results now."""
    today = local_today()
    itself = ReviewRound.objects.filter(pk=review_round.pk)
    itself.filter(closes_on__gt=today).update(closes_on=max(today, review_round.opens_on))
    itself.update(state=ReviewRound.State.CLOSED, closed_at=timezone.now(), answered_so_far={})
    review_round.refresh_from_db()


def _ask_for_what_comes_of_it(review_round: ReviewRound) -> None:
    """The program team is to say what it makes of the results; done once that is published. A follow-up ends there:
    those whom it asked have gone their ways."""
    if review_round.is_follow_up:
        return
    raise_todo(
        program=review_round.cycle.program,
        kind=Todo.Kind.REVIEW_CLOSED,
        subject_id=review_round.pk,
        text=_("Review %(number)s has closed: say what comes of it") % {"number": review_round.number},
        link=reverse("program_review", args=[review_round.pk]),
    )


def _keep_wishes(review_round: ReviewRound, reviews: Iterable[Opened]) -> None:
    """The wishes for a change, anew and in random order; a wish to go on leaves nothing, as silence does."""
    wishes = [
        ChangeWish(
            round=review_round, pairing_id=review.ballot.pairing_id, user_id=review.ballot.user_id, wish=review.wish
        )
        for review in reviews
        if review.wish in CHANGES
    ]
    random.SystemRandom().shuffle(wishes)
    ChangeWish.objects.bulk_create(wishes)


def _forget(review_round: ReviewRound) -> None:
    SealedReview.objects.filter(round=review_round).delete()
    CastBallot.objects.filter(round=review_round).delete()
    RoundKey.objects.filter(round=review_round).delete()
    forget_deliveries(subject_id=review_round.pk, kinds=PROMPTS)
    # What one has answered stands in the copies of one's data.
    forget_copies_of(review_round.ballots.order_by().values_list("user", flat=True))


def wipe_traces() -> None:
    """Give back the space in which deleted answers lay; outside any transaction. On SQLite what is deleted is
    overwritten at once (`secure_delete`), and the log of changes is emptied here."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for model in (SealedReview, CastBallot, RoundKey, RoundMarks, Delivery, DataCopy):
            cursor.execute(f"VACUUM {connection.ops.quote_name(model._meta.db_table)}")


def note_talk(*, wishes: Sequence[ChangeWish], by: User) -> int:
    """Somebody of the program team has talked these wishes over with those who said them; the first to note it counts.
    Returns of how many it was not noted yet. Nobody is told."""
    unnoted = ChangeWish.objects.filter(pk__in=[wish.pk for wish in wishes], talked_at__isnull=True)
    return unnoted.update(talked_at=timezone.now(), talked_by=by)


@transaction.atomic
def end_wished(*, wishes: Sequence[ChangeWish], by: User) -> int:
    """The pairs of these wishes end with the next batch; whoever would like to stop is not matched again for now.
    Returns how many pairs. Twice is harmless. Needs the wishes with their pairing, its two, and who said it."""
    ended = end_pairings(pairings=[wish.pairing for wish in wishes], by=by)
    stop = [wish for wish in wishes if wish.wish == ChangeWish.Wish.STOP]
    leave_out_of_matches(participants=[wish.pairing.participant_of(wish.user) for wish in stop])
    return ended
