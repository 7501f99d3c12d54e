"""The page of small wins: newest first, shown by both, and only while the words are those that both have read."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from community.models import SharedWin
from community.services import show_win
from frame.errors import Refused
from people.personal_data import PERSONAL_RECORDS
from sessions.models import Win
from sessions.services.insights import change_win, take_back_win
from tests import factories as make
from tests.query_counts import assert_cost_stays


@pytest.fixture
def win(cast):
    meeting = make.MeetingFactory(pairing=cast.pairing, state="held", starts_at=timezone.now())
    return Win.objects.create(pairing=cast.pairing, meeting=meeting, author=cast.kavya, text="He let me finish")


def wins_page(sign_in, person, program):
    return sign_in(person).get(reverse("program_wins", args=[program.pk]))


def choose(sign_in, person, win, shows="yes", version=1):
    data = {"shows": shows, "version": version}
    return sign_in(person).post(reverse("win_show", args=[win.pk]), data, follow=True)


def test_it_is_shown_once_both_show_it(cast, sign_in, win):
    choose(sign_in, cast.jack, win)
    assert "He let me finish" not in wins_page(sign_in, cast.maria, cast.program).text
    choose(sign_in, cast.kavya, win)
    for person in (cast.maria, cast.helen, cast.priya, cast.omar, cast.lena):
        assert "He let me finish" in wins_page(sign_in, person, cast.program).text
    assert wins_page(sign_in, cast.noor, cast.program).status_code in (403, 404)


def test_either_takes_it_from_the_page(cast, sign_in, win):
    for person in (cast.jack, cast.kavya):
        choose(sign_in, person, win)
    choose(sign_in, cast.jack, win, "no")
    assert "He let me finish" not in wins_page(sign_in, cast.maria, cast.program).text


def test_other_words_are_not_shown_before_both_have_read_them(cast, sign_in, win):
    for person in (cast.jack, cast.kavya):
        choose(sign_in, person, win)
    change_win(win=win, by=cast.kavya, text="He let nobody finish")
    assert "finish" not in wins_page(sign_in, cast.maria, cast.program).text
    assert "The words have changed" in choose(sign_in, cast.jack, win).text
    for person in (cast.jack, cast.kavya):
        choose(sign_in, person, win, version=2)
    assert "He let nobody finish" in wins_page(sign_in, cast.maria, cast.program).text


def test_what_is_taken_back_is_gone_from_the_page(cast, sign_in, win):
    for person in (cast.jack, cast.kavya):
        choose(sign_in, person, win)
    take_back_win(win=win, by=cast.kavya)
    assert SharedWin.objects.published().count() == 0
    assert wins_page(sign_in, cast.maria, cast.program).status_code == 200


def test_the_newest_comes_first_and_a_long_list_costs_what_a_short_one_does(cast, sign_in, win):
    def add():
        pairing = make.PairingFactory(cycle=cast.cycle)
        text = f"Win {SharedWin.objects.count()}"
        row = Win.objects.create(pairing=pairing, author=pairing.junior.user, text=text)
        at = timezone.now() + dt.timedelta(minutes=SharedWin.objects.count())
        SharedWin.objects.create(win=row, junior_version=1, senior_version=1, published_at=at)

    assert_cost_stays(sign_in(cast.maria), reverse("program_wins", args=[cast.program.pk]), add)
    html = wins_page(sign_in, cast.maria, cast.program).text
    assert html.index("Win 29") < html.index("Win 28")


def test_nobody_else_decides(cast, sign_in, win):
    for person in (cast.maria, cast.priya, cast.omar, cast.sam):
        assert choose(sign_in, person, win).status_code == 404
    with pytest.raises(Refused):
        show_win(win=win, by=cast.maria, version=1, shows=True)


def test_a_copy_of_ones_data_does_not_tell_what_the_other_has_chosen(cast, sign_in, win):
    copied = next(record for record in PERSONAL_RECORDS if record.model is SharedWin)
    choose(sign_in, cast.kavya, win)
    assert copied.rows_of(cast.kavya).count() == 1
    assert not copied.rows_of(cast.jack).exists()
    assert copied.to_erase(cast.jack).count() == 1
    choose(sign_in, cast.kavya, win, "no")
    assert not copied.rows_of(cast.jack).exists()
    choose(sign_in, cast.jack, win)
    assert not copied.rows_of(cast.kavya).exists()
