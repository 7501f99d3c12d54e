"""What pairs have confirmed, added up: who compares the sums of two days learns of no single record."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from insights.impact_sums import count_groups
from insights.models import ImpactSum
from pairings.models import Impact
from pairings.services import change_impact, confirm_impact, keep_impact, release_impact, withdraw_impact
from tests import factories as make
from tests.pairings.test_impacts import change

OWN, SECRET = 10, 37


def confirmed(pairing, hours):
    """By both, so many hours a week less."""
    values = vars(change(before=Decimal(100), after=Decimal(100 - hours)))
    impact = Impact.objects.create(pairing=pairing, author=pairing.junior.user, junior_confirmed=True, **values)
    return confirm_impact(impact=impact, by=pairing.senior.user, version=1, sees_it_so=True)


@pytest.fixture
def records(cast):
    """Six pairs have each confirmed one; the cast's is the first, and the sixth waits with what nobody is to learn."""
    pairings = [cast.pairing, cast.other_pairing, *make.PairingFactory.create_batch(4, cycle=cast.cycle)]
    found = [confirmed(pairing, OWN) for pairing in pairings[:5]]
    assert count_groups() == 1
    return [*found, confirmed(pairings[5], SECRET)]


@pytest.fixture
def printed(cast, sign_in, settings):
    """What the sponsor reads, counted anew each time."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

    def read():
        count_groups()
        page = sign_in(cast.lena).get(reverse("program_dashboard", args=[cast.program.pk]))
        return page.context["changed"]

    return read


def take_back(record):
    withdraw_impact(impact=record, by=record.author)


def say_it_is_not_so(record):
    confirm_impact(impact=record, by=record.pairing.senior.user, version=record.version, sees_it_so=False)


def write_anew(record):
    change_impact(impact=record, by=record.author, change=change(before=Decimal(100), after=Decimal(1)))


def show_singly(record):
    for person in (record.pairing.junior.user, record.pairing.senior.user):
        release_impact(impact=record, by=person, version=record.version)


@pytest.mark.parametrize("act", [take_back, say_it_is_not_so, write_anew, show_singly])
def test_who_takes_their_own_out_does_not_see_which_one_takes_its_place(records, printed, act):
    """One of the two knows their own record, and may choose the moment: the sums of before and after are the same."""
    before = printed()
    assert [row["words"] for row in before] == ["at least 50 hours a week less"]
    act(records[0])
    assert printed() == before


def test_one_that_was_counted_is_not_counted_again_when_it_is_confirmed_anew(records, printed):
    write_anew(records[0])
    records[0].refresh_from_db()
    confirm_impact(impact=records[0], by=records[0].pairing.senior.user, version=2, sees_it_so=True)
    assert [row["words"] for row in printed()] == ["at least 50 hours a week less"]
    assert Impact.objects.to_be_counted().get() == records[5]


def test_a_group_more_is_a_group_more(cast, records, printed):
    for pairing in make.PairingFactory.create_batch(4, cycle=cast.cycle):
        confirmed(pairing, OWN)
    assert [row["records"] for row in printed()] == ["10 records"]
    assert sorted(ImpactSum.objects.values_list("total", flat=True)) == [50, 77]


def test_of_one_sum_no_more_than_two_are_shown_singly(records):
    """With four known the fifth would follow, and with three who knows their own would have it."""
    for record in records[:2]:
        show_singly(record)
    with pytest.raises(Refused, match="It stays between the two of you, and counts"):
        show_singly(records[2])
    assert Impact.objects.released().count() == 2


def test_what_was_shown_once_is_known_for_good(records):
    for record in records[:2]:
        show_singly(record)
        keep_impact(impact=record, by=record.author)
    with pytest.raises(Refused):
        show_singly(records[2])


def test_what_was_shown_once_hides_nobody_in_a_sum(cast, records):
    pairing = make.PairingFactory(cycle=cast.cycle)
    shown = confirmed(pairing, OWN)
    show_singly(shown)
    keep_impact(impact=shown, by=shown.author)
    assert shown not in Impact.objects.to_be_counted()


def test_everybody_reads_the_same_sum_also_one_of_a_pair(cast, records, sign_in):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    read = [
        sign_in(person).get(reverse("program_dashboard", args=[cast.program.pk])).context["changed"]
        for person in (cast.jack, cast.priya, cast.lena)
    ]
    assert read[0] == read[1] == read[2] != []


def test_counting_again_counts_nothing_twice(records):
    assert count_groups() == 0
    assert ImpactSum.objects.get().records == 5


def test_the_sum_stays_when_the_records_are_gone(records, printed):
    before = printed()
    Impact.objects.all().delete()
    assert printed() == before


def test_a_cycle_at_a_time(cast, records):
    other = make.CycleFactory(program=cast.program, name="Autumn")
    for pairing in make.PairingFactory.create_batch(4, cycle=other, opened_at=timezone.now() - dt.timedelta(days=9)):
        confirmed(pairing, OWN)
    assert count_groups() == 0
