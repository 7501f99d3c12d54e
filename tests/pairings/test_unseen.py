"""What one of the two asks stays unseen: before the batch the other one's pages are byte by byte as if nothing had been
asked, and afterwards the same whoever asked and for whatever."""

import datetime as dt
import difflib
import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings import services
from pairings.models import ConfidentialWord, EndRequest, Hold, Pairing
from pairings.services.messages import next_batch
from programs.services import withdraw_participant
from tests import factories as make
from tests.batches import pass_batch
from tests.mail import deliver_all, plan_all, sent_to

pytestmark = pytest.mark.slow

#: What differs between two visits of one page: tokens of forms, ids of messages.
RANDOM = re.compile(
    r'name="(csrfmiddlewaretoken|form_token)" value="\w+"|"X-CSRFToken": "\w+"|/notifications/[-0-9a-f]{36}/'
)
BY = {"junior": "kavya", "senior": "jack"}
#: Everybody who looks, and of whom what is asked must stay unseen.
LOOKS_AT = [("kavya", "senior"), ("jack", "junior"), ("sam", "junior"), ("sam", "senior")]


@pytest.fixture
def stage(clock, cast):
    """The two have met for a fortnight; they have a meeting tomorrow and one next week."""
    long_ago = timezone.now() - dt.timedelta(days=14)
    Pairing.objects.update(agreed_at=long_ago, opened_at=long_ago, proposed_at=long_ago)
    cast.tomorrow, cast.later = (
        make.MeetingFactory(pairing=cast.pairing, starts_at=timezone.now() + dt.timedelta(days=days)) for days in (1, 8)
    )
    plan_all()
    deliver_all()
    return cast


def nothing(cast, side):
    """The program and both of the two leave everything as it is."""


def pause(cast, side):
    services.pause_pairing(pairing=cast.pairing, by=cast.people[BY[side]])


def ask_for_another(cast, side):
    services.leave_pairing(
        pairing=cast.pairing, by=cast.people[BY[side]], wish=EndRequest.Wish.PARTNER, reason="He shouts"
    )


def ask_to_end(cast, side):
    services.leave_pairing(pairing=cast.pairing, by=cast.people[BY[side]], wish=EndRequest.Wish.LEAVE)


def change_ones_mind(cast, side):
    ask_to_end(cast, side)
    services.take_back(pairing=cast.pairing, by=cast.people[BY[side]])


def say_a_word(cast, side):
    services.send_word(pairing=cast.pairing, by=cast.people[BY[side]], to="team", text="He shouts")


def program_pauses(cast, side):
    services.pause_pairings(pairings=[cast.pairing], by=cast.priya)


def program_pauses_for_a_holiday(cast, side):
    until = (timezone.now() + dt.timedelta(days=9)).date()
    services.pause_pairing(pairing=cast.pairing, by=cast.omar, until=until)


def both_want_a_pause(cast, side):
    pause(cast, side)
    program_pauses(cast, side)


def program_ends(cast, side):
    services.end_pairing(pairing=cast.pairing, by=cast.priya)


def program_ends_what_somebody_asked_to_end(cast, side):
    ask_to_end(cast, side)
    program_ends(cast, side)


def leave_the_program(cast, side):
    withdraw_participant(participant=getattr(cast.pairing, side), by=cast.people[BY[side]])


PAUSES = (
    pause, ask_for_another, ask_to_end, program_pauses, program_pauses_for_a_holiday, both_want_a_pause,
)  # fmt: skip
ENDS = (program_ends, program_ends_what_somebody_asked_to_end, leave_the_program)


def urls_of(cast):
    pair, meetings = cast.pairing.pk, (cast.tomorrow.pk, cast.later.pk)
    of_pair = ("pairing_detail", "pairing_pause", "pairing_leave", "word_write", "agreement_detail", "meeting_plan")
    of_meeting = ("meeting_detail", "meeting_move", "meeting_cancel", "meeting_calendar")
    return [
        "/", reverse("pairing_list"), reverse("inbox"), reverse("word_list"),
        *(reverse(name, args=[pair]) for name in of_pair),
        *(reverse(name, args=[meeting]) for name in of_meeting for meeting in meetings),
    ]  # fmt: skip


