"""What waits for a program team leads to the page on which it is done: every kind of matter, as its own service raises
it, on the first page and on the program's."""

import datetime as dt
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from insights.models import ProgramReview, ReviewStep
from insights.outcome import cycle_moved
from insights.program_review.services import follow_up
from pairings import services as pairing_services
from pairings.models import CycleClosing
from pairings.services.closing import _todo_of_nobody_invited
from pairings.services.consent import close_question
from pairings.services.readers import want_readers
from pairings.services.todos import report
from programs.models import Participant, Program, Todo
from programs.services import raise_todos
from programs.services.participants import people_have_left, todo_of_place_given_back
from proposals.models import MatchRun
from sessions.models import Rhythm
from sessions.services.attendance import dispute_todo
from sessions.slipping import tell_team_of_slipping
from tests import factories as make
from tests.insights.story import hold_round

PAIR = "Kavya Nair and Jack Whitfield"


def leave_request(cast):
    pairing_services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="partner", reason="")


def go_on(cast):
    report(cast.pairing, Todo.Kind.GO_ON)


def slipping(cast):
    tell_team_of_slipping([cast.pairing.pk], timezone.now())


def disputed(cast):
    raise_todos([dispute_todo(cast.pairing)])


def broken_rule(cast):
    report(cast.pairing, Todo.Kind.BROKEN_RULE, "too near")


def not_answered(cast):
    cast.pairing.state = "proposed"
    cast.pairing.save()
    close_question(cast.pairing, "expired", timezone.now())


def pairing_ended(cast):
    report(cast.pairing, Todo.Kind.PAIRING_ENDED)


def leaver(cast):
    people_have_left([make.ParticipantFactory(cycle=cast.cycle, user=cast.noor, state="approved").user_id])


def review_closed(cast):
    hold_round(cast.cycle)


def review_step(cast):
    review = ProgramReview.objects.create(round=hold_round(cast.cycle), learnt="Time is short")
    Todo.objects.all().delete()
    day = timezone.localdate() - dt.timedelta(days=1)
    ReviewStep.objects.create(review=review, kind="step", text="Half an hour more", owner=cast.priya, due_on=day)
    follow_up(timezone.localdate())


def outcome(cast):
    Program.objects.update(success_measures="Leaders use it")
    cast.program.refresh_from_db()
    cast.cycle.program = cast.program
    cast.cycle.state = "closing"
    cast.cycle.save()
    cycle_moved(cast.cycle, "closing")


def no_reader(cast):
    cast.jack.assistants.add(cast.priya, cast.omar)
    want_readers()


def free_place(cast):
    """Kavya gives back a place of the next cycle while somebody waits for one."""
    enrolling = make.CycleFactory(program=cast.program, name="Next", state="enrolling")
    waits = {"cycle": enrolling, "state": "waitlisted", "user__first_name": "Wanda", "user__last_name": "Waits"}
    make.ParticipantFactory(**waits)
    raise_todos([todo_of_place_given_back(make.ParticipantFactory(cycle=enrolling, user=cast.noor))])


def next_cycle(cast):
    closing = CycleClosing(cycle=cast.cycle, next_cycle=make.CycleFactory(program=cast.program, name="Next"))
    raise_todos([_todo_of_nobody_invited(closing, "Its enrolment is closed.")])


#: By kind: what raises it, what stands on the page it leads to, and who reads it.
MATTERS = {
    Todo.Kind.LEAVE_REQUEST: (leave_request, "Request to end the pairing"),
    Todo.Kind.GO_ON: (go_on, PAIR),
    Todo.Kind.SLIPPING: (slipping, "Write to both"),
    Todo.Kind.DISPUTED: (disputed, "Write to both"),
    Todo.Kind.BROKEN_RULE: (broken_rule, "End the pairing"),
    Todo.Kind.NOT_ANSWERED: (not_answered, "Find a partner for Kavya Nair"),
    Todo.Kind.PAIRING_ENDED: (pairing_ended, PAIR),
    Todo.Kind.LEAVER: (leaver, "Invite somebody else"),
    Todo.Kind.REVIEW_CLOSED: (review_closed, "What was learnt"),
    Todo.Kind.REVIEW_STEP: (review_step, "Half an hour more"),
    Todo.Kind.OUTCOME: (outcome, "Leaders use it"),
    Todo.Kind.FREE_PLACE: (free_place, "Wanda Waits"),
    Todo.Kind.NEXT_CYCLE: (next_cycle, "Kavya Nair"),
    Todo.Kind.NO_READER: (no_reader, "Coordinators"),
}


