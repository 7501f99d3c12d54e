"""Both are prepared before they first meet: screens of the program's words, a pledge, a question to warm up."""

import datetime as dt
import html

import pytest
from django.urls import reverse

from frame.posts import digest, values_of
from notifications.models import Delivery
from pairings import services
from pairings.models import Agreement, Objective, Pairing, Pledge
from pairings.reminders import plan_agreements
from people.models import AuditEntry
from people.promises import READERS
from programs.models import Orientation, Program, WarmUp
from programs.services import copy_program, save_setup_page
from tests.orientation import do_orientation

SCREENS = [{"title": f"Screen {number}", "text": f"**Words** {number}"} for number in (1, 2, 3)]


def url(pairing):
    return reverse("pairing_orientation", args=[pairing.pk])


def sign_both(pairing):
    Objective.objects.get_or_create(pairing=pairing, title="Post weekly")
    agreement = Agreement.objects.get(pairing=pairing)
    for user in (pairing.junior.user, pairing.senior.user):
        services.sign_agreement(agreement=agreement, by=user, version=agreement.version)


def state_of(pairing):
    return Pairing.objects.get(pk=pairing.pk).state


@pytest.fixture
def own_words(cast):
    return Orientation.objects.create(
        program=cast.program, side="senior", version=1, screens=SCREENS,
        pledge=["I listen.", "I come."], question="Why?"
    )  # fmt: skip


def test_a_pair_opens_when_both_have_signed_and_are_ready(cast, sign_in, preparing):
    sign_both(preparing)
    assert state_of(preparing) == "preparing"
    do_orientation(sign_in(cast.kavya), preparing)
    assert state_of(preparing) == "preparing"
    assert do_orientation(sign_in(cast.helen), preparing).url == reverse("pairing_detail", args=[preparing.pk])
    assert state_of(preparing) == "active"


def test_it_opens_by_the_signature_when_that_comes_last(cast, sign_in, preparing):
    for name in ("kavya", "helen"):
        do_orientation(sign_in(cast.people[name]), preparing)
    sign_both(preparing)
    assert state_of(preparing) == "active"


def test_a_program_without_it_opens_by_signatures(cast, preparing):
    Program.objects.update(has_orientation=False)
    sign_both(preparing)
    assert state_of(preparing) == "active"


def test_whoever_waited_for_it_begins_when_it_is_no_more_asked_for(cast, preparing):
    sign_both(preparing)
    program = Program.objects.get(pk=cast.program.pk)
    seen = digest(values_of(program, ("has_orientation",)))
    save_setup_page(program=program, code="meetings", instance=program, values={"has_orientation": False}, seen=seen)
    assert state_of(preparing) == "active"


def test_a_pair_that_meets_is_not_locked_out(cast):
    assert cast.pairing.junior.oriented_at is None
    assert state_of(cast.pairing) == "active"


def test_every_sentence_is_ticked_by_itself(cast, sign_in, preparing, own_words):
    client = sign_in(cast.helen)
    form = client.get(url(preparing), {"screen": "4"}).context["form"]
    data = {"seen": form["seen"].value(), "readers": "me", "pledge_0": "on"}
    answer = client.post(url(preparing), data)
    assert (answer.status_code, {*answer.context["form"].errors}) == (422, {"pledge_1"})
    assert client.post(url(preparing), data | {"pledge_1": "on"}).status_code == 302
    assert Pledge.objects.get().lines == ["I listen.", "I come."]


def test_nobody_pledges_words_that_have_changed(cast, sign_in, preparing, own_words):
    client = sign_in(cast.helen)
    seen = client.get(url(preparing), {"screen": "4"}).context["form"]["seen"].value()
    Orientation.objects.create(program=cast.program, side="senior", version=2, screens=SCREENS, pledge=["Other."])
    answer = client.post(url(preparing), {"seen": seen, "readers": "me", "pledge_0": "on"})
    assert answer.status_code == 422
    assert "Please read them again" in answer.text
    assert not Pledge.objects.exists()


def test_the_screens_come_one_after_the_other(cast, sign_in, preparing, own_words):
    client = sign_in(cast.helen)
    for number, text in ((1, "<strong>Words</strong> 1"), (3, "<strong>Words</strong> 3")):
        page = client.get(url(preparing), {"screen": number}).text
        assert text in page
        assert f"Step {number} of 4" in page
    for odd in ("0", "x", "9" * 500, "-1"):
        assert client.get(url(preparing), {"screen": odd}).status_code == 200


