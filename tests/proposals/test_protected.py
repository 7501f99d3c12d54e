"""Whose a private conflict is cannot be deduced by anybody, with all that their role may know."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people import change_hooks, conflicts
from people.conflicts import keep_apart, settle_named
from people.models import ConflictOfInterest
from programs.models import Todo
from programs.services import complete_todo
from proposals.living_check import recheck_pending
from proposals.models import MatchPolicy, MatchRun
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from tests import factories as make
from tests.pairings.test_unseen import RANDOM, assert_same

UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}")
#: What a match keeps, beyond what its pages show.
KEPT = ("outcome", "details", "message", "phase")


def hers(ben, lea):
    """Ben, the mentor, has noted that he would rather not."""
    note(ben, lea)


def his(ben, lea):
    note(lea, ben)


def of_both(ben, lea):
    hers(ben, lea)
    his(ben, lea)


def said_elsewhere(ben, lea):
    """A no in a program that this team does not run."""
    before = make.PairingFactory(junior__user=ben, senior__user=lea, state="declined", agreed_at=None, opened_at=None)
    before.consents.create(side="senior", decision="declined", reason="canary")


def note(owner, other):
    ConflictOfInterest.objects.create(person=owner, other=other, owner=owner, note="canary")


WORLDS = (hers, his, of_both, said_elsewhere)


@pytest.fixture
def world(clock, cast, matching):
    """Ben and Lea are kept apart, and are a pair of another cycle of the same program besides."""
    matching.pair = make.PairingFactory(
        cycle=cast.cycle, junior__user=matching.ben.user, senior__user=matching.lea.user
    )
    MatchPolicy.objects.filter(program=cast.program).update(forbids_repeats=False, allows_self_matching=True)
    return matching


def solved(cast, matching):
    run = start_run(cycle=matching.cycle, by=cast.omar)
    solve_run(run_id=run.pk)
    return MatchRun.objects.get(pk=run.pk)


def urls_of(cast, matching, run):
    program = [cast.program.pk]
    people = [matching.ana, matching.ben, matching.lea, matching.max]
    board = reverse("match_board", args=program) + f"?cycle={matching.cycle.pk}"
    return [
        "/", board, f"{board}&show=unmatched", f"{board}&show=pairs",
        *(reverse("match_person", args=[cast.program.pk, place.pk]) + f"?q={name}"
          for place in people for name in ("lea", "ben")),
        reverse("match_quality", args=[cast.program.pk, run.pk]),
        *(reverse("match_export", args=[cast.program.pk, run.pk, file])
          for file in ("pairs.csv", "without-a-pair.csv")),
        reverse("oversight_list", args=program), reverse("program_detail", args=program),
        reverse("oversight_detail", args=[matching.pair.pk]),
        *(reverse("partner_list", args=[place.pk]) for place in people),
    ]  # fmt: skip


def pages_of(person, urls):
    client = Client()
    client.force_login(person)
    answers = {url: client.get(url) for url in urls}
    return {UUID.sub("…", url): (answer.status_code, body(answer)) for url, answer in answers.items()}


def body(answer):
    """Its lines, in order: pairs of one score stand in any order on a page."""
    text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
    return "\n".join(sorted(line.strip() for line in UUID.sub("…", RANDOM.sub("…", text)).splitlines()))


def known_to(cast, matching, person):
    """All that somebody can open, and, for the team, what the match keeps of it."""
    run = solved(cast, matching)
    kept = {name: UUID.sub("…", str(getattr(run, name))) for name in KEPT}
    return [pages_of(person, urls_of(cast, matching, run)), kept]


#: The team, those who stand near, and colleagues. Ben and Lea themselves know what they wrote.
READERS = ("priya", "omar", "lena", "noor", "sam", "kavya", "jack")


@pytest.mark.slow
@pytest.mark.parametrize("name", [*READERS, "ana", "max"])
def test_nobody_can_tell_whose_note_it_is_or_that_it_is_one(world, cast, name):
    person = getattr(world, name).user if name in ("ana", "max") else cast.people[name]
    found = {}
    for case in WORLDS:
        if case is said_elsewhere and name == "omar":
            continue  # HR runs that program, too
        with transaction.atomic():
            case(world.ben.user, world.lea.user)
            change_hooks.announce([world.ben.user.pk, world.lea.user.pk])
            recheck_pending()
            found[case.__name__] = known_to(cast, world, person)
            transaction.set_rollback(True)
    first, *others = found.items()
    for other in others:
        assert_same(first, other)
    assert "canary" not in str(found)
    if name in ("priya", "omar"):
        assert "protected" in str(first[1])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ben", "lea"])
def test_the_one_who_is_kept_away_cannot_tell_why(world, cast, name):
    """HR's conflict, the other one's note, a match by hand that leaves the pair out: nothing is named to them."""
    other = "lea" if name == "ben" else "ben"

    def their_note(ben, lea):
        note(getattr(world, other).user, getattr(world, name).user)

    def note_of_hr(ben, lea):
        ConflictOfInterest.objects.create(person=ben, other=lea, note="canary")

    def pair_taken_out(ben, lea):
        run = world.cycle.match_runs.order_by("-created_at").first()
        MatchRun.objects.filter(pk=run.pk).update(forbidden=[[str(world.ben.pk), str(world.lea.pk)]])

    found = {}
    world.pair.delete()
    for case in (their_note, note_of_hr, pair_taken_out):
        with transaction.atomic():
            run = solved(cast, world)
            case(world.ben.user, world.lea.user)
            found[case.__name__] = [pages_of(getattr(world, name).user, urls_of_participant(world, name, run))]
            transaction.set_rollback(True)
    first, *others = found.items()
    for other_world in others:
        assert_same(first, other_world)


def urls_of_participant(matching, name, run):
    place, other = getattr(matching, name), matching.lea if name == "ben" else matching.ben
    return ["/", reverse("partner_list", args=[place.pk]), reverse("partner_ask", args=[place.pk, other.pk]),
            reverse("pairing_list")]  # fmt: skip


def test_the_team_reads_by_name_what_it_can_read_anyway(world, cast, sign_in):
    """A no in its own program is no secret from it, and makes nobody look for a note."""
    world.pair.delete()
    before = make.PairingFactory(
        cycle=cast.cycle, junior=world.pair.junior, senior=world.pair.senior, state="declined", agreed_at=None,
        opened_at=None,
    )  # fmt: skip
    before.consents.create(side="senior", decision="declined", reason="canary")
    solved(cast, world)
    url = reverse("match_person", args=[cast.program.pk, world.ben.pk]) + "?q=lea"
    text = sign_in(cast.priya).get(url).text
    assert "one of them has said no to the other, or asked to end their pairing" in text
    assert ("protected" in text, "canary" in text) == (False, False)


@pytest.fixture
def others(cast):
    """Kavya has a second leader, Jack a second mentor; both pairs break a rule, which the team has ticked off."""
    cast.cycle.participants.update(capacity=2)
    make.PairingFactory(
        cycle=cast.cycle, senior=cast.pairing.senior, junior__user__first_name="Mia", junior__user__level=6
    )
    make.PairingFactory(
        cycle=cast.cycle, junior=cast.pairing.junior, senior__user__first_name="Leo", senior__user__level=1
    )
    change_hooks.announce([cast.jack.pk, cast.kavya.pk])
    tick_off(cast.priya)


def tick_off(person):
    recheck_pending()
    assert Todo.objects.open().exists()
    for todo in Todo.objects.open():
        complete_todo(todo=todo, by=person)


def told():
    recheck_pending()
    return set(Todo.objects.open().values_list("text", flat=True))


KEPT_APART = {"Kavya Nair and Jack Whitfield: protected: a confidential reason that nobody is shown"}


def hers_of_him(cast):
    keep_apart(person=cast.kavya, email=cast.jack.email)


def his_of_her(cast):
    keep_apart(person=cast.jack, email=cast.kavya.email)


@pytest.mark.parametrize("whose", [hers_of_him, his_of_her])
def test_no_matter_of_another_pair_comes_back_when_somebody_notes_a_conflict_or_takes_it_back(cast, others, whose):
    whose(cast)
    assert told() == KEPT_APART
    conflicts.remove_conflict(conflict=ConflictOfInterest.objects.get())
    assert told() == set()


@pytest.mark.parametrize("whose", [hers_of_him, his_of_her])
def test_the_other_ones_note_brings_back_nothing_that_was_ticked_off(cast, others, whose):
    whose(cast)
    tick_off(cast.priya)
    for note_of in (hers_of_him, his_of_her):
        note_of(cast)
    assert told() == set()


def test_a_note_about_somebody_unknown_brings_back_nothing(cast, others):
    keep_apart(person=cast.kavya, email="somebody@nowhere.example")
    keep_apart(person=cast.kavya, email=cast.noor.email)
    assert told() == set()


def test_an_address_that_becomes_a_person_concerns_that_pair_alone(cast, others):
    keep_apart(person=cast.kavya, email="jack.whitfield@example.com")
    type(cast.jack).objects.filter(pk=cast.jack.pk).update(email="jack.whitfield@example.com")
    settle_named()
    assert told() == KEPT_APART


def test_what_was_ticked_off_is_told_again_once_it_fits_or_breaks_otherwise_in_between(cast, others):
    leo = Todo.objects.get(text__contains="Leo").text
    leader = type(cast.jack).objects.filter(first_name="Leo")
    for level, expected in ((1, set()), (6, set()), (1, {leo})):
        leader.update(level=level)
        change_hooks.announce([leader.get().pk])
        assert told() == expected
