"""What has changed because of a pairing: whose word it is, who reads it, and that nobody confirms other words."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from frame.errors import Refused
from pairings.models import EarlierText, Impact, Pairing
from pairings.services import change_impact, confirm_impact, keep_impact, release_impact, withdraw_impact
from pairings.services.impacts import Change
from tests import factories as make

FORM = {"measure": "Time for reports", "unit": "hours_week", "before": "20", "after": "5",
        "first_on": "2026-09-01", "last_on": "2026-10-01", "how": "From the calendar"}  # fmt: skip


def change(**values):
    days = {"first_on": dt.date(2026, 9, 1), "last_on": dt.date(2026, 10, 1)}
    given = {
        "measure": "Time for reports",
        "unit": "hours_week",
        "before": Decimal(20),
        "after": Decimal(5),
        "how": "By eye",
    }
    return Change(**given | days | values)


@pytest.fixture
def impact(cast):
    cast.impact = Impact.objects.create(
        pairing=cast.pairing, author=cast.kavya, junior_confirmed=True, **vars(change())
    )
    return cast.impact


def page(sign_in, person, pairing):
    return sign_in(person).get(reverse("pairing_detail", args=[pairing.pk])).text


@pytest.fixture
def send(sign_in):
    def post(person, name, subject, **fields):
        return sign_in(person).post(reverse(name, args=[subject.pk]), fields)

    return post


def test_it_is_written_down_as_ones_own_word(cast, send, sign_in):
    assert send(cast.kavya, "impact_add", cast.pairing, **FORM).status_code == 302
    html = page(sign_in, cast.jack, cast.pairing)
    assert "15 hours a week less" in html
    assert "The mentor's word alone" in html.replace("&#x27;", "'")
    assert Impact.objects.get().confirmed_at is None


def test_the_form_shows_the_two_examples_and_who_reads_it(cast, sign_in):
    html = sign_in(cast.jack).get(reverse("impact_add", args=[cast.pairing.pk])).text
    assert "15 hours a week saved" in html
    assert "Engagement up 40 %" in html
    assert html.count("everyone in the program only once you have both released it") == 2


@pytest.mark.parametrize(("field", "value", "error"), [
    ("measure", "", "Please fill this in."),
    ("measure", "x" * 161, "at most 160 characters"),
    ("how", "x" * 501, "at most 500 characters"),
    ("how", " ", "Please fill this in."),
    ("unit", "bananas", "This choice is not on offer any more."),
    ("before", "many", "Enter a number from 0 to 999,999"),
    ("before", "-1", "Enter a number from 0 to 999,999"),
    ("after", "9999999", "Enter a number from 0 to 999,999"),
    ("after", "20", "Before and after are the same."),
    ("last_on", "2026-08-01", "This day is before the first."),
    ("last_on", "2099-01-01", "This day is still to come."),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(cast, send, field, value, error):
    answer = send(cast.kavya, "impact_add", cast.pairing, **FORM | {field: value})
    assert answer.status_code == 422
    assert error in answer.text
    assert "From the calendar" in answer.text or field == "how"
    assert not Impact.objects.exists()


def test_both_confirm_it_and_either_changes_their_mind(cast, impact, send, sign_in):
    send(cast.jack, "impact_confirm", impact, version="1", sees="so")
    assert "Confirmed by both" in page(sign_in, cast.kavya, cast.pairing)
    send(cast.jack, "impact_confirm", impact, version="1", sees="not")
    impact.refresh_from_db()
    assert impact.confirmed_at is None


def test_its_author_does_not_confirm_it_for_the_other(cast, impact):
    with pytest.raises(Refused, match="your word already"):
        confirm_impact(impact=impact, by=cast.kavya, version=1, sees_it_so=True)


def test_a_change_takes_every_yes_back_and_says_what_stood_there(cast, impact, send, sign_in):
    confirm_impact(impact=impact, by=cast.jack, version=1, sees_it_so=True)
    for person in (cast.kavya, cast.jack):
        release_impact(impact=impact, by=person, version=1)
    assert send(cast.kavya, "impact_edit", impact, **FORM | {"after": "1"}).status_code == 302
    impact.refresh_from_db()
    assert (impact.confirmed_at, impact.released_at) == (None, None)
    assert (impact.junior_released, impact.senior_released, impact.senior_confirmed) == (False, False, False)
    assert "20 → 5 hours a week" in page(sign_in, cast.jack, cast.pairing)


def test_the_same_words_once_more_change_nothing(cast, impact):
    confirm_impact(impact=impact, by=cast.jack, version=1, sees_it_so=True)
    change_impact(impact=impact, by=cast.kavya, change=change())
    impact.refresh_from_db()
    assert impact.is_confirmed
    assert not EarlierText.objects.exists()


@pytest.mark.parametrize("verb", [confirm_impact, release_impact])
def test_nobody_agrees_to_other_words_than_they_read(cast, impact, verb):
    change_impact(impact=impact, by=cast.kavya, change=change(after=Decimal(1)))
    more = {"sees_it_so": True} if verb is confirm_impact else {}
    with pytest.raises(Refused, match="have changed since"):
        verb(impact=impact, by=cast.jack, version=1, **more)


def test_only_its_author_changes_it_or_takes_it_back(cast, impact):
    with pytest.raises(Refused, match="Only the one who wrote it"):
        change_impact(impact=impact, by=cast.jack, change=change(after=Decimal(1)))
    with pytest.raises(Refused, match="Only the one who wrote it"):
        withdraw_impact(impact=impact, by=cast.jack)


def test_taken_back_its_words_go_and_that_there_was_one_stays(cast, impact, send, sign_in):
    change_impact(impact=impact, by=cast.kavya, change=change(measure="Secret measure"))
    change_impact(impact=impact, by=cast.kavya, change=change(measure="Another"))
    send(cast.kavya, "impact_withdraw", impact)
    html = page(sign_in, cast.jack, cast.pairing)
    assert "Kavya took back something noted here" in html
    assert "Secret measure" not in html
    assert not EarlierText.objects.filter(subject_id=impact.pk).exists()
    assert send(cast.jack, "impact_confirm", impact, version="1", sees="so").status_code == 404


def test_everybody_in_the_program_reads_it_once_both_have_released_it(cast, impact, send, sign_in):
    path = reverse("program_impacts", args=[cast.program.pk])
    readers = (cast.maria, cast.lena, cast.priya, cast.omar)
    send(cast.kavya, "impact_release", impact, version="1")
    assert all("Time for reports" not in sign_in(reader).get(path).text for reader in readers)
    send(cast.jack, "impact_release", impact, version="1")
    assert all("Time for reports" in sign_in(reader).get(path).text for reader in readers)
    dashboard = sign_in(cast.lena).get(reverse("program_dashboard", args=[cast.program.pk])).text
    assert "Time for reports" in dashboard
    send(cast.jack, "impact_keep", impact)
    assert "Time for reports" not in sign_in(cast.maria).get(path).text
    keep_impact(impact=impact, by=cast.jack)


@pytest.mark.parametrize("who", ["maria", "priya", "omar", "lena", "sam", "noor"])
def test_for_others_it_does_not_exist(cast, impact, send, sign_in, who):
    for name in ("impact_edit", "impact_confirm", "impact_release", "impact_keep", "impact_withdraw"):
        assert send(cast.people[who], name, impact, version="1").status_code == 404
    assert send(cast.people[who], "impact_add", cast.pairing, **FORM).status_code == 404


def test_people_outside_the_program_read_nothing(cast, sign_in):
    assert sign_in(cast.noor).get(reverse("program_impacts", args=[cast.program.pk])).status_code in (403, 404)


def test_when_it_is_over_nothing_new_is_noted_but_what_stands_can_be_kept_back(cast, impact, send):
    Pairing.objects.filter(pk=cast.pairing.pk).update(state="completed")
    assert send(cast.kavya, "impact_add", cast.pairing, **FORM).status_code == 404
    assert send(cast.kavya, "impact_edit", impact, **FORM | {"after": "1"}).status_code == 422
    assert send(cast.kavya, "impact_withdraw", impact).status_code == 302


def test_sent_twice_it_stands_once(cast, send):
    for _again in range(2):
        send(cast.kavya, "impact_add", cast.pairing, **FORM)
    assert Impact.objects.count() == 1


@pytest.mark.parametrize("unit", Impact.Unit.values)
@pytest.mark.parametrize(("after", "word"), [(5, "less"), (20.5, "more")])
def test_each_unit_reads_as_a_sentence(cast, unit, after, word):
    said = Impact(unit=unit, before=Decimal(20), after=Decimal(str(after))).change_words
    assert said.startswith("15 " if word == "less" else "0.5 ")
    assert said.endswith(word)


def test_queries_do_not_grow(cast, sign_in):
    def count(number):
        for _n in range(number):
            opened_at = cast.pairing.opened_at
            common = {"author": cast.kavya, "version": 2, "released_at": opened_at} | vars(change())
            Impact.objects.create(pairing=cast.pairing, **common)
        found = []
        for name, subject in (("pairing_detail", cast.pairing), ("program_impacts", cast.program)):
            client = sign_in(cast.kavya)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(name, args=[subject.pk])).status_code == 200
            found.append(len(captured))
        return found

    count(1)
    assert count(0) == count(2) == count(27)


def test_pages_of_what_was_released(cast, sign_in):
    for pairing in make.PairingFactory.create_batch(21, cycle=cast.cycle):
        Impact.objects.create(
            pairing=pairing, author=pairing.junior.user, released_at=pairing.opened_at, **vars(change())
        )
    html = sign_in(cast.maria).get(reverse("program_impacts", args=[cast.program.pk])).text
    assert html.count("Time for reports") == 20