@pytest.mark.parametrize(("readers", "is_read"), [("me", False), ("two", True)])
def test_the_answer_is_read_by_whom_one_chose(cast, sign_in, preparing, readers, is_read):
    do_orientation(sign_in(cast.kavya), preparing, readers=readers, answer="I nod when I am lost")
    assert WarmUp.objects.get().is_shared is is_read
    partner = sign_in(cast.helen).get(reverse("pairing_detail", args=[preparing.pk])).text
    assert ("I nod when I am lost" in partner) is is_read
    assert "I nod when I am lost" in sign_in(cast.kavya).get(reverse("pairing_detail", args=[preparing.pk])).text
    for name in ("priya", "omar"):
        team = sign_in(cast.people[name]).get(reverse("oversight_detail", args=[preparing.pk])).text
        assert "I nod" not in team


def test_partner_and_team_see_done_or_not(cast, sign_in, preparing):
    do_orientation(sign_in(cast.kavya), preparing)
    page = sign_in(cast.helen).get(reverse("pairing_detail", args=[preparing.pk])).text
    team = sign_in(cast.priya).get(reverse("oversight_detail", args=[preparing.pk])).text
    for text in (page, team):
        assert text.index("Ready</span>") < text.index("Getting ready</span>")


def test_who_is_not_ready_is_reminded_though_they_have_signed(cast, sign_in, preparing):
    sign_both(preparing)
    do_orientation(sign_in(cast.kavya), preparing)
    later = preparing.agreed_at + dt.timedelta(days=4)
    due = {row.recipient_id for row in plan_agreements(later) if row.subject_id == preparing.pk}
    assert due == {cast.helen.pk}
    Program.objects.update(has_orientation=False)
    assert not [row for row in plan_agreements(later) if row.subject_id == preparing.pk]
    assert not Delivery.objects.filter(recipient=cast.kavya, kind="agreement_pending", state="pending").exists()


def setup(client, cast, side="senior", **data):
    target = reverse("setup_orientation", args=[cast.program.pk], query={"side": side})
    opened = client.get(target).context["form"]
    typed = {name: opened[name].value() for name in opened.fields}
    return client.post(target, {name: "" if value is None else value for name, value in typed.items()} | data)


def test_the_team_writes_its_own_words_in_versions(cast, sign_in):
    client = sign_in(cast.priya)
    assert setup(client, cast, pledge="I listen.\nI come.", text_1="Ours").status_code == 302
    assert setup(client, cast, pledge="I listen.").status_code == 302
    assert setup(client, cast).status_code == 302, "the same words are no version"
    kept = list(Orientation.objects.values_list("version", "pledge"))
    assert kept == [(2, ["I listen."]), (1, ["I listen.", "I come."])]
    assert Orientation.objects.first().screens[0]["text"] == "Ours"
    assert AuditEntry.objects.filter(act="orientation.changed").count() == 2


def test_looking_keeps_nothing_and_shows_how_it_reads(cast, sign_in):
    page = setup(sign_in(cast.priya), cast, "junior", text_1="*Ours* <script>", action="look").text
    assert "<em>Ours</em> &lt;script&gt;" in page
    assert not Orientation.objects.exists()


@pytest.mark.parametrize(
    "data",
    [{f"{what}_{n}": "" for n in (3, 4, 5) for what in ("title", "text")}, {"title_1": ""}, {"pledge": "x\n" * 9}],
)
def test_what_cannot_be_read_through_is_said(cast, sign_in, data):
    assert setup(sign_in(cast.priya), cast, **data).status_code == 422
    assert not Orientation.objects.exists()


def test_two_at_once_see_both(cast, sign_in):
    client = sign_in(cast.priya)
    setup(client, cast, question="Theirs?")
    answer = setup(client, cast, question="Mine?", version=0)
    assert (answer.status_code, "Theirs?" in answer.text, "Mine?" in answer.text) == (409, True, True)


def test_a_copy_of_the_program_has_the_same_words(cast, own_words):
    copy = copy_program(program=cast.program, name="Again", by=cast.omar)
    assert [(one.version, one.pledge) for one in copy.orientations.all()] == [(1, own_words.pledge)]


def test_who_reads_what_stands_there_as_it_is_promised_everywhere(cast, preparing, sign_in):
    """From one place: what the orientation says cannot fall behind the page of the promises."""
    setup = reverse("setup_orientation", args=[cast.program.pk])
    pages = [
        (cast.kavya, f"{url(preparing)}?screen=99"),
        (cast.helen, f"{url(preparing)}?screen=99"),
        (cast.priya, setup),
    ]
    do_orientation(sign_in(cast.kavya), preparing)
    for person, address in (*pages, (cast.kavya, url(preparing))):
        text = html.unescape(sign_in(person).get(address).text)
        assert [promise.code for promise in READERS.promises if promise.text not in text] == []
