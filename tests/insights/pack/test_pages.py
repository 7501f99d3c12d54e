"""Who reads the pack, who makes one, and what one reads of it."""

import pytest
from django.urls import reverse

from insights.models import Pack
from insights.pack.in_force import make_pack
from people.models import AuditEntry, User
from programs.models import Program
from tests import factories as make
from tests.permissions.canaries import let_loose
from tests.permissions.scene import set_scene
from tests.query_counts import cost_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(cast):
    """A program in which only Noor has a place: she is invited."""
    program = make.ProgramFactory(name="Somebody else's program")
    make.ParticipantFactory(cycle__program=program, user=cast.noor, state="invited")
    return program


@pytest.mark.parametrize("who", ["kavya", "jack", "maria", "priya", "lena", "omar", "igor"])
def test_whoever_has_a_part_in_a_program_or_runs_the_server_reads_it(cast, sign_in, who):
    page = sign_in(cast.people[who]).get("/pack/")
    assert page.status_code == 200
    assert "Who holds which role" in page.text
    assert "Omar Haddad" in page.text


@pytest.mark.parametrize("who", ["noor", "sam"])
@pytest.mark.parametrize("path", ["/pack/", "/pack/kept/"])
def test_an_outsider_does_not(cast, sign_in, who, path):
    assert sign_in(cast.people[who]).get(path).status_code == 403


def test_one_reads_of_ones_own_programs_alone_also_when_only_invited(cast, other, sign_in):
    for person, theirs, not_theirs in (
        (cast.kavya, "Digital fluency", other.name),
        (cast.priya, "Digital fluency", other.name),
        (cast.noor, "Somebody else&#x27;s program", "Digital fluency"),
    ):
        text = sign_in(person).get("/pack/").text
        assert f">{theirs}</h2>" in text
        assert not_theirs not in text
    assert "Digital fluency" not in sign_in(cast.igor).get("/pack/").text
    assert sign_in(cast.omar).get("/pack/").text.count("Who runs it, and whom to ask</h3>") == 2


def test_the_person_of_trust_reads_it(cast, sign_in):
    tessa = make.UserFactory()
    Program.objects.filter(pk=cast.program.pk).update(person_of_trust=tessa)
    assert "Digital fluency" in sign_in(tessa).get("/pack/").text


def test_hr_makes_one_and_nobody_else_can(cast, sign_in):
    for who in ("kavya", "priya", "lena", "igor"):
        assert sign_in(cast.people[who]).post("/pack/make/").status_code == 403
        assert "Make a pack" not in sign_in(cast.people[who]).get("/pack/").text
    page = sign_in(cast.omar).post("/pack/make/", follow=True)
    made = Pack.objects.get()
    assert made.made_by == cast.omar
    assert made.said.fingerprint == made.fingerprint
    assert made.fingerprint in page.text
    assert AuditEntry.objects.get(act="pack.made").actor == cast.omar


def test_it_says_whether_anything_has_changed_since_and_what(cast, sign_in):
    reader = sign_in(cast.kavya)
    assert "No pack has been made yet" in reader.get("/pack/").text
    make_pack(by=cast.omar)
    assert "Unchanged" in reader.get("/pack/").text
    Program.objects.filter(pk=cast.program.pk).update(score_threshold=7)
    text = reader.get("/pack/").text
    assert "Changed" in text
    assert "Answers of a side, at least, for a result of a review" in text
    assert "<td>5</td>" in text
    assert "<td>7</td>" in text


def test_of_a_change_elsewhere_one_reads_only_that_there_was_one(cast, other, sign_in):
    first = make_pack(by=cast.omar)
    Program.objects.filter(pk=other.pk).update(score_threshold=7, name="A secret name")
    second = make_pack(by=cast.omar)
    Program.objects.filter(pk=other.pk).update(score_threshold=9)
    for url in ("/pack/", reverse("pack_changes", args=[second.pk, first.pk])):
        text = sign_in(cast.kavya).get(url).text
        assert "What changed is about programs that you have no part in." in text
        assert "A secret name" not in text
    assert "A secret name" in sign_in(cast.omar).get(reverse("pack_changes", args=[second.pk, first.pk])).text


