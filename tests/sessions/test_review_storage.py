"""Whoever holds the database learns nothing about who has answered what: tried as somebody would who wants to."""

import datetime as dt
import itertools
import random
import re
import uuid
from email.utils import parseaddr

import pytest
from cryptography.exceptions import InvalidTag
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from notifications.mail_run import MailRun
from notifications.models import Delivery
from sessions.models import (
    Ballot,
    CastBallot,
    ChangeWish,
    ReviewRound,
    RoundKey,
    RoundMarks,
    SealedReview,
)
from sessions.reviews.collecting import collect, opened_reviews, respondent
from sessions.reviews.keys import about, round_key
from sessions.reviews.marks import Marker
from sessions.reviews.questions import BEFORE, NOW, questions_for
from sessions.reviews.reminders import plan_closing
from sessions.reviews.sealing import KEY_BYTES, decrypt, derived, unseal, unwrap
from sessions.reviews.services import answer_review, answers_so_far, close_round, keep_answers, open_round
from tests.cast import assemble
from tests.factories import PairingFactory
from tests.mail import deliver_all
from tests.sessions import attack

PEOPLE = 40
#: Of forty, so many at the right place by chance happens once in a hundred thousand times; one is expected.
BY_CHANCE = 8
#: A likeness of orders beyond this happens by chance less than once in a hundred thousand times.
ALIKE = 0.75
STEPS = ("confidence", "benefits", "safety", "comment", "next")


def token(user) -> str:
    return f"uttered{uuid.uuid5(uuid.NAMESPACE_OID, str(user.pk)).hex}"


