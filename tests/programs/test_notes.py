"""Writing to people of a cycle: who may, whom it reaches, what they read, and that it is sent once to those shown."""

import pytest
from django.urls import reverse

from notifications.models import Delivery
from people.models import AuditEntry
from programs.models import Participant, TeamNote
from programs.note_message import SUGGESTIONS
from programs.services.messages import send_note
from tests import factories as make
from tests.mail import deliver_all, inbox_titles, sent_to

WORDS = {"subject": "News of {program}", "text": "Dear {name},\n\nwe begin on Monday: https://intranet.example/start"}


@pytest.fixture
def people(cast, cycle):
    """Noor is invited and silent, Maria has a place, Jack said no."""
    states = {"noor": "invited", "maria": "approved", "jack": "declined"}
    return {
        name: make.ParticipantFactory(cycle=cycle, user=cast.people[name], side="junior", state=state)
        for name, state in states.items()
    }


def url(program, query="", name="participants_write"):
    return f"{reverse(name, args=[program.pk])}?{query}"


def write(client, program, query, **typed):
    """Write, look, send: as the pages lead."""
    page = client.post(url(program, query), WORDS | typed)
    if "expected" not in (page.context or {}):
        return page
    form = {"subject": page.context["typed"]["subject"], "text": page.context["typed"]["text"]}
    return client.post(page.context["send_url"], form | {"expected": page.context["expected"], "form_token": "t"})


def test_each_reads_it_with_their_own_name_and_next_step(cast, program, cycle, people, sign_in, mailoutbox):
    write(sign_in(cast.priya), program, "all=1")
    deliver_all()
    assert sorted(mail.to[0].partition(" <")[0] for mail in mailoutbox) == sorted([cast.noor.name, cast.maria.name])
    mail = sent_to(cast.noor)[0]
    assert mail.subject == "News of AI for leaders"
    assert f"Dear {cast.noor.short_name},\n\nwe begin on Monday" in mail.body
    assert f"{cast.priya.name}, for AI for leaders" in mail.body
    assert reverse("enrol", args=[cycle.enrolment_token]) in mail.body
    assert 'href="https://intranet.example/start"' in mail.alternatives[0].content
    assert reverse("enrol", args=[cycle.enrolment_token]) not in sent_to(cast.maria)[0].body
    assert "News of AI for leaders" in inbox_titles(cast.maria)


@pytest.mark.parametrize(("query", "names"), [
    ("all=1&state=invited", ["noor"]), ("all=1&state=approved", ["maria"]), ("all=1&side=senior", []),
    ("all=1&q=noor", ["noor"]), ("all=1&state=declined", []), ("", []),
])  # fmt: skip
def test_it_goes_to_those_who_fit_and_are_still_in_it(cast, program, people, sign_in, query, names):
    write(sign_in(cast.priya), program, query)
    assert {row.recipient for row in Delivery.objects.filter(kind="team_note")} == {cast.people[name] for name in names}


def test_ticked_people_get_it_and_nobody_of_another_program(cast, program, people, sign_in):
    query = f"who={people['maria'].pk}&who={people['jack'].pk}&who={cast.pairing.junior_id}&who=nonsense"
    write(sign_in(cast.priya), program, query)
    assert {row.recipient for row in Delivery.objects.filter(kind="team_note")} == {cast.maria}


def test_who_came_in_after_the_look_is_not_written_to_unseen(cast, program, cycle, people, sign_in):
    client = sign_in(cast.priya)
    page = client.post(url(program, "all=1"), WORDS)
    make.ParticipantFactory(cycle=cycle, user=cast.helen, side="senior", state="approved")
    form = WORDS | {"expected": page.context["expected"], "form_token": "t"}
    again = client.post(page.context["send_url"], form)
    assert "The list has changed since you looked." in again.content.decode()
    assert again.context["count"] == 3
    assert not TeamNote.objects.exists()


