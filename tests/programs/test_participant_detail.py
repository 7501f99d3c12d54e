"""One participant: answers, corrections, withdrawing and replacing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings import port_to_programs
from programs.models import Answer, Participant, Question, Wish
from tests import factories as make


@pytest.fixture
def place(cycle):
    return make.ParticipantFactory(cycle=cycle, user__first_name="Ada", user__last_name="Alm", state="approved",
                                   applied_at=timezone.now())  # fmt: skip


def url(name, place):
    return reverse(name, args=[place.cycle.program_id, place.pk])


def test_coordinator_and_hr_read_the_answers(cast, sign_in, place):
    question = Question.objects.create(program=place.cycle.program, text="Worries?", is_for_partner=False)
    Answer.objects.create(participant=place, question=question, text="canary-answer")
    for user in (cast.priya, cast.omar):
        assert "canary-answer" in sign_in(user).get(url("participant_detail", place)).text
    for user in (cast.lena, cast.kavya, cast.noor):
        assert sign_in(user).get(url("participant_detail", place)).status_code == 403


@pytest.fixture
def kavyas_words(cast):
    """Kavya's place in the running program, with words for the program team."""
    place = cast.pairing.junior
    Participant.objects.filter(pk=place.pk).update(applied_at=timezone.now(), team_note="canary-note")
    question = Question.objects.create(program=cast.program, text="Worries?", is_for_partner=False)
    Answer.objects.create(participant=place, question=question, text="canary-answer")
    Wish.objects.create(participant=place, wanted=cast.helen)
    return place


@pytest.mark.parametrize("who", ["her leader", "his assistant", "her line manager", "herself"])
def test_the_teams_rights_end_where_one_is_close(cast, sign_in, kavyas_words, who):
    cast.kavya.manager = cast.noor
    cast.kavya.save()
    user = {"her leader": cast.jack, "his assistant": cast.sam, "her line manager": cast.noor, "herself": cast.kavya}[
        who
    ]
    make.CoordinatorFactory(program=cast.program, user=user)
    client = sign_in(user)
    page = client.get(url("participant_detail", kavyas_words)).text
    assert "canary" not in page
    assert "Helen Brandt" not in page
    client.post(url("participant_detail", kavyas_words), {"capacity": 3, "team_note": "Mine"})
    client.post(url("participant_withdraw", kavyas_words), {"note": "Gone"})
    client.post(url("participant_replace", kavyas_words), {"person": cast.igor.pk})
    kavyas_words.refresh_from_db()
    assert (kavyas_words.state, kavyas_words.team_note) == ("active", "canary-note")


def test_an_hr_admin_who_is_a_leader_has_a_leaders_rights(cast, sign_in, kavyas_words):
    make.RoleGrantFactory(user=cast.jack, role="hr_admin")
    assert "canary" not in sign_in(cast.jack).get(url("participant_detail", kavyas_words)).text
    assert "canary-answer" in sign_in(cast.omar).get(url("participant_detail", kavyas_words)).text


def version_of(client, place):
    return client.get(url("participant_detail", place)).context["form"].initial["version"]


def correct(client, place, version=None, **form):
    version = version or version_of(client, place)
    return client.post(url("participant_detail", place), {"capacity": 1, "team_note": "", "version": version, **form})


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(cast, sign_in, place):
    priya, omar = sign_in(cast.priya), sign_in(cast.omar)
    begun = version_of(priya, place)
    correct(omar, place, team_note="On leave until May", is_paused="on")
    answer = correct(priya, place, version=begun, team_note="Prefers mornings")
    place.refresh_from_db()
    assert (answer.status_code, place.team_note, place.is_paused) == (409, "On leave until May", True)
    assert [(row["mine"], row["theirs"]) for row in answer.context["rows"]] == [
        ("no", "yes"),
        ("Prefers mornings", "On leave until May"),
    ]
    correct(priya, place, version=answer.context["version"], team_note="Prefers mornings")
    place.refresh_from_db()
    assert (place.team_note, place.is_paused) == ("Prefers mornings", False)


def test_corrections(cast, sign_in, place):
    answer = correct(sign_in(cast.priya), place, capacity=3, is_paused="on", team_note="On leave")
    assert answer.status_code == 302
    place.refresh_from_db()
    assert (place.capacity, place.is_paused, place.team_note) == (3, True, "On leave")


def test_a_wrong_capacity_keeps_the_note(cast, sign_in, place):
    answer = sign_in(cast.priya).post(url("participant_detail", place), {"capacity": 9, "team_note": "Typed"})
    assert answer.status_code == 422
    assert 'value="Typed"' in answer.text


def test_withdrawing_twice_follows_up_once(cast, sign_in, place, monkeypatch):
    left = []
    monkeypatch.setattr(port_to_programs, "end_of_place", lambda participant, by: left.append(participant.pk))
    client = sign_in(cast.priya)
    for _n in range(2):
        client.post(url("participant_withdraw", place), {"note": "New job"})
    place.refresh_from_db()
    assert (place.state, place.team_note, left) == ("withdrawn", "New job", [place.pk])


def test_replacing_withdraws_one_and_invites_the_other(cast, sign_in, place):
    page = sign_in(cast.priya).get(url("participant_replace", place) + "?q=noor")
    assert page.context["candidates"] == [cast.noor]
    sign_in(cast.priya).post(url("participant_replace", place), {"person": cast.noor.pk, "note": "Swap"})
    place.refresh_from_db()
    successor = Participant.objects.get(cycle=place.cycle, user=cast.noor)
    assert (place.state, place.replaced_by, place.team_note) == ("withdrawn", successor, "Swap")
    assert (successor.state, successor.side) == ("invited", place.side)
    assert Delivery.objects.filter(recipient=cast.noor, kind="invitation").count() == 2


def test_replacing_twice_is_replacing_once(cast, sign_in, place):
    client = sign_in(cast.priya)
    first, second = (client.post(url("participant_replace", place), {"person": cast.noor.pk}) for _n in range(2))
    successor = Participant.objects.get(cycle=place.cycle, user=cast.noor)
    assert first.url == second.url == url("participant_detail", successor)
    assert Delivery.objects.filter(recipient=cast.noor, kind="invitation").count() == 2


def test_nobody_is_replaced_by_somebody_who_is_in_already(cast, sign_in, place):
    other = make.ParticipantFactory(cycle=place.cycle)
    answer = sign_in(cast.priya).post(url("participant_replace", place), {"person": other.user_id}, follow=True)
    assert "has a place in this cycle already" in answer.text
    place.refresh_from_db()
    assert place.state == "approved"