def forty_pairs():
    """The cast with twenty pairs, and a round that opens."""
    cast = assemble()
    PairingFactory.create_batch(PEOPLE // 2 - 2, cycle=cast.cycle)
    return cast, open_round(cycle=cast.cycle, today=timezone.localdate())


def posts_of(ballot, may_stand_alone, rng):
    """What one person sends, step by step."""
    given = {asked.code: rng.randint(1, 5) for asked in questions_for(ballot.side) if asked.kind == "rating"}
    comment = {"comment": f"I {token(ballot.user)}", "comment_alone": "yes" if may_stand_alone else ""}
    last = {"wish": rng.choice(["continue", "continue", "swap", "stop"])}
    return [(step, given | comment if step != "next" else last) for step in STEPS]


def answer_overlapping(review_round, rng, may_stand_alone=True):
    """Everybody comes, goes and comes again, in no order; gives the orders in which they began and ended."""
    ballots = list(Ballot.objects.filter(round=review_round).select_related("user"))
    rng.shuffle(ballots)
    clients = {}
    for ballot in ballots:
        clients[ballot.pk] = Client()
        clients[ballot.pk].force_login(ballot.user)
    rng.shuffle(ballots)
    waiting = {ballot: posts_of(ballot, may_stand_alone, rng) for ballot in ballots}
    began, ended = [], []
    while waiting:
        ballot = rng.choice(list(waiting))
        step, data = waiting[ballot].pop(0)
        if step == STEPS[0]:
            began.append(ballot.user)
        clients[ballot.pk].post(f"/reviews/{ballot.pk}/?step={step}", data)
        if not waiting[ballot]:
            del waiting[ballot]
            ended.append(ballot.user)
    return began, ended


def identifiers(review_round) -> dict[str, str]:
    """Whose each identifier is: of the person, their place, their ballot; without those of two people."""
    names = {}
    for ballot in Ballot.objects.filter(round=review_round).select_related("pairing"):
        pairing = ballot.pairing
        place = pairing.junior_id if ballot.side == "junior" else pairing.senior_id
        names |= {attack.plain(str(one)): str(ballot.user_id) for one in (ballot.user_id, ballot.pk, place)}
    return names


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_no_answer_of_a_closed_round_can_be_matched_to_anybody():
    _cast, review_round = forty_pairs()
    began, ended = answer_overlapping(review_round, random.Random())
    Delivery.objects.bulk_create(plan_closing(timezone.now()), ignore_conflicts=True)
    deliver_all()
    names = identifiers(review_round)
    close_round(review_round=review_round)
    owner = {token(user): str(user.pk) for user in ended}
    said = [owner[found] for found in dict.fromkeys(re.findall(r"uttered[0-9a-f]{32}", attack.dump()))]
    assert len(said) == PEOPLE - 4, "all comments are kept but two of each side"
    came = {"began": [str(user.pk) for user in began], "ended": [str(user.pk) for user in ended]}
    lying = list(attack.orders_of_people(names))
    assert any("ballot" in where for where, _order in lying)
    for where, order in itertools.chain(lying, came.items()):
        assert attack.hits(said, order) < BY_CHANCE, where
        assert attack.likeness(said, order) < ALIKE or len(order) < 12, where
    for where, order in lying:
        for when, arrivals in came.items():
            assert attack.likeness(order, arrivals) < ALIKE or len(order) < 12, f"{where} is in the order of {when}"


def traces_of(ballot) -> list[str]:
    """Every row of a dump that names this person, their place, their ballot or their pairing, without what is of one's
    own: identifiers, names, addresses, hashes."""
    pairing = ballot.pairing
    place = pairing.junior_id if ballot.side == "junior" else pairing.senior_id
    own = {attack.plain(str(one)) for one in (ballot.user_id, ballot.pk, place)}
    found = []
    for where, rows in attack.rows_as_they_lie():
        for row in rows:
            if own & set(map(attack.plain, attack.UUID.findall(row))):
                state = re.findall(r"'(pending|claimed|sending|sent|retry|cancelled|expired|dead)'", row)
                found.append(f"{where}: {state} {row.count(chr(39) * 2)} {'None' in row}")
    return sorted(found)


@pytest.mark.django_db
def test_from_a_dump_of_an_open_round_nobody_can_say_who_has_sent():
    """Not from the marks, and not from the messages: those who were reminded are those who had not answered."""
    _cast, review_round = forty_pairs()
    ballots = list(Ballot.objects.filter(round=review_round).select_related("user", "pairing").order_by("pk"))
    early, some, never = ballots[0::3], ballots[1::3], ballots[2::3]
    answers = {BEFORE: 2, NOW: 4, "safety": 5}
    for ballot in early:
        answer_review(ballot=ballot, answers=answers, wish="continue")
    deliver_all()
    for ballot in some:
        answer_review(ballot=ballot, answers=answers, wish="continue")
    ReviewRound.objects.update(closes_on=timezone.localdate() + dt.timedelta(days=7))
    nine = dt.datetime.combine(timezone.localdate(), dt.time(12), tzinfo=dt.UTC)
    Delivery.objects.bulk_create(plan_closing(nine), ignore_conflicts=True)
    deliver_all()
    reminded = {address for message in mail.outbox if "clos" in message.subject for address in message.to}
    reminded = {parseaddr(address)[1] for address in reminded}
    assert reminded == {ballot.user.email for ballot in never}
    seen = {name: {tuple(traces_of(ballot)) for ballot in group if ballot.side == "junior"}
            for name, group in {"early": early, "some": some, "never": never}.items()}  # fmt: skip
    assert seen["early"] == seen["some"] == seen["never"]
    dumped = attack.plain(attack.dump())
    casts = [row for where, rows in attack.rows_as_they_lie() if "castballot" in where for row in rows]
    assert len(casts) >= len(early) + len(some)
    ids = {attack.plain(str(one)) for ballot in ballots for one in (ballot.pk, ballot.user_id, ballot.pairing_id)}
    assert not any(one in attack.plain(row) for row in casts for one in ids)
    assert dumped.count(attack.plain(str(early[0].pk))) == dumped.count(attack.plain(str(never[0].pk)))


@pytest.mark.django_db
def test_no_reminder_is_noted_before_the_last_of_its_batch_has_gone(monkeypatch):
    """A mail takes long, and what others write meanwhile counts transactions: noted one by one, the rows of those who
    got none would follow closely upon one another."""
    _cast, review_round = forty_pairs()
    deliver_all()
    ballots = list(Ballot.objects.filter(round=review_round))
    for ballot in ballots[::2]:
        answer_review(ballot=ballot, answers={BEFORE: 2, NOW: 4, "safety": 5}, wish="continue")
    ReviewRound.objects.update(closes_on=timezone.localdate() + dt.timedelta(days=7))
    noon = dt.datetime.combine(timezone.localdate(), dt.time(12), tzinfo=dt.UTC)
    Delivery.objects.bulk_create(plan_closing(noon), ignore_conflicts=True)
    reminders, noted_by_then = Delivery.objects.filter(kind="review_closing"), []
    real = MailRun.let_go

    def let_go(run, *given):
        noted_by_then.append(reminders.filter(state="sent").count())
        real(run, *given)

    monkeypatch.setattr(MailRun, "let_go", let_go)
    deliver_all()
    assert noted_by_then == [0] * (PEOPLE // 2)
    assert reminders.filter(state="sent").count() == PEOPLE


@pytest.mark.django_db(transaction=True)
def test_words_that_may_not_be_shown_are_nowhere_once_the_round_has_closed():
    """Only two mentors and two leaders have written anything, and did not want theirs to stand alone."""
    _cast, review_round = forty_pairs()
    writers = list(Ballot.objects.filter(round=review_round).select_related("user").order_by("side", "pk"))
    for ballot in (*writers[:2], *writers[-2:]):
        answer_review(
            ballot=ballot,
            answers={BEFORE: 2, NOW: 4, "safety": 5, "comment": token(ballot.user)},
            wish="continue",
        )
    close_round(review_round=review_round)
    assert "uttered" not in attack.dump()
    if connection.vendor == "sqlite":
        assert b"uttered" not in attack.file_bytes()


@pytest.mark.django_db
def test_nothing_of_how_a_round_was_answered_is_left_when_it_has_closed():
    _cast, review_round = forty_pairs()
    for ballot in Ballot.objects.filter(round=review_round).order_by("pk")[:30]:
        answer_review(ballot=ballot, answers={BEFORE: 2, NOW: 4, "safety": 5}, wish="continue")
    deliver_all()
    close_round(review_round=review_round)
    for model in (SealedReview, CastBallot, RoundKey, ChangeWish):
        assert not model.objects.exists()
    assert not Delivery.objects.filter(kind__in=["review_prompt", "review_closing"]).exists()
    assert Ballot.objects.filter(round=review_round).count() == PEOPLE


def some_answers():
    """A round that is open, with the answers of four; gives their ballots."""
    _cast, review_round = forty_pairs()
    ballots = list(Ballot.objects.filter(round=review_round).select_related("user")[:4])
    for number, ballot in enumerate(ballots):
        words = token(ballot.user) + "ö" * 400 * number
        answer_review(ballot=ballot, answers={BEFORE: 2, NOW: 4, "safety": 5, "comment": words}, wish="stop")
    return ballots


@pytest.fixture
def open_round_with_answers(db):
    return some_answers()


@pytest.mark.django_db(transaction=True)
def test_an_open_round_shows_no_word_and_no_wish():
    ballots = some_answers()
    text = attack.dump()
    assert "uttered" not in text
    assert not any(token(ballot.user).encode() in found for ballot in ballots for found in attack.bytes_in(text))
    assert "stop" not in re.findall(r"[a-z]+", text)


def test_that_one_has_sent_does_not_lie_beside_what_one_wrote(open_round_with_answers):
    """Whoever can tell the drafts from what was sent knows more of each record than how many there are."""
    sent = set(CastBallot.objects.values_list("mark", flat=True))
    assert sent
    assert sent.isdisjoint(SealedReview.objects.values_list("respondent", flat=True))


def test_the_length_of_a_record_says_nothing(open_round_with_answers):
    ballot = open_round_with_answers[0]
    keep_answers(ballot=ballot, answers={"comment": "𝄞" * 2000})
    assert answers_so_far(ballot)["comment"] == "𝄞" * 2000
    assert len({len(bytes(record.sealed)) for record in SealedReview.objects.all()}) == 1


def test_one_with_two_windows_open_loses_nothing(open_round_with_answers):
    ballot = open_round_with_answers[0]
    keep_answers(ballot=ballot, answers={"objectives": 1})
    assert answers_so_far(ballot)["safety"] == 5
    keep_answers(ballot=ballot, answers={"objectives": None})
    assert "objectives" not in answers_so_far(ballot)


def can_open(candidate: bytes, record: SealedReview, key: RoundKey) -> bool:
    """Whether somebody gets at the record with a candidate for a secret, a round's key or a key for records."""
    secret = candidate.decode("latin-1")
    if unwrap([secret], bytes(key.wrapped), about(key)):
        return True
    raw = [candidate] if len(candidate) == KEY_BYTES else []
    for tried in (*raw, derived(candidate, "records"), derived(candidate, "wrapping"), derived(candidate, "hashes")):
        try:
            decrypt(tried, bytes(record.sealed), record.respondent)
        except InvalidTag:
            continue
        return True
    return False


@pytest.mark.django_db(transaction=True)
def test_nothing_in_a_dump_opens_a_record():
    ballots = some_answers()
    text = attack.dump()
    record, key = SealedReview.objects.first(), RoundKey.objects.get()
    tried = list(attack.bytes_in(text))
    assert len(tried) > 200
    assert not any(can_open(candidate, record, key) for candidate in tried)
    hashes = {respondent(one, ballot.pk) for one in tried for ballot in ballots}
    assert not hashes & set(SealedReview.objects.values_list("respondent", flat=True))


def test_the_secret_of_the_server_alone_opens_nothing(open_round_with_answers, settings):
    record, key = SealedReview.objects.first(), RoundKey.objects.get()
    secret = settings.REVIEW_SECRET.encode()
    key.wrapped = bytes(len(bytes(key.wrapped)))  # all but the round's key
    assert not can_open(secret, record, key)
    for purpose in ("records", "wrapping", "hashes"):
        assert not can_open(derived(secret, purpose), record, key)


def test_both_together_do(open_round_with_answers):
    """Said in the guide: dump and secret are kept apart."""
    ballot = open_round_with_answers[0]
    key = round_key(ballot.round_id)
    hangs_on = respondent(key, ballot.pk)
    record = SealedReview.objects.get(respondent=hangs_on)
    assert unseal(key, bytes(record.sealed), hangs_on)["answers"]["comment"] == token(ballot.user)


def test_a_record_cannot_be_moved_to_somebody_else(open_round_with_answers):
    mine, theirs = SealedReview.objects.order_by("pk")[:2]
    key = round_key(mine.round_id)
    with pytest.raises(InvalidTag):
        unseal(key, bytes(theirs.sealed), mine.respondent)


def test_marks_tell_nothing_without_the_secret(open_round_with_answers, settings):
    ballots = open_round_with_answers
    close_round(review_round=ReviewRound.objects.get())
    marks = RoundMarks.objects.get()
    assert len(bytes(marks.sealed)) > 16 * 1024
    ids = [one.encode() for ballot in ballots for one in (str(ballot.user_id), ballot.user_id.hex)]
    assert not any(one in bytes(marks.sealed) for one in ids)


@pytest.mark.parametrize("silent", [0, 12])
def test_the_length_of_the_marks_says_nothing(db, silent):
    """Twelve mentors and twelve leaders are enough to pass a step of the length if all answer everything; whoever reads
    a dump would then know that nobody is missing."""
    cast = assemble()
    PairingFactory.create_batch(10, cycle=cast.cycle)
    review_round = open_round(cycle=cast.cycle, today=timezone.localdate())
    for ballot in list(Ballot.objects.filter(round=review_round).select_related("user"))[silent:]:
        answers = {asked.code: 4 for asked in questions_for(ballot.side) if asked.kind == "rating"}
        answer_review(ballot=ballot, answers=answers, wish="continue")
    close_round(review_round=review_round)
    nonce_and_tag = 12 + 16
    assert len(bytes(RoundMarks.objects.get().sealed)) == 32 * 1024 + nonce_and_tag


def test_what_a_closing_round_is_computed_from_names_nobody_and_has_no_order(db):
    """The same answers opened twice come in two orders."""
    _cast, review_round = forty_pairs()
    for ballot in Ballot.objects.filter(round=review_round):
        answer_review(ballot=ballot, answers={BEFORE: 2, NOW: 4, "safety": 5}, wish="continue")
    key, marker = round_key(review_round.pk), Marker(review_round.cycle.program_id)
    once, again = (collect(review_round, opened_reviews(review_round, key), marker) for _ in range(2))
    people = {voice.person for voice in once.voices}
    assert len(people) == PEOPLE
    assert people == {voice.person for voice in again.voices}
    assert [voice.person for voice in once.voices] != [voice.person for voice in again.voices]
    assert not people & {str(user) for user in Ballot.objects.values_list("user", flat=True)}
    assert {side: len(of_side) for side, of_side in once.asked.items()} == {"junior": 20, "senior": 20}