def test_sent_twice_it_goes_once(cast, program, people, sign_in):
    client = sign_in(cast.priya)
    page = client.post(url(program, "all=1"), WORDS)
    form = WORDS | {"expected": page.context["expected"], "form_token": "the same"}
    assert [client.post(page.context["send_url"], form).status_code for _ in range(2)] == [302, 302]
    assert TeamNote.objects.count() == 1


def test_the_look_shows_one_readers_message_and_a_way_back_with_the_words(cast, program, people, sign_in):
    client = sign_in(cast.priya)
    page = client.post(url(program, "all=1&state=invited"), WORDS)
    assert (page.context["reader"], page.context["shown_subject"]) == (cast.noor, "News of AI for leaders")
    back = client.post(page.context["write_url"], WORDS | {"back": "1"})
    assert back.context["form"]["text"].value() == WORDS["text"]


def test_braces_that_mean_nothing_are_named_and_nothing_is_lost(cast, program, people, sign_in):
    page = write(sign_in(cast.priya), program, "all=1", text="Dear {firstname}")
    assert page.status_code == 422
    assert page.context["form"].errors["text"] == [
        "“{firstname}” stands for nothing here. You can use: {name}, {program}."
    ]
    assert page.context["form"]["subject"].value() == WORDS["subject"]


def test_who_has_left_meanwhile_gets_nothing(cast, cycle, people, mailoutbox):
    send_note(cycle=cycle, subject="x", text="y", user_ids=[cast.maria.pk], by=cast.priya)
    Participant.objects.filter(pk=people["maria"].pk).update(state="withdrawn")
    deliver_all()
    assert not mailoutbox


@pytest.mark.parametrize("code", SUGGESTIONS)
def test_there_are_words_to_begin_with(cast, program, people, sign_in, code):
    form = sign_in(cast.priya).get(url(program, f"all=1&words={code}")).context["form"]
    assert form["subject"].value() == str(SUGGESTIONS[code].subject)
    assert (
        write(sign_in(cast.priya), program, "all=1", **{name: form[name].value() for name in WORDS}).status_code == 302
    )


def test_nobody_is_told_that_they_do_not_meet_because_of_a_list(cast, program, people, sign_in):
    page = sign_in(cast.priya).get(url(program, "all=1")).content.decode()
    assert ("words=silent" in page, "words=waiting" in page, "words=nudge" in page) == (True, True, False)


def test_a_slipping_pair_is_written_to_from_its_page(cast, sign_in):
    page = sign_in(cast.priya).get(reverse("oversight_detail", args=[cast.pairing.pk])).content.decode()
    query = f"cycle={cast.cycle.pk}&amp;who={cast.pairing.junior_id}&amp;who={cast.pairing.senior_id}&amp;words=nudge"
    assert f"{reverse('participants_write', args=[cast.program.pk])}?{query}" in page


def test_it_is_in_the_audit_log_and_on_the_page(cast, program, people, sign_in):
    client = sign_in(cast.priya)
    write(client, program, "all=1")
    entry = AuditEntry.objects.get(act="people.written_to")
    assert (entry.actor, entry.details["how_many"], entry.details["subject"]) == (cast.priya, "2", WORDS["subject"])
    assert [note.subject for note in client.get(url(program)).context["notes"]] == [WORDS["subject"]]


@pytest.mark.parametrize("who", ["kavya", "jack", "lena", "noor", "igor", "maria"])
def test_only_who_runs_the_program_writes(cast, program, people, sign_in, who):
    client = sign_in(cast.people[who])
    assert client.get(url(program, "all=1")).status_code in (403, 404)
    assert client.post(url(program, "all=1", "note_send"), WORDS).status_code in (403, 404)
    assert not TeamNote.objects.exists()


@pytest.mark.parametrize("n", [1, 3, 30])
def test_the_number_of_queries_does_not_grow(cast, program, cycle, sign_in, n, django_assert_max_num_queries):
    for _ in range(n):
        make.ParticipantFactory(cycle=cycle, side="junior", state="approved")
        TeamNote.objects.create(cycle=cycle, subject="x", text="y", sent_by=cast.priya, recipient_count=1)
    client = sign_in(cast.priya)
    with django_assert_max_num_queries(14):
        client.get(url(program, "all=1"))
