"""What people agree to when they enrol: asked once for each version, kept with the words and the day."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry
from programs.models import AgreedTerms, Participant, Terms
from programs.services import copy_program
from tests.downloads import lines_of


@pytest.fixture
def terms(cycle):
    return Terms.objects.create(program=cycle.program, version=1, text="# Our terms\n\nWhat is *said* stays here.")


def url(cycle):
    return reverse("enrol", args=[cycle.enrolment_token])


def enrol(client, cycle, **more):
    topic = cycle.program.topics.first()
    page = client.get(url(cycle), {"side": "junior", "edit": "1"})
    form = {
        "side": "junior", f"topic_{topic.pk}": "4", "capacity": "1", "time_zone": "Europe/Paris", "works_from": "08:00",
        "works_until": "16:30", "languages": "English", "asked": page.context["form"]["asked"].value(), **more,
    }  # fmt: skip
    return client.post(url(cycle), form)


def test_nobody_enrols_without_agreeing(cast, sign_in, cycle, terms):
    client = sign_in(cast.noor)
    assert "<h3>Our terms</h3>" in client.get(url(cycle), {"side": "junior"}).text
    refused = enrol(client, cycle)
    assert (refused.status_code, "terms" in refused.context["form"].errors) == (422, True)
    assert not Participant.objects.filter(cycle=cycle, user=cast.noor).exists()
    assert enrol(client, cycle, terms="on").status_code == 302
    agreed = AgreedTerms.objects.get(participant__user=cast.noor)
    assert (agreed.terms, (timezone.now() - agreed.agreed_at).total_seconds() < 60) == (terms, True)


def test_without_terms_nothing_is_asked(cast, sign_in, cycle, terms):
    Terms.objects.create(program=cycle.program, version=2, text="")
    assert enrol(sign_in(cast.noor), cycle).status_code == 302
    assert not AgreedTerms.objects.exists()


def test_who_has_agreed_is_not_asked_again_for_the_same_words(cast, sign_in, cycle, terms):
    client = sign_in(cast.noor)
    enrol(client, cycle, terms="on")
    assert "terms" not in client.get(url(cycle), {"edit": "1"}).context["form"].fields
    assert enrol(client, cycle, capacity="2").status_code == 302
    assert AgreedTerms.objects.count() == 1


def test_whoever_enrols_later_reads_that_the_words_have_changed(cast, sign_in, cycle, terms):
    client = sign_in(cast.noor)
    enrol(client, cycle, terms="on")
    changed = Terms.objects.create(program=cycle.program, version=2, text="Other words")
    page = client.get(url(cycle), {"edit": "1"})
    assert "These terms have changed since you agreed to them" in page.text
    enrol(client, cycle, terms="on")
    versions = AgreedTerms.objects.filter(participant__user=cast.noor).values_list("terms", flat=True)
    assert {*versions} == {terms.pk, changed.pk}


def test_a_tick_under_other_words_does_not_count(cast, sign_in, cycle, terms):
    client = sign_in(cast.noor)
    seen = client.get(url(cycle), {"side": "junior"}).context["form"]["asked"].value()
    Terms.objects.create(program=cycle.program, version=2, text="Other words")
    answer = enrol(client, cycle, terms="on", asked=seen)
    assert answer.status_code == 422
    assert not answer.context["form"]["terms"].value()
    assert "Other words" in answer.text
    assert not AgreedTerms.objects.exists()


@pytest.mark.parametrize("name", ["priya", "omar"])
def test_the_team_and_oneself_read_who_agreed_to_what(cast, sign_in, cycle, terms, name):
    enrol(sign_in(cast.noor), cycle, terms="on")
    place = Participant.objects.get(cycle=cycle, user=cast.noor)
    page = sign_in(cast.people[name]).get(reverse("participant_detail", args=[cycle.program_id, place.pk])).text
    own = sign_in(cast.noor).get(reverse("enrolment_status", args=[cycle.enrolment_token])).text
    for text in (page, own):
        assert "Agreed to version 1 on" in text
        assert "<em>said</em>" in text


def test_the_list_of_people_has_it(cast, sign_in, cycle, terms):
    enrol(sign_in(cast.noor), cycle, terms="on")
    listed = reverse("participant_list", args=[cycle.program_id], query={"cycle": cycle.pk, "download": "csv"})
    header, *rows = lines_of(sign_in(cast.priya).get(listed))
    row = dict(zip(header, next(row for row in rows if row[0] == cast.noor.name), strict=True))
    assert (row["Agreed to version of the terms"], row["Agreed to the terms"][:2]) == ("1", "20")


def setup(client, program, **data):
    return client.post(reverse("setup_terms", args=[program.pk]), data)


def test_every_version_is_kept_with_who_wrote_it(cast, sign_in, program):
    client = sign_in(cast.priya)
    setup(client, program, text="First", version=0)
    setup(client, program, text="Second", version=1)
    setup(client, program, text="Second", version=2)
    assert [(one.version, one.text, one.written_by) for one in program.terms.all()] == [
        (2, "Second", cast.priya), (1, "First", cast.priya),
    ]  # fmt: skip
    assert AuditEntry.objects.filter(act="terms.changed").count() == 2
    assert "First" in client.get(reverse("setup_terms", args=[program.pk]), {"version": "1"}).context["shown"]


def test_looking_at_it_keeps_nothing(cast, sign_in, program):
    page = setup(sign_in(cast.priya), program, text="Read **this** <script>", version=0, action="look").text
    assert "<strong>this</strong> &lt;script&gt;" in page
    assert not program.terms.exists()


def test_two_at_once_see_both(cast, sign_in, program):
    client = sign_in(cast.priya)
    setup(client, program, text="Theirs", version=0)
    answer = setup(client, program, text="Mine", version=0)
    assert (answer.status_code, "Theirs" in answer.text, "Mine" in answer.text) == (409, True, True)


def test_a_copy_of_the_program_asks_for_the_same(cast, program, terms):
    copy = copy_program(program=program, name="Again", by=cast.omar)
    assert [(one.version, one.text) for one in copy.terms.all()] == [(1, terms.text)]


@pytest.mark.parametrize(
    "text",
    ["![x](https://spy.example/x.png)", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>", "<b>bold</b>"],
)
def test_what_is_written_can_do_nothing(cast, sign_in, cycle, text):
    Terms.objects.create(program=cycle.program, version=1, text=text)
    page = sign_in(cast.noor).get(url(cycle), {"side": "junior"}).text
    for trap in ("<img", "<b>", 'href="javascript', 'src="https://spy'):
        assert trap not in page