def test_each_pack_stays_as_it_was(cast, sign_in):
    first = make_pack(by=cast.omar)
    Program.objects.filter(pk=cast.program.pk).update(review_open_days=21)
    second = make_pack(by=cast.omar)
    reader = sign_in(cast.kavya)
    assert ">14<" in reader.get(reverse("pack_kept", args=[first.pk])).text
    assert ">21<" in reader.get(reverse("pack_kept", args=[second.pk])).text
    changes = reader.get(reverse("pack_changes", args=[second.pk, first.pk])).text
    assert "Days a review stays open" in changes
    listed = reader.get("/pack/kept/").text
    assert first.fingerprint[:16] in listed
    assert reverse("pack_changes", args=[second.pk, first.pk]) in listed


def test_a_kept_pack_holds_no_name_and_shows_the_one_that_people_have_today(cast, sign_in):
    kept = make_pack(by=cast.omar)
    assert not {person.last_name for person in cast.people.values()} & set(str(kept.content).split())
    User.objects.filter(pk=cast.lena.pk).update(last_name="Neumann")
    text = sign_in(cast.kavya).get(reverse("pack_kept", args=[kept.pk])).text
    assert "Lena Neumann" in text
    assert "Lena Fischer" not in text


def test_no_participant_is_named(cast, sign_in):
    text = sign_in(cast.omar).get("/pack/").text
    for person in (cast.kavya, cast.jack, cast.maria, cast.helen):
        assert person.last_name not in text


def test_no_word_of_anybody_is_in_it(cast, sign_in):
    flock = let_loose(set_scene(cast))
    kept = make_pack(by=cast.omar)
    text = str(kept.content) + sign_in(cast.omar).get("/pack/").text
    assert [canary.word for canary in flock if canary.word in text] == []


def test_the_organisations_page_says_whether_the_last_pack_still_holds(cast, sign_in):
    hr = sign_in(cast.omar)
    assert "No pack has been made yet." in hr.get("/settings/").text
    make_pack(by=cast.omar)
    assert "What is in force now is what the pack of" in hr.get("/settings/").text
    make.CoordinatorFactory(program=cast.program, user=cast.noor)
    assert "What is in force now differs from the pack of" in hr.get("/settings/").text


def test_the_page_about_ones_words_leads_to_it_and_says_the_same(cast, sign_in):
    words = sign_in(cast.kavya).get("/what-happens-to-my-words/").text
    pack = sign_in(cast.kavya).get("/pack/").text
    assert 'href="/pack/"' in words
    assert 'href="/pack/"' not in sign_in(cast.noor).get("/what-happens-to-my-words/").text
    for sentence in ("Whether you said no to a pairing.", "Logs, agendas, the agreement, objectives, to-dos"):
        assert sentence in words
        assert sentence in pack


def test_it_costs_the_same_however_many_programs_and_people_there_are(cast, sign_in):
    make_pack(by=cast.omar)
    clients = [sign_in(cast.omar), sign_in(cast.kavya)]
    before = [cost_of(client, "/pack/") for client in clients]
    for _each in range(5):
        program = make.ProgramFactory()
        make.MatchPolicyFactory(program=program)
        make.CoordinatorFactory.create_batch(3, program=program)
        make.ParticipantFactory.create_batch(3, cycle__program=program, user=cast.kavya)
        make.RoleGrantFactory(user=make.UserFactory())
    assert [cost_of(client, "/pack/") for client in clients] == before
    assert max(before) <= 14


def test_the_list_costs_the_same_however_many_packs_there_are(cast, sign_in):
    client = sign_in(cast.kavya)
    make_pack(by=cast.omar)
    make_pack(by=cast.omar)
    before = cost_of(client, "/pack/kept/")
    for _each in range(5):
        make_pack(by=cast.omar)
    assert cost_of(client, "/pack/kept/") == before
