"""The first page: what each of the cast owes, and nothing of anybody else's."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings.models import Consent, Pairing
from pairings.services import look_back
from people.clock import local_today
from people.models import User
from programs.models import Cycle, Participant, Program, Todo
from proposals.models import MatchRun
from sessions.models import ActionItem, Rhythm
from tests import factories as make
from tests.insights.story import hold_meetings, hold_round, more_pairs


def owed(html):
    """The things under "Waiting for you", in order."""
    listed = html.partition("Waiting for you")[2].partition("</section>")[0]
    return [
        re.sub(r"\s+", " ", label).strip()
        for label in re.findall(r'<div class="tasks-text">\s*<a[^>]*>\s*(.*?)\s*</a>', listed)
    ]


def primary(html):
    return re.findall(r'class="btn btn-primary" href="[^"]*">\s*([^<]*?)\s*<', html)


@pytest.fixture
def planned(cast):
    return make.MeetingFactory(pairing=cast.pairing), make.MeetingFactory(pairing=cast.other_pairing)


def test_visitors_sign_in_first(client, db):
    assert client.get("/").status_code == 302


def test_home_is_not_posted_to(cast, sign_in):
    assert sign_in(cast.kavya).post("/").status_code == 405


def test_a_mentor_sees_the_next_meeting_by_both_clocks(cast, planned, page):
    User.objects.filter(pk=cast.jack.pk).update(time_zone="Asia/Tokyo")
    html = page(cast.kavya, "/")
    assert f"/meetings/{planned[0].pk}/" in html
    assert "for Jack)" in html
    assert owed(html) == []
    assert primary(html) == ["Open the next meeting"]


def test_nobody_sees_another_pairs_meeting(cast, planned, page):
    assert str(planned[1].pk) not in page(cast.kavya, "/")
    assert "Helen" not in page(cast.kavya, "/")


def test_a_meeting_that_is_over_is_to_be_logged_by_both(cast, page):
    past = make.MeetingFactory(pairing=cast.pairing, starts_at=timezone.now() - dt.timedelta(days=1))
    make.MeetingFactory(pairing=cast.pairing)
    for user, other in ((cast.kavya, "Jack"), (cast.jack, "Kavya")):
        html = page(user, "/")
        assert owed(html) == [f"Log your meeting with {other}"]
        assert f"/meetings/{past.pk}/log/" in html
    assert owed(page(cast.maria, "/")) == ["Plan the next meeting with Helen"]


@pytest.mark.parametrize(
    ("days", "hers", "his"), [(1, [], ["Add your part about your meeting with Kavya"]), (15, [], [])]
)
def test_once_one_has_spoken_only_the_other_is_asked_and_not_for_ever(cast, page, days, hers, his):
    make.MeetingFactory(pairing=cast.pairing)
    make.MeetingFactory(
        pairing=cast.pairing, starts_at=timezone.now() - dt.timedelta(days=days), state="held", junior_word="held"
    )
    assert (owed(page(cast.kavya, "/")), owed(page(cast.jack, "/"))) == ([], his)


def test_a_meeting_told_differently_is_asked_of_nobody(cast, page):
    make.MeetingFactory(pairing=cast.pairing)
    make.MeetingFactory(
        pairing=cast.pairing, starts_at=timezone.now() - dt.timedelta(days=1), state="missed",
        junior_word="missed:senior", senior_word="held",
    )  # fmt: skip
    assert (owed(page(cast.kavya, "/")), owed(page(cast.jack, "/"))) == ([], [])


def test_who_books_is_asked_to_plan(cast, page):
    cast.agreement.books = "senior"
    cast.agreement.save()
    assert owed(page(cast.kavya, "/")) == []
    assert owed(page(cast.jack, "/")) == ["Plan the next meeting with Kavya"]


def test_the_assistant_books_and_sees_no_content(cast, page):
    cast.agreement.books = "senior"
    cast.agreement.save()
    ActionItem.objects.create(
        pairing=cast.pairing, text="Speak at the town hall", owner="senior", due_on=timezone.localdate()
    )
    html = page(cast.sam, "/")
    assert owed(html) == ["Book a meeting of Jack Whitfield with Kavya Nair"]
    assert "town hall" not in html


def test_a_review_waits_for_who_has_not_answered(cast, planned, page):
    more_pairs(cast, 3)
    hold_round(cast.cycle, leave_out=[cast.kavya], closes=False, days_ago=2)
    assert owed(page(cast.kavya, "/")) == ["Answer the review"]
    assert owed(page(cast.jack, "/")) == []


def test_items_are_owed_by_their_owner_only(cast, planned, page):
    ActionItem.objects.create(
        pairing=cast.pairing, text="Send the draft", owner="junior", due_on=timezone.localdate() - dt.timedelta(days=2)
    )
    html = page(cast.kavya, "/")
    assert owed(html) == ["Send the draft"]
    assert "Overdue" in html
    for user in (cast.jack, cast.maria, cast.priya, cast.omar, cast.sam):
        assert "Send the draft" not in page(user, "/")


def test_the_mentor_says_whether_a_promise_can_be_seen(cast, planned, page):
    ActionItem.objects.create(
        pairing=cast.pairing, kind="commitment", text="A seat at the review", owner="senior", done_at=timezone.now()
    )
    assert owed(page(cast.kavya, "/")) == ["Have you seen it yet? Jack promised: A seat at the review"]
    assert owed(page(cast.jack, "/")) == []


def test_a_proposed_pairing_is_asked_of_the_mentor_alone(cast, page):
    asked = make.PairingFactory(
        cycle=cast.cycle, state="proposed", agreed_at=None, opened_at=None, junior__user=make.UserFactory(),
        senior__user=cast.noor,
    )  # fmt: skip
    assert owed(page(asked.junior.user, "/")) == ["Say whether you would like to be paired with Noor Aziz"]
    assert owed(page(cast.noor, "/")) == []
    assert asked.junior.user.name not in page(cast.noor, "/")


def test_a_decline_looks_like_waiting_until_all_are_told(cast, page):
    pairing = make.PairingFactory(
        cycle=cast.cycle, state="declined", agreed_at=None, opened_at=None, junior__user=cast.noor,
        senior_asked_at=timezone.now(), outcome_at=timezone.now() + dt.timedelta(hours=5),
    )  # fmt: skip
    Consent.objects.create(pairing=pairing, side="junior", decision="accepted")
    Consent.objects.create(pairing=pairing, side="senior", decision="declined")
    assert owed(page(cast.noor, "/")) == []
    assert "declined" not in page(cast.noor, "/")


def test_an_agreement_waits_until_one_has_signed_it(cast, page):
    cast.pairing.state = "preparing"
    cast.pairing.save()
    cast.agreement.signed_at = None
    cast.agreement.save()
    assert owed(page(cast.kavya, "/")) == ["Get ready to meet Jack"]
    Participant.objects.filter(user=cast.kavya).update(oriented_at=timezone.now())
    assert owed(page(cast.kavya, "/")) == ["Write the agreement with Jack and sign it"]
    cast.agreement.signatures.create(side="junior", user=cast.kavya, version=cast.agreement.version, snapshot={})
    assert owed(page(cast.kavya, "/")) == []


def test_an_invitation_waits_for_an_answer(cast, page):
    cycle = make.CycleFactory(state="enrolling", program__name="Customers")
    make.ParticipantFactory(cycle=cycle, user=cast.noor, state="invited")
    html = page(cast.noor, "/")
    assert owed(html) == ["Answer the invitation to Customers"]
    assert primary(html) == ["Answer the invitation"]


def test_a_place_that_waits_says_for_what(cast, page):
    make.ParticipantFactory(cycle=cast.cycle, user=cast.noor, state="applied")
    assert "The program team looks at your enrolment." in page(cast.noor, "/")


@pytest.mark.parametrize("name", ["kavya", "jack"])
def test_a_paused_pairing_is_not_forgotten(cast, page, name):
    Pairing.objects.filter(pk=cast.pairing.pk).update(state="paused", paused_at=timezone.now())
    html = page(getattr(cast, name), "/")
    assert "Your pairing is paused" in html
    assert "You are in no program yet" not in html


def test_who_waits_for_the_other_to_book_is_told_so(cast, page):
    html = page(cast.jack, "/")
    assert "No next meeting is planned; Kavya books." in html
    assert "You are in no program yet" not in html
    assert "Kavya books" not in page(cast.kavya, "/")


def test_who_said_yes_is_told_to_wait(cast, page):
    asked = make.PairingFactory(cycle=cast.cycle, state="proposed")
    Consent.objects.create(pairing=asked, side="junior", decision="accepted")
    html = page(asked.junior.user, "/")
    assert "You said yes." in html
    assert "You are in no program yet" not in html


def test_an_outsider_is_told_what_this_is(cast, page):
    html = page(cast.noor, "/")
    assert "You are in no program yet" in html
    assert cast.program.name not in html


def test_the_team_sees_what_waits_in_its_program(cast, page):
    make.ParticipantFactory(cycle=make.CycleFactory(program=cast.program), state="applied")
    Rhythm.objects.create(pairing=cast.pairing, lapses=2, slipping_since=timezone.now())
    expected = ["1 enrolment to approve in Digital fluency", "1 pair is slipping in Digital fluency"]
    assert owed(page(cast.priya, "/")) == expected
    assert owed(page(cast.omar, "/")) == expected
    assert owed(page(make.CoordinatorFactory().user, "/")) == []


def test_a_program_with_a_matter_says_that_something_waits(cast, page):
    assert "Nothing waits here." in page(cast.priya, "/")
    Todo.objects.create(program=cast.program, kind="leave_request", subject_id=cast.pairing.pk, text="Kavya asks")
    assert "Something waits, see above." in page(cast.priya, "/")


def test_a_match_that_nobody_has_published_is_mentioned(cast, page):
    cycle = make.CycleFactory(program=cast.program, state="matching")
    MatchRun.objects.create(cycle=cycle, state="done", kept_at=timezone.now())
    assert owed(page(cast.priya, "/")) == ["The match of Digital fluency is ready to be checked and published"]


def test_a_party_does_not_see_the_teams_matters_of_its_pair(cast, page):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    Rhythm.objects.create(pairing=cast.pairing, lapses=2, slipping_since=timezone.now())
    todo = Todo.objects.create(
        program=cast.program, kind="leave_request", subject_id=cast.pairing.pk, text="Kavya asks to end the pairing"
    )
    todo.concerns.set([cast.kavya, cast.jack])
    assert owed(page(cast.priya, "/"))[0] == "Kavya asks to end the pairing"
    html = page(cast.jack, "/")
    assert "asks to end" not in html
    assert "slipping" not in html


def test_an_empty_site_leads_hr_to_the_first_step(db, page):
    omar = make.RoleGrantFactory().user
    assert primary(page(omar, "/")) == ["Import the roster"]
    make.UserFactory()
    assert primary(page(omar, "/")) == ["Create a program"]


def test_a_draft_is_to_be_completed(cast, page):
    Program.objects.filter(pk=cast.program.pk).update(state="draft")
    assert owed(page(cast.priya, "/")) == ["Complete the set-up of Digital fluency"]


def test_the_sponsor_reads_the_verdict(cast, page):
    hold_meetings(more_pairs(cast, 6))
    html = page(cast.lena, "/")
    assert (
        "6 of 8 pairs meet as planned, 12 of the 64 meetings aimed at have been held, and no review has been closed "
        "yet." in html
    )
    assert "Kavya" not in html


def test_the_operator_sees_whether_messages_leave(cast, page):
    Delivery.objects.create(
        key="x", kind="k", recipient=cast.noor, channel="email", state="dead", due_at=timezone.now()
    )
    html = page(cast.igor, "/")
    assert "System status" in html
    assert ">1</a>" in html
    assert "System status" not in page(cast.omar, "/")


def test_unread_messages_are_what_changed(cast, page):
    for number, user in enumerate((cast.kavya, cast.jack)):
        Delivery.objects.create(
            key=str(number), kind="k", recipient=user, channel="in_app", state="sent",
            title=f"News for {user.short_name}", due_at=timezone.now(), sent_at=timezone.now(),
        )  # fmt: skip
    html = page(cast.kavya, "/")
    assert "News for Kavya" in html
    assert "News for Jack" not in html


@pytest.mark.parametrize("number", [3, 4, 5, 6])
def test_the_bell_counts_all_messages_the_page_only_the_newest(cast, sign_in, number):
    for nth in range(number):
        Delivery.objects.create(
            key=str(nth), kind="k", recipient=cast.noor, channel="in_app", state="sent", title=f"News {nth}",
            due_at=timezone.now(), sent_at=timezone.now() - dt.timedelta(minutes=nth),
        )  # fmt: skip
    html = sign_in(cast.noor).get("/").text
    assert f"{number} unread" in html
    assert [nth for nth in range(number) if f"News {nth}" in html] == [*range(min(number, 4))]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(cast, queries, number):
    for _ in range(number):
        pairing = make.PairingFactory(cycle=make.CycleFactory(), senior__user=cast.jack)
        make.AgreementFactory(pairing=pairing)
        make.MeetingFactory(pairing=pairing)
        ActionItem.objects.create(pairing=pairing, text="To do", owner="senior", due_on=timezone.localdate())
    assert queries(cast.jack, "/") == 11


@pytest.mark.parametrize("who", ["priya", "omar", "lena", "noor", "sam", "igor"])
def test_every_first_page_costs_at_most_fourteen_queries(cast, queries, who):
    hold_meetings(more_pairs(cast, 8))
    assert queries(cast.people[who], "/") <= 14


@pytest.mark.parametrize(("days", "is_near"), [(5, True), (90, False)])
def test_near_the_end_home_and_the_pairs_page_lead_to_the_look_back(cast, sign_in, days, is_near):
    Cycle.objects.filter(pk=cast.cycle.pk).update(ends_on=local_today() + dt.timedelta(days=days))
    link = reverse("pairing_look_back", args=[cast.pairing.pk])
    client = sign_in(cast.kavya)
    for page in ("/", reverse("pairing_detail", args=[cast.pairing.pk]), reverse("pairing_list")):
        assert (link in client.get(page).text) == is_near
    if is_near:
        look_back(pairing=cast.pairing, by=cast.kavya, thanks="You listened")
        assert link not in client.get("/").text
        assert link in sign_in(cast.jack).get("/").text
