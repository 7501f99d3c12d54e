"""What the program team sees and does; and that rights do not add up over a party."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings import services
from pairings.models import Agreement, Hold, Objective, Pairing
from people.models import Organization
from people.models.audit import AuditEntry
from tests import factories as make
from tests.batches import pass_batch

REASON = "He cancels every time"


@pytest.fixture
def detail(clock, cast):
    services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish="partner", reason=REASON)
    return reverse("oversight_detail", args=[cast.pairing.pk])


@pytest.mark.parametrize("name", ["priya", "omar"])
def test_the_team_reads_who_asked_and_why(cast, sign_in, detail, name):
    text = sign_in(cast.people[name]).get(detail).text
    assert "Kavya Nair asked, and would like: another partner." in text
    assert REASON in text


def test_the_team_reads_nothing_that_the_two_wrote(cast, sign_in, detail):
    Agreement.objects.filter(pairing=cast.pairing).update(expectations="Between us")
    Objective.objects.create(pairing=cast.pairing, title="A secret aim", progress=100)
    text = sign_in(cast.priya).get(detail).text
    assert "1 of 1" in text
    assert "Between us" not in text
    assert "A secret aim" not in text


@pytest.mark.parametrize("how", ["is the leader", "is the mentor", "manages the mentor", "assists the leader"])
def test_a_party_has_no_oversight_even_as_hr(cast, sign_in, detail, how):
    mighty = make.UserFactory()
    make.RoleGrantFactory(user=mighty)
    make.CoordinatorFactory(program=cast.program, user=mighty)
    if how == "manages the mentor":
        cast.kavya.manager = mighty
        cast.kavya.save()
    elif how == "assists the leader":
        cast.jack.assistants.add(mighty)
    else:
        place = cast.pairing.senior if how == "is the leader" else cast.pairing.junior
        place.user = mighty
        place.save()
    client = sign_in(mighty)
    assert client.get(detail).status_code == 404
    for act in ("end", "complete", "clear"):
        assert client.post(reverse("oversight_act", args=[cast.pairing.pk, act])).status_code == 404
    assert client.post(reverse("oversight_resume", args=[cast.pairing.pk])).status_code == 404
    listed = client.get(reverse("oversight_list", args=[cast.program.pk])).text
    assert detail not in listed
    assert reverse("oversight_detail", args=[cast.other_pairing.pk]) in listed


@pytest.mark.parametrize("name", ["kavya", "jack", "maria", "sam", "lena", "noor", "igor"])
def test_nobody_else_opens_it(cast, sign_in, detail, name):
    client = sign_in(cast.people[name])
    assert client.get(detail).status_code == 403
    assert client.get(reverse("oversight_list", args=[cast.program.pk])).status_code == 403


def test_another_programs_coordinator_finds_nothing(cast, sign_in, detail):
    stranger = make.CoordinatorFactory().user
    assert sign_in(stranger).get(detail).status_code == 404
    assert sign_in(stranger).get(reverse("oversight_list", args=[cast.program.pk])).status_code == 404


def test_ending_asks_first_then_ends_once_with_the_next_batch(clock, cast, sign_in, detail):
    client, url = sign_in(cast.priya), reverse("oversight_act", args=[cast.pairing.pk, "end"])
    assert "This cannot be undone" in client.get(url).text
    for _ in range(2):
        assert client.post(url).headers["Location"] == detail
    assert "Ends, and both are told" in client.get(detail).text
    pass_batch(clock)
    assert Pairing.objects.get(pk=cast.pairing.pk).state == "ended"


def test_clearing_up_before_the_batch_leaves_no_trace(clock, cast, sign_in, detail):
    sign_in(cast.priya).post(reverse("oversight_act", args=[cast.pairing.pk, "clear"]))
    pass_batch(clock)
    assert not Delivery.objects.filter(kind="pairing_changed").exists()
    assert Pairing.objects.get(pk=cast.pairing.pk).state == "active"


def test_the_list_filters_and_searches_by_the_url(clock, cast, sign_in, detail):
    client, url = sign_in(cast.priya), reverse("oversight_list", args=[cast.program.pk])
    pass_batch(clock)
    assert "Maria Santos" in client.get(url, {"state": "active"}).text
    assert "Kavya Nair" not in client.get(url, {"state": "active"}).text
    assert "Maria Santos" not in client.get(url, {"q": "kavya jack"}).text
    assert "Nothing fits this search" in client.get(url, {"q": "nobody"}).text


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_costs_the_same_however_long(cast, sign_in, django_assert_max_num_queries, count):
    for _ in range(count):
        make.PairingFactory(cycle=cast.cycle)
    client = sign_in(cast.priya)
    with django_assert_max_num_queries(12):
        client.get(reverse("oversight_list", args=[cast.program.pk]))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_one_pairing_costs_the_same_however_much_there_is_of_it(
    cast, sign_in, detail, django_assert_max_num_queries, count
):
    Objective.objects.bulk_create(Objective(pairing=cast.pairing, title=f"Aim {n}") for n in range(count))
    now = timezone.now()
    for n in range(count):
        make.MeetingFactory(pairing=cast.pairing, starts_at=now + dt.timedelta(days=n + 1))
    client = sign_in(cast.priya)
    with django_assert_max_num_queries(14):
        text = client.get(detail).text
    assert f"0 of {count}" in text


@pytest.mark.parametrize("act", ["end", "complete", "clear"])
def test_what_is_no_longer_possible_says_so(act, cast, sign_in):
    Pairing.objects.filter(pk=cast.pairing.pk).update(state="ended")
    answer = sign_in(cast.priya).get(reverse("oversight_act", args=[cast.pairing.pk, act]), follow=True)
    assert "no longer possible" in answer.text


def pause_url(cast):
    return reverse("oversight_pause", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}"


def test_the_program_pauses_one_several_or_all_until_a_day(clock, cast, sign_in):
    client = sign_in(cast.priya)
    assert "Your pairing is paused" in client.get(pause_url(cast)).text
    client.post(pause_url(cast), {"pairings": [cast.pairing.pk]})
    client.post(pause_url(cast), {"everyone": "on", "until": "2026-12-06"})
    assert Hold.objects.filter(side="").count() == 2
    pass_batch(clock)
    assert set(Pairing.objects.values_list("state", flat=True)) == {"paused"}
    clock.move_to("2026-12-04T12:00:00Z")
    assert pass_batch(clock).date() == dt.date(2026, 12, 4)
    assert set(Pairing.objects.values_list("state", flat=True)) == {"paused"}
    assert pass_batch(clock).date() == dt.date(2026, 12, 7), "the first batch after the weekend"
    assert set(Pairing.objects.values_list("state", flat=True)) == {"active"}


@pytest.mark.parametrize("count", [1, 3, 30])
def test_pausing_lists_a_page_of_pairs_and_finds_the_others(cast, sign_in, django_assert_max_num_queries, count):
    Organization.objects.current()  # made when it is first asked for
    Pairing.objects.exclude(pk=cast.pairing.pk).delete()
    for number in range(count - 1):
        make.PairingFactory(cycle=cast.cycle, state="active", junior__user__last_name=f"A{number:02}")
    client = sign_in(cast.priya)
    with django_assert_max_num_queries(14):
        text = client.get(pause_url(cast)).text
    assert text.count('type="checkbox" name="pairings"') + text.count('name="pairings" value') >= min(count, 25)
    assert ("Not all pairs fit on this page" in text) == (count > 25)
    assert ("Kavya Nair" in text.partition("<main")[2]) == (count <= 25)
    assert "Kavya Nair" in client.get(pause_url(cast) + f"&pairing={cast.pairing.pk}").text.partition("<main")[2]
    found = client.get(pause_url(cast) + "&q=kavya").text.partition("<main")[2]
    assert "Kavya Nair" in found
    client.post(pause_url(cast) + "&q=kavya", {"pairings": [cast.pairing.pk]})
    assert set(Hold.objects.values_list("pairing", flat=True)) == {cast.pairing.pk}


def test_the_programs_own_pauses_are_lifted_together_and_nobody_elses(clock, cast, sign_in):
    services.pause_pairing(pairing=cast.other_pairing, by=cast.maria)
    client = sign_in(cast.omar)
    client.post(pause_url(cast), {"everyone": "on"})
    pass_batch(clock)
    assert "The program holds 2 pairs" in client.get(pause_url(cast)).text
    client.post(pause_url(cast), {"lift": "1"})
    pass_batch(clock)
    states = {pairing.pk: pairing.state for pairing in Pairing.objects.all()}
    assert states == {cast.pairing.pk: "active", cast.other_pairing.pk: "paused"}


def test_whoever_is_close_pauses_all_but_that_pair(clock, cast, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.sam)
    client = sign_in(cast.sam)
    assert "Kavya Nair" not in client.get(pause_url(cast)).text.partition("<main")[2]
    client.post(pause_url(cast), {"everyone": "on"})
    assert set(Hold.objects.values_list("pairing", flat=True)) == {cast.other_pairing.pk}
    answer = client.post(pause_url(cast), {"pairings": [cast.pairing.pk]})
    assert answer.status_code == 422


@pytest.mark.parametrize("typed", [{}, {"everyone": "on", "until": "2026-11-22"}, {"everyone": "on", "until": "soon"}])
def test_a_pause_of_nobody_or_of_yesterday_is_refused(clock, cast, sign_in, typed):
    assert sign_in(cast.priya).post(pause_url(cast), typed).status_code == 422
    assert not Hold.objects.exists()


def test_what_the_team_does_stands_in_the_audit_log_and_what_the_two_do_does_not(clock, cast, sign_in):
    services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
    services.leave_pairing(pairing=cast.pairing, by=cast.jack, wish="leave", reason=REASON)
    word = services.send_word(pairing=cast.pairing, by=cast.kavya, to="team", text=REASON)
    services.note_reading(word=word, by=cast.priya)
    assert not AuditEntry.objects.exists()
    client = sign_in(cast.priya)
    client.post(reverse("oversight_act", args=[cast.pairing.pk, "clear"]))
    client.post(pause_url(cast), {"everyone": "on", "until": "2026-12-06"})
    client.post(reverse("oversight_act", args=[cast.pairing.pk, "end"]))
    acts = sorted(AuditEntry.objects.exclude(act="sign_in.done").values_list("act", flat=True))
    assert acts == ["pairing.ended", "pairing.paused", "pairing.paused", "pairing.request_cleared"]
    assert {entry.actor_id for entry in AuditEntry.objects.all()} == {cast.priya.pk}
    assert REASON not in str(list(AuditEntry.objects.values()))
    make.RoleGrantFactory(user=cast.jack)
    seen = AuditEntry.objects.visible_to(cast.jack).filter(act__startswith="pairing.")
    assert {entry.about_id for entry in seen} == {str(cast.other_pairing.pk)}