def buttons(html):
    """Where the buttons of the page lead, by what they say."""
    found = re.findall(r'<a class="btn[^"]*"\s+href="([^"]*)">\s*(.*?)\s*<', html, re.DOTALL)
    return {unescape(label): unescape(url) for url, label in found}


def text_of(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", unescape(html)))


def test_no_kind_is_forgotten():
    """Asking for help became a word in confidence, which is no matter of a list."""
    assert set(MATTERS) == set(Todo.Kind)
    assert all(Todo(kind=kind).next_step for kind in Todo.Kind)


@pytest.mark.parametrize("who", ["priya", "omar"])
@pytest.mark.parametrize("kind", list(MATTERS))
def test_each_matter_leads_to_where_it_is_done(cast, sign_in, kind, who):
    raise_it, shown = MATTERS[kind]
    raise_it(cast)
    client = sign_in(cast.people[who])
    todo = Todo.objects.open().filter(kind=kind).first()
    assert todo is not None
    is_told = Todo.objects.visible_to(cast.people[who]).filter(pk=todo.pk).exists()
    assert is_told == (kind != Todo.Kind.NO_READER or who == "omar")
    if not is_told:
        return
    overview = client.get(reverse("program_detail", args=[cast.program.pk])).text
    assert buttons(overview)[todo.next_step] == todo.link
    if kind != Todo.Kind.SLIPPING:
        assert buttons(client.get("/").text)[todo.next_step] == todo.link
    page = client.get(todo.link)
    assert page.status_code == 200
    assert shown in text_of(page.text)


@pytest.mark.parametrize("who", ["priya", "omar"])
def test_what_waits_in_a_cycle_leads_to_that_cycles_list(cast, sign_in, who):
    """Also where it is not the cycle that the program's pages open with."""
    older = make.CycleFactory(program=cast.program, state="enrolling", name="The older one")
    make.CycleFactory(program=cast.program, state="enrolling", name="The newest one")
    make.ParticipantFactory(cycle=older, user=cast.noor, state="applied")
    matching = make.CycleFactory(program=cast.program, state="matching", name="The matching one")
    MatchRun.objects.create(cycle=matching, state="done", kept_at=timezone.now())
    Rhythm.objects.create(pairing=cast.pairing, lapses=2, slipping_since=timezone.now())
    client = sign_in(cast.people[who])
    links = buttons(client.get("/").text)
    for label, cycle, shown in (
        ("Approve enrolments", older, "Noor Aziz"),
        ("See who is slipping", cast.cycle, PAIR),
        ("Check the match", matching, "The matching one"),
    ):
        assert f"cycle={cycle.pk}" in links[label]
        assert shown in text_of(client.get(links[label]).text)
    overview = reverse("program_detail", args=[cast.program.pk])
    assert buttons(client.get(overview, {"cycle": older.pk}).text)["Decide"] == links["Approve enrolments"]
    assert (
        buttons(client.get(overview, {"cycle": cast.cycle.pk}).text)["See who is slipping"]
        == (links["See who is slipping"])
    )


def test_an_enrolment_of_somebody_near_is_not_counted_where_it_is_not_listed(cast, sign_in):
    cast.noor.assistants.add(cast.priya)
    place = make.PairingFactory(cycle=cast.cycle, senior__user=cast.noor, state="ended").senior
    Participant.objects.filter(pk=place.pk).update(state="applied")
    url = reverse("participant_list", args=[cast.program.pk])
    for who in (cast.priya, cast.omar):
        client = sign_in(who)
        is_listed = str(place.pk) in client.get(url, {"state": "applied", "cycle": cast.cycle.pk}).text
        assert ("to approve" in client.get("/").text) == is_listed == (who == cast.omar)


def test_a_new_partner_is_looked_for_only_for_those_who_are_free(cast, sign_in):
    not_answered(cast)
    client, url = sign_in(cast.priya), reverse("oversight_detail", args=[cast.pairing.pk])
    Participant.objects.filter(user=cast.jack).update(state="withdrawn")
    labels = [label for label in buttons(client.get(url).text) if label.startswith("Find a partner")]
    assert labels == ["Find a partner for Kavya Nair"]
    cast.cycle.state = "closing"
    cast.cycle.save()
    assert "Find a partner" not in client.get(url).text