def pages_of(cast, person):
    """Every page of somebody about the pairing, whole: status, headers that say something, bytes."""
    client = Client()
    client.force_login(person)
    found = {}
    for url in urls_of(cast):
        answer = client.get(url)
        found[url] = (answer.status_code, answer.headers.get("Location"), RANDOM.sub("…", answer.content.decode()))
    return found


def mails_of(person):
    return [
        (mail.subject, mail.body, [str(part) for part in mail.alternatives], mail.attachments)
        for mail in sent_to(person)
    ]


def told(person):
    rows = Delivery.objects.filter(recipient=person).order_by("kind", "channel", "due_at", "title")
    return [(row.kind, row.channel, row.due_at, row.state, row.title, row.body_text) for row in rows]


def met(cast, person):
    plan_all()
    deliver_all()
    return pages_of(cast, person), mails_of(person), told(person)


def compare(cast, clock, mailoutbox, cases, name, side, look):
    """What `name` meets after each of the cases, all of which begin at the same minute of the same world."""
    begins, found = timezone.now(), {}
    for case in cases:
        mailoutbox.clear()
        with transaction.atomic():
            case(cast, side)
            found[case.__name__] = look(cast, cast.people[name])
            transaction.set_rollback(True)
        clock.move_to(begins)
    first, *others = found.items()
    for other in others:
        assert_same(first, other)
    return first[1]


def assert_same(one, other):
    """Says where and how they differ, instead of printing whole pages."""
    for before, after in zip(flat(one[1]), flat(other[1]), strict=True):
        if before != after:
            lines = difflib.unified_diff(lines_of(before), lines_of(after), one[0], other[0], n=0)
            pytest.fail("\n".join([str(before)[:80], *lines]))


def lines_of(thing):
    return str(thing).replace("\\n", "\n").splitlines()


def flat(found):
    for thing in found:
        yield from thing.items() if isinstance(thing, dict) else thing


@pytest.mark.parametrize(("name", "side"), LOOKS_AT)
def test_before_the_batch_everything_is_as_if_nothing_had_been_asked(stage, clock, mailoutbox, name, side):
    def look(cast, person):
        at_once = met(cast, person)
        clock.move_to(next_batch(timezone.now()) - dt.timedelta(minutes=1))
        return [*at_once, *met(cast, person)]

    cases = (nothing, *PAUSES, change_ones_mind, say_a_word, *ENDS)
    compare(stage, clock, mailoutbox, cases, name, side, look)


@pytest.mark.parametrize(("name", "side"), LOOKS_AT)
def test_after_the_batch_every_pause_looks_the_same(stage, clock, mailoutbox, name, side):
    def look(cast, person):
        pass_batch(clock)
        at_once = met(cast, person)
        clock.shift(dt.timedelta(days=1))
        return [*at_once, *met(cast, person)]

    found = compare(stage, clock, mailoutbox, PAUSES, name, side, look)
    assert "paused" in found[0][stage.pairing.url][2]


@pytest.mark.parametrize("name", ["kavya", "jack"])
def test_whose_pause_it_is_shows_on_neither_page(stage, clock, mailoutbox, name):
    """Also on the page of the one who wanted it: whoever looks over their shoulder learns nothing."""
    own = next(side for side, person in BY.items() if person == name)

    def mine(cast, side):
        pause(cast, own)

    def the_others(cast, side):
        pause(cast, "senior" if own == "junior" else "junior")

    def look(cast, person):
        pass_batch(clock)
        return met(cast, person)

    compare(stage, clock, mailoutbox, (mine, the_others, program_pauses), name, own, look)


