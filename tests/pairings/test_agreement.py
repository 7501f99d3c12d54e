"""Writing the agreement, signing it, and opening the pairing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Conflict, Refused
from notifications.models import Delivery
from pairings import services
from pairings.models import Agreement, Objective, Pairing, Signature
from pairings.services.agreement import mark_of
from pairings.services.orientation import note_orientation
from programs.models import Participant
from tests.batches import pass_batch
from tests.mail import deliver_all, sent_to
from tests.orientation import do_orientation, everybody_is_ready

WORDS = {
    "expectations": "We try things out",
    "cadence_weeks": 2,
    "meeting_minutes": 45,
    "channels": ["video"],
    "books": "junior",
    "confidentiality": "It stays here",
    "leaving": "Any time",
}


def write(pairing, by=None, **changed):
    agreement = Agreement.objects.get(pairing=pairing)
    given = {"texts": {**WORDS, **changed}, "topics": [], "aims": [services.Aim("Post weekly", "Twelve posts")]}
    return services.save_agreement(
        agreement=agreement, version=agreement.version, by=by or pairing.junior.user, **given
    )


def form(version, **changed):
    rows = {f"aims-{n}-{name}": "" for n in range(5) for name in ("title", "measure")}
    rows |= {"aims-TOTAL_FORMS": "5", "aims-INITIAL_FORMS": "5", "aims-0-title": "Post weekly"}
    return {**WORDS, **rows, "version": version, **changed}


@pytest.fixture
def written(preparing):
    everybody_is_ready()
    return write(preparing)


@pytest.fixture
def edit(preparing):
    return reverse("agreement_edit", args=[preparing.pk])


def test_two_signatures_open_the_pairing(cast, preparing, written):
    Participant.objects.update(state="approved")
    assert not services.sign_agreement(agreement=written, by=cast.kavya, version=written.version)
    assert services.sign_agreement(agreement=written, by=cast.helen, version=written.version)
    preparing.refresh_from_db()
    assert preparing.state == "active"
    assert Agreement.objects.get(pairing=preparing).signed_at
    assert set(Participant.objects.filter(state="active")) == {preparing.junior, preparing.senior}


def test_whoever_signed_first_hears_that_the_pairing_is_open(cast, preparing, written, mailoutbox):
    services.sign_agreement(agreement=written, by=cast.kavya, version=written.version)
    assert not Delivery.objects.filter(kind="pairing_opened").exists()
    services.sign_agreement(agreement=written, by=cast.helen, version=written.version)
    told = Delivery.objects.filter(kind="pairing_opened").values_list("recipient", "channel")
    assert set(told) == {(cast.kavya.pk, "email"), (cast.kavya.pk, "in_app")}
    deliver_all()
    message = next(one for one in sent_to(cast.kavya) if "is open" in one.subject)
    assert message.subject == "Your pairing with Helen Brandt is open"
    assert "Plan your first meeting next." in message.body


def test_whoever_was_not_ready_is_the_last_thing_and_the_other_hears(cast, preparing, written):
    """Both have signed; the orientation of one was missing."""
    preparing.cycle.program.has_orientation = True
    preparing.cycle.program.save()
    Participant.objects.filter(pk=preparing.junior_id).update(oriented_at=timezone.now())
    Participant.objects.filter(pk=preparing.senior_id).update(oriented_at=None)
    for person in (cast.kavya, cast.helen):
        services.sign_agreement(agreement=written, by=person, version=written.version)
    assert not Delivery.objects.filter(kind="pairing_opened").exists()
    note_orientation(participant=preparing.senior)
    assert set(Delivery.objects.filter(kind="pairing_opened").values_list("recipient", flat=True)) == {cast.kavya.pk}


def test_a_signature_keeps_the_text_as_it_was(cast, preparing, written):
    services.sign_agreement(agreement=written, by=cast.kavya, version=written.version)
    write(preparing, expectations="Something else")
    kept = Signature.objects.get()
    assert kept.snapshot["expectations"] == "We try things out"
    assert kept.snapshot["objectives"] == [{"title": "Post weekly", "measure": "Twelve posts"}]


def test_a_change_voids_the_signature_and_both_sign_again(cast, preparing, written):
    services.sign_agreement(agreement=written, by=cast.kavya, version=written.version)
    changed = write(preparing, expectations="Something else")
    assert changed.signed_sides == []
    assert not services.sign_agreement(agreement=changed, by=cast.helen, version=changed.version)
    assert Pairing.objects.get(pk=preparing.pk).state == "preparing"


def test_saving_the_same_words_keeps_the_signature(cast, preparing, written):
    services.sign_agreement(agreement=written, by=cast.kavya, version=written.version)
    assert write(preparing).signed_sides == ["junior"]


def test_a_text_that_was_not_read_cannot_be_signed(cast, preparing, written):
    write(preparing, expectations="Something else")
    with pytest.raises(Conflict):
        services.sign_agreement(agreement=written, by=cast.kavya, version=written.version)


def test_without_an_objective_there_is_nothing_to_sign(cast, preparing):
    agreement = Agreement.objects.get(pairing=preparing)
    with pytest.raises(Refused, match="at least one objective"):
        services.sign_agreement(agreement=agreement, by=cast.kavya, version=agreement.version)


def test_signing_twice_is_one_signature(cast, preparing, written):
    for _ in range(2):
        services.sign_agreement(agreement=written, by=cast.kavya, version=written.version)
    assert Signature.objects.count() == 1


def test_an_open_pairing_keeps_its_agreement(cast, preparing, written):
    for user in (cast.kavya, cast.helen):
        services.sign_agreement(agreement=written, by=user, version=written.version)
    with pytest.raises(Refused, match="It stays as it is now"):
        write(preparing, expectations="Late idea")


def test_the_form_saves_what_both_then_read(cast, sign_in, preparing, edit):
    answer = sign_in(cast.kavya).post(edit, form(1, expectations="We try one tool a month"))
    assert answer.status_code == 302
    text = sign_in(cast.helen).get(reverse("agreement_detail", args=[preparing.pk])).text
    assert "We try one tool a month" in text
    assert "Post weekly" in text


def test_two_at_once_get_both_texts(cast, sign_in, preparing, edit):
    sign_in(cast.kavya).post(edit, form(1, expectations="Hers"))
    answer = sign_in(cast.helen).post(edit, form(1, expectations="His"))
    assert answer.status_code == 409
    assert "<pre>His</pre>" in answer.text
    assert "<pre>Hers</pre>" in answer.text
    assert Agreement.objects.get(pairing=preparing).expectations == "Hers"


def test_my_version_can_be_saved_over_it(cast, sign_in, preparing, edit):
    sign_in(cast.kavya).post(edit, form(1, expectations="Hers"))
    sign_in(cast.helen).post(edit, form(2, expectations="His"))
    assert Agreement.objects.get(pairing=preparing).expectations == "His"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("cadence_weeks", "0", "Enter 1 or more"),
        ("meeting_minutes", "600", "Enter 240 or less"),
        ("channels", [], "Choose at least one way to meet"),
        ("aims-1-measure", "Ten", "Say what the objective is"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(cast, sign_in, preparing, edit, field, value, said):
    answer = sign_in(cast.kavya).post(edit, form(1, expectations="Typed words", **{field: value}))
    assert answer.status_code == 422
    assert said in answer.text
    assert "Typed words" in answer.text
    assert Agreement.objects.get(pairing=preparing).expectations == ""


def test_the_page_says_first_that_a_change_voids_the_signature(cast, sign_in, preparing, written, edit):
    assert "the signature no longer counts" not in sign_in(cast.helen).get(edit).text
    services.sign_agreement(agreement=written, by=cast.kavya, version=written.version)
    assert "the signature no longer counts" in sign_in(cast.helen).get(edit).text


@pytest.mark.parametrize("name", ["jack", "maria", "priya", "omar", "sam", "lena", "noor", "igor"])
def test_only_the_two_read_or_write_it(cast, sign_in, preparing, written, name):
    client = sign_in(cast.people[name])
    for page in ("agreement_detail", "agreement_edit", "pairing_orientation"):
        assert client.get(reverse(page, args=[preparing.pk])).status_code == 404
    assert client.post(reverse("agreement_sign", args=[preparing.pk]), {"version": 2}).status_code == 404
    assert client.get(reverse("agreement_kept", args=[preparing.pk, 2])).status_code == 404


def test_the_team_sees_signed_or_not_and_no_word_of_it(cast, sign_in, preparing, written):
    services.sign_agreement(agreement=written, by=cast.kavya, version=written.version)
    text = sign_in(cast.priya).get(reverse("oversight_detail", args=[preparing.pk])).text
    assert "signed by one" in text
    assert "We try things out" not in text
    assert "Post weekly" not in text


def test_signing_by_the_button_opens_the_pairing_and_keeps_the_text(cast, sign_in, preparing, written):
    for user in (cast.kavya, cast.helen):
        url = reverse("agreement_sign", args=[preparing.pk])
        answer = sign_in(user).post(url, {"version": mark_of(written)}, follow=True)
    assert "your pairing is open" in answer.text
    kept = sign_in(cast.helen).get(reverse("agreement_kept", args=[preparing.pk, written.version])).text
    assert "We try things out" in kept


@pytest.mark.parametrize("version", ["1", "", "two", "9" * 5000])
def test_a_stale_button_asks_to_read_again(cast, sign_in, preparing, written, version):
    url = reverse("agreement_sign", args=[preparing.pk])
    answer = sign_in(cast.kavya).post(url, {"version": version}, follow=True)
    assert "Read it again, then sign" in answer.text
    assert not Signature.objects.exists()


def test_orientation_is_ticked_once(cast, sign_in, preparing):
    url = reverse("pairing_orientation", args=[preparing.pk])
    assert "I have read this" in sign_in(cast.kavya).get(url, {"screen": "6"}).text
    assert "ready to listen and learn" in sign_in(cast.helen).get(url, {"screen": "6"}).text
    do_orientation(sign_in(cast.kavya), preparing)
    assert Participant.objects.get(pk=preparing.junior_id).oriented_at
    assert Participant.objects.get(pk=preparing.senior_id).oriented_at is None


@pytest.mark.parametrize(("given", "kept"), [("40", 40), ("101", 10), ("-1", 10), ("abc", 10), ("", 10)])
def test_progress_is_a_number_from_0_to_100(cast, sign_in, given, kept):
    aim = Objective.objects.create(pairing=cast.pairing, title="Aim", progress=10)
    sign_in(cast.jack).post(reverse("objective_update", args=[aim.pk]), {"progress": given})
    aim.refresh_from_db()
    assert aim.progress == kept


def test_nobody_else_moves_the_progress(cast, sign_in):
    aim = Objective.objects.create(pairing=cast.pairing, title="Aim", progress=10)
    url = reverse("objective_update", args=[aim.pk])
    for name in ("maria", "helen", "priya", "sam"):
        assert sign_in(cast.people[name]).post(url, {"progress": "50"}).status_code == 404


@pytest.fixture
def given_up(clock, cast, preparing):
    """Helen has stepped back; Kavya is told with the next batch."""
    everybody_is_ready()
    preparing.refresh_from_db()
    services.leave_pairing(pairing=preparing, by=cast.helen, wish="leave", reason="No time")
    return preparing


@pytest.mark.parametrize("view", ["pairing_detail", "agreement_edit", "agreement_detail", "pairing_orientation"])
def test_who_stayed_finds_the_same_pages_until_both_are_told(cast, sign_in, given_up, view):
    answer = sign_in(cast.kavya).get(reverse(view, args=[given_up.pk]))
    assert answer.status_code == 200
    assert "has changed your pairing</" not in answer.text
    if view == "pairing_detail":
        assert "Step back" in answer.text


def test_who_stayed_may_write_and_sign_until_then(clock, cast, sign_in, given_up, edit):
    client = sign_in(cast.kavya)
    assert client.post(edit, form(1)).status_code == 302
    read = Agreement.objects.get(pairing=given_up)
    client.post(reverse("agreement_sign", args=[given_up.pk]), {"version": mark_of(read)})
    given_up.refresh_from_db()
    assert (given_up.state, given_up.agreement.signatures.count()) == ("preparing", 1)
    pass_batch(clock)
    given_up.refresh_from_db()
    assert (given_up.state, given_up.opened_at) == ("ended", None)


def test_the_second_signature_opens_it_as_always_although_the_other_one_has_stepped_back(clock, cast, given_up):
    """An agreement with both signatures that opens nothing would tell of it before the batch."""
    agreement = Agreement.objects.get(pairing=given_up)
    Objective.objects.create(pairing=given_up, title="Aim")
    for person in (cast.helen, cast.kavya):
        services.sign_agreement(agreement=agreement, by=person, version=agreement.version)
    given_up.refresh_from_db()
    assert given_up.state == "active"
    pass_batch(clock)
    given_up.refresh_from_db()
    assert given_up.state == "ended"


def test_a_repeated_post_of_the_agreement_saves_once(cast, sign_in, preparing, edit):
    client = sign_in(cast.kavya)
    answers = [client.post(edit, form(1) | {"form_token": "t1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Agreement.objects.get(pairing=preparing).version == 2


def test_nobody_writes_over_the_others_words_without_a_trace(cast, sign_in, preparing, edit):
    """Before anybody has signed: she writes, he writes over it, both read who wrote what."""
    sign_in(cast.kavya).post(edit, form(1, expectations="Speak up for me", **{"aims-0-title": "My own project"}))
    sign_in(cast.helen).post(edit, form(2, expectations="Be on time", **{"aims-0-title": "Two posts a month"}))
    for reader in (cast.kavya, cast.helen):
        text = sign_in(reader).get(reverse("agreement_detail", args=[preparing.pk])).text
        for words in ("Speak up for me", "Be on time", "My own project", "Two posts a month"):
            assert words in text
        assert "Changed by Helen on" in text
        assert text.index("Changed by Helen,") < text.index("Speak up for me") < text.index("Changed by Kavya,")


def test_how_the_two_meet_is_not_changed_without_a_trace_either(cast, sign_in, preparing, edit):
    sign_in(cast.kavya).post(edit, form(1, cadence_weeks=2, books="senior"))
    sign_in(cast.helen).post(edit, form(2, cadence_weeks=26, books="junior"))
    text = sign_in(cast.kavya).get(reverse("agreement_detail", args=[preparing.pk])).text
    assert "every 26 weeks" in text
    assert "every 2 weeks" in text
    assert "the leader (or their assistant)" in text


def test_only_what_was_changed_is_shown_as_changed(cast, sign_in, preparing, edit):
    sign_in(cast.kavya).post(edit, form(1))
    sign_in(cast.helen).post(edit, form(2, leaving="With a week's notice"))
    answer = sign_in(cast.kavya).get(reverse("agreement_detail", args=[preparing.pk]))
    latest = answer.context["changes"][0]
    assert [label for label, _text in latest["rows"]] == ["How either of us may leave"]
    sign_in(cast.helen).post(edit, form(3, leaving="With a week's notice"))
    answer = sign_in(cast.kavya).get(reverse("agreement_detail", args=[preparing.pk]))
    assert [change["by"] for change in answer.context["changes"]] == [cast.helen, cast.kavya]


def test_nobody_else_reads_what_an_agreement_said_before(cast, sign_in, preparing, edit):
    sign_in(cast.kavya).post(edit, form(1, expectations="Speak up for me"))
    sign_in(cast.helen).post(edit, form(2, expectations="Be on time"))
    for name in ("sam", "priya", "omar", "maria", "jack"):
        for page in ("agreement_detail", "oversight_detail", "pairing_detail"):
            assert "Speak up for me" not in sign_in(cast.people[name]).get(reverse(page, args=[preparing.pk])).text


def test_nobody_but_the_two_writes_or_signs_it(cast, preparing, written):
    for person in (cast.priya, cast.omar, cast.jack, cast.sam):
        with pytest.raises(Refused, match="Only the two"):
            write(preparing, by=person, expectations="Mine")
        with pytest.raises(Refused, match="Only the two"):
            services.sign_agreement(agreement=written, by=person, version=written.version)
    assert Signature.objects.count() == 0


def test_an_objective_is_one_line_in_which_all_is_seen(cast, sign_in, preparing, edit):
    title = "Post weekly\r\nSigned: the board\x07 \u202egnp"
    sign_in(cast.kavya).post(edit, form(1, **{"aims-0-title": title, "aims-0-measure": "Twelve\x0bposts"}))
    aim = Objective.objects.get()
    assert (aim.title, aim.measure) == ("Post weekly Signed: the board gnp", "Twelve posts")


def test_whoever_writes_an_objective_it_is_one_line_and_not_empty(cast, preparing):
    agreement = Agreement.objects.get(pairing=preparing)
    aims = [services.Aim("Post\nweekly", "Twelve\tposts"), services.Aim("\u200b\n")]
    services.save_agreement(
        agreement=agreement, version=agreement.version, texts=WORDS, topics=[], aims=aims, by=cast.kavya
    )
    assert list(Objective.objects.values_list("title", "measure")) == [("Post weekly", "Twelve posts")]
