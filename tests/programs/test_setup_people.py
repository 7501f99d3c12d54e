"""Who stands behind a program and who runs it."""

from django.urls import reverse

from programs.models import Coordinator


def url(name, program):
    return reverse(name, args=[program.pk])


def test_people_are_found_by_part_of_their_name(cast, sign_in, program):
    page = sign_in(cast.priya).get(url("setup_people", program) + "?q=noor")
    assert list(page.context["candidates"]) == [cast.noor]


def test_people_who_left_are_not_found(cast, sign_in, program):
    cast.noor.is_active = False
    cast.noor.save()
    page = sign_in(cast.priya).get(url("setup_people", program) + "?q=noor")
    assert "Nobody active in the roster fits" in page.text


def test_a_sponsor_is_set_and_taken_away(cast, sign_in, program):
    client = sign_in(cast.priya)
    client.post(url("sponsor_set", program), {"person": cast.helen.pk})
    program.refresh_from_db()
    assert program.sponsor == cast.helen
    client.post(url("sponsor_set", program))
    program.refresh_from_db()
    assert program.sponsor is None


def test_who_has_left_cannot_stand_behind_a_program(cast, sign_in, program):
    cast.noor.is_active = False
    cast.noor.save()
    answer = sign_in(cast.priya).post(url("sponsor_set", program), {"person": cast.noor.pk}, follow=True)
    assert "is no longer active" in answer.text
    program.refresh_from_db()
    assert program.sponsor == cast.lena


def test_adding_twice_adds_once(cast, sign_in, program):
    client = sign_in(cast.priya)
    for _n in range(2):
        assert client.post(url("coordinator_add", program), {"person": cast.noor.pk}).status_code == 302
    assert Coordinator.objects.filter(program=program, user=cast.noor).count() == 1


def test_the_last_coordinator_cannot_go(cast, sign_in, program):
    answer = sign_in(cast.priya).post(url("coordinator_remove", program), {"person": cast.priya.pk}, follow=True)
    assert "Somebody has to run the program" in answer.text
    assert Coordinator.objects.filter(program=program, user=cast.priya).exists()


def test_handing_over(cast, sign_in, program):
    client = sign_in(cast.priya)
    client.post(url("coordinator_add", program), {"person": cast.noor.pk})
    client.post(url("coordinator_remove", program), {"person": cast.priya.pk})
    assert client.get(url("program_setup", program)).status_code == 404
    assert sign_in(cast.noor).get(url("program_setup", program)).status_code == 200


def test_nonsense_for_a_person_is_not_found(cast, sign_in, program):
    client = sign_in(cast.priya)
    assert client.post(url("coordinator_add", program), {"person": "nobody"}).status_code == 404
    assert client.post(url("sponsor_set", program), {"person": "' or 1=1"}).status_code == 404