@pytest.mark.parametrize(("name", "side"), LOOKS_AT)
def test_going_on_looks_the_same_whoever_lets_it(stage, clock, mailoutbox, name, side):
    """One side, the program, a date: all at one batch."""

    def side_goes_on(cast, side):
        pause(cast, side)
        pass_batch(clock)
        services.resume_pairing(pairing=cast.pairing, by=cast.people[BY[side]])

    def request_is_taken_back(cast, side):
        ask_to_end(cast, side)
        pass_batch(clock)
        services.resume_pairing(pairing=cast.pairing, by=cast.people[BY[side]])

    def request_is_talked_over(cast, side):
        ask_to_end(cast, side)
        pass_batch(clock)
        services.clear_request(pairing=cast.pairing, by=cast.priya)

    def program_lifts_its_own(cast, side):
        program_pauses(cast, side)
        pass_batch(clock)
        services.lift_pauses(cycle=cast.cycle, by=cast.omar)

    def day_is_over(cast, side):
        services.pause_pairings(pairings=[cast.pairing], by=cast.priya, until=timezone.now().date())
        Hold.objects.update(ends_at=next_batch(next_batch(timezone.now())))
        pass_batch(clock)

    def look(cast, person):
        before = met(cast, person)
        pass_batch(clock)
        return [*before, *met(cast, person)]

    cases = (side_goes_on, request_is_taken_back, request_is_talked_over, program_lifts_its_own, day_is_over)
    found = compare(stage, clock, mailoutbox, cases, name, side, look)
    assert "paused" not in found[3][stage.pairing.url][2].partition("<main")[2].partition("If something")[0]


@pytest.mark.parametrize(("name", "side"), LOOKS_AT)
def test_every_end_looks_the_same(stage, clock, mailoutbox, name, side):
    def look(cast, person):
        pass_batch(clock)
        return met(cast, person)

    found = compare(stage, clock, mailoutbox, ENDS, name, side, look)
    if name != "sam":
        assert "The program has changed your pairing" in found[0][stage.pairing.url][2]


@pytest.mark.parametrize(("name", "side"), LOOKS_AT[:2])
def test_the_buttons_do_the_same_whatever_the_other_one_has_asked(stage, clock, mailoutbox, name, side):
    """Pressing them is no way of finding out either."""

    def look(cast, person):
        client = Client()
        client.force_login(person)
        client.post(reverse("pairing_pause", args=[cast.pairing.pk]))
        return pages_of(cast, person), mails_of(person)

    compare(stage, clock, mailoutbox, (nothing, *PAUSES, *ENDS[:2]), name, side, look)


@pytest.mark.parametrize(("name", "side"), LOOKS_AT[:2])
def test_asking_to_go_on_tells_no_more_than_the_pause_did(stage, clock, mailoutbox, name, side):
    def look(cast, person):
        pass_batch(clock)
        services.resume_pairing(pairing=cast.pairing, by=person)
        at_once = met(cast, person)
        pass_batch(clock)
        return [*at_once, *met(cast, person)]

    compare(stage, clock, mailoutbox, PAUSES, name, side, look)


def test_nobody_but_its_readers_and_its_author_can_tell_of_a_word(stage, clock, mailoutbox):
    people = [name for name in stage.people if name not in ("kavya", "priya")]
    for name in people:
        compare(stage, clock, mailoutbox, (nothing, say_a_word), name, "junior", met)
    assert not ConfidentialWord.objects.exists()


@pytest.mark.parametrize("case", PAUSES)
def test_until_the_batch_the_author_may_call_a_meeting_off_as_usual(stage, case):
    from sessions.services import cancel_meeting

    case(stage, "junior")
    cancel_meeting(meeting=stage.tomorrow, by=stage.kavya)
    change = stage.tomorrow.changes.get()
    assert (change.by, change.by_side) == (stage.kavya, "junior")
    stage.later.refresh_from_db()
    assert stage.later.is_planned


def test_both_are_owed_the_news_in_one_moment_and_it_is_made_then(stage, clock):
    """The outbox keeps no row that is older than the batch, and none that only one of the two gets."""
    pause(stage, "junior")
    assert not Delivery.objects.filter(kind="pairing_changed").exists()
    at = pass_batch(clock)
    rows = Delivery.objects.filter(kind="pairing_changed")
    assert {(row.recipient_id, row.due_at, row.created_at) for row in rows} == {
        (person.pk, at, at) for person in (stage.kavya, stage.jack)
    }
