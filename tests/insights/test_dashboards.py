"""Leaders' dashboards: who reads them, and what small groups never show."""

import pytest
from dateutil.relativedelta import relativedelta
from django.core.cache import cache
from django.utils import timezone

from insights.models import Snapshot
from people.clock import start_of_day
from people.fiscal_year import quarter_of
from people.models import Organization
from programs.models import Program
from sessions.models import ActionItem, Meeting, Rhythm
from tests import factories as make
from tests.insights.conftest import forget_what_is_kept
from tests.insights.story import SECRET, hold_meetings, hold_round, more_pairs


@pytest.fixture
def path(cast):
    return f"/insights/programs/{cast.program.pk}/"


def promise(pairings, seen="seen"):
    ActionItem.objects.bulk_create(
        ActionItem(pairing=pairing, kind="commitment", owner="senior", text="A promise between two", seen=seen)
        for pairing in pairings
    )


@pytest.mark.parametrize(
    ("who", "status"), [("omar", 200), ("priya", 200), ("lena", 200), ("kavya", 403), ("noor", 403), ("igor", 403)]
)
def test_those_who_run_or_sponsor_a_program_read_it(cast, sign_in, path, who, status):
    assert sign_in(cast.people[who]).get(path).status_code == status


@pytest.mark.parametrize("role", ["coordinator", "sponsor"])
def test_another_program_does_not_exist_for_them(cast, sign_in, path, role):
    other = make.ProgramFactory()
    user = make.CoordinatorFactory(program=other).user
    if role == "sponsor":
        other.sponsor = user = make.UserFactory()
        other.save()
    assert sign_in(user).get(path).status_code == 404


def test_one_program_opens_at_once(cast, sign_in, path):
    assert sign_in(cast.lena).get("/insights/")["Location"] == path


def test_several_programs_are_one_sentence_each(cast, page):
    make.CycleFactory(program__name="Customers", program__sponsor=cast.lena)
    make.CycleFactory(program__name="Draft", program__state="draft", program__sponsor=cast.lena)
    make.CycleFactory(program__name="Of somebody else")
    html = page(cast.lena, "/insights/")
    assert "Customers" in html
    assert "Digital fluency" in html
    assert "Draft" not in html
    assert "Of somebody else" not in html


def test_where_nothing_is_there_nothing_is_called_hidden(cast, page, path):
    cycle = make.CycleFactory(program__sponsor=cast.lena, state="enrolling")
    html = page(cast.lena, f"/insights/programs/{cycle.program_id}/")
    assert "Nothing to show yet" in html
    assert "Hidden to protect people" not in html
    assert "Hidden to protect people" in page(cast.lena, path), "two pairs are there"


@pytest.mark.parametrize("who", ["lena", "omar", "priya"])
def test_four_pairs_show_totals_only(cast, page, path, who):
    pairs = [cast.pairing, cast.other_pairing, *more_pairs(cast, 2)]
    hold_meetings(pairs)
    Rhythm.objects.create(pairing=cast.pairing, lapses=2, slipping_since=cast.pairing.opened_at)
    promise(pairs)
    hold_round(cast.cycle)
    html = page(cast.people[who], path)
    assert "4 pairs have begun and 8 meetings were held." in html
    for hidden in ('<svg class="chart-', "%", "<table", "as planned", "A promise", SECRET):
        assert hidden not in html


def test_a_higher_threshold_of_the_program_counts(cast, page, path):
    Program.objects.update(score_threshold=12)
    hold_meetings(more_pairs(cast, 8))
    assert '<svg class="chart-' not in page(cast.lena, path)


def test_the_verdict_says_how_many_meet_and_how_many_grew(cast, page, path):
    pairs = [cast.pairing, cast.other_pairing, *more_pairs(cast, 8)]
    hold_meetings(pairs)
    Rhythm.objects.create(pairing=cast.pairing, lapses=2, slipping_since=cast.pairing.opened_at)
    hold_round(cast.cycle)
    html = page(cast.lena, path)
    assert (
        "9 of 10 pairs meet as planned, 20 of the 80 meetings aimed at have been held, "
        "and in half or more of pairs both sides grew more confident (5 to 10 pairs answered)." in html
    )
    assert "On course" in html
    assert SECRET not in html


def test_meetings_of_few_pairs_are_put_together_with_the_months_after(cast, page, path):
    pairs = more_pairs(cast, 8)
    hold_meetings(pairs[:2], days_ago=[100])
    hold_meetings(pairs, days_ago=[60])
    html = page(cast.lena, path)
    assert "10 meetings were held" in html
    shown = html.partition("Meetings held and planned</caption>")[2].partition("</table>")[0]
    assert shown.count('<th scope="row"') == 1


def test_what_the_two_tell_differently_counts_as_neither_held_nor_missed(cast, page, path):
    hold_meetings([cast.pairing, *more_pairs(cast, 8)], days_ago=(10,))
    assert "9 meetings were held, 9 had been planned." in page(cast.omar, path)
    disputed = Meeting.objects.filter(pairing=cast.pairing)
    disputed.update(junior_word="missed:senior", senior_word="held")
    said = "8 meetings were held, 9 had been planned. About 1 meeting mentor and leader say different "
    said += "things: it counts as neither held nor missed."
    assert said in page(cast.lena, path)


def test_commitments_are_a_share_and_never_words(cast, page, path):
    pairs = more_pairs(cast, 8)
    promise(pairs[:6])
    promise(pairs[6:], seen="not_yet")
    html = page(cast.lena, path)
    assert "Mentors have seen half or more of what leaders promised." in html
    assert "A promise between two" not in html


def test_commitments_of_four_pairs_are_hidden(cast, page, path):
    promise(more_pairs(cast, 8)[:4])
    assert "Too few pairs have noted a commitment." in page(cast.lena, path)


def test_who_sees_the_pairs_one_by_one_does_not_count_their_own(cast, page, path):
    """The sum less the pairs on the list would tell about the one that is not on it."""
    hold_meetings([cast.pairing, cast.other_pairing, *more_pairs(cast, 8)])
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    assert "10 of 10 pairs" in page(cast.priya, path)
    html = page(cast.jack, path)
    assert "9 of 9 pairs" in html
    assert "Pairs that you are a party of are not counted." in html


def test_a_line_manager_among_hr_learns_nothing_about_a_reports_pair(cast, page, path):
    hold_meetings([cast.other_pairing, *more_pairs(cast, 8)])
    cast.kavya.manager = cast.omar
    cast.kavya.save()
    assert "9 of 9 pairs" in page(cast.omar, path)


def test_figures_are_of_one_cycle_at_a_time(cast, page, path):
    more_pairs(cast, 8)
    small = make.CycleFactory(program=cast.program, name="Autumn", state="closed")
    hold_meetings([make.PairingFactory(cycle=small)])
    assert "0 meetings were held, 0 had been planned." in page(cast.lena, path)
    assert "1 pair has begun and 2 meetings were held." in page(cast.lena, f"{path}?cycle={small.pk}")


def test_a_round_that_is_open_shows_nothing_yet(cast, page, path):
    more_pairs(cast, 8)
    hold_round(cast.cycle, closes=False)
    assert not Snapshot.objects.exists()
    assert "No review has closed yet" in page(cast.lena, path)


@pytest.mark.parametrize("number", [6, 8, 30])
def test_the_number_of_queries_does_not_grow(cast, queries, path, number):
    pairs = more_pairs(cast, number)
    hold_meetings(pairs)
    promise(pairs)
    hold_round(cast.cycle)
    assert queries(cast.lena, path) == 13
    assert queries(cast.priya, path) == 13


def test_the_list_of_programs_costs_the_same_for_many(cast, queries):
    make.CycleFactory(program__sponsor=cast.lena)
    few = queries(cast.lena, "/insights/")
    for _ in range(20):
        make.PairingFactory(cycle=make.CycleFactory(program__sponsor=cast.lena))
    assert queries(cast.lena, "/insights/") == few <= 12


def test_a_leader_takes_no_pair_out_of_the_sponsors_figures(cast, sign_in, page, path):
    """Else two days side by side would tell the sponsor of that pair alone, whether it slips among the rest."""
    hold_meetings([cast.pairing, cast.other_pairing, *more_pairs(cast, 4)])
    Rhythm.objects.create(pairing=cast.pairing, lapses=2, slipping_since=cast.pairing.opened_at)
    before = page(cast.lena, path)
    assert "5 of 6 pairs meet as planned" in before
    client = sign_in(cast.jack)
    form = client.get("/profile/").context["form"].initial | {"assistants": cast.lena.email}
    client.post("/profile/", {name: value for name, value in form.items() if value is not None})
    cache.clear()
    assert "5 of 6 pairs meet as planned" in page(cast.lena, path)


def met_monthly(pairs, months):
    """Each of the pairs began so many months ago and has met in the middle of every month since."""
    this = timezone.localdate().replace(day=15)
    days = [this - relativedelta(months=ago) for ago in range(1, months + 1)]
    for pairing in pairs:
        pairing.opened_at = start_of_day(days[-1])
        pairing.save()
        Meeting.objects.bulk_create(
            Meeting(pairing=pairing, starts_at=start_of_day(day, 12), state="held") for day in days
        )
    return days


def chart_labels(cast, sign_in, path):
    forget_what_is_kept()
    charts = {chart.id: chart for chart in sign_in(cast.lena).get(path).context["alive"]}
    return [row[0] for row in charts["meetings"].rows]


@pytest.fixture
def eight(cast):
    return [cast.pairing, cast.other_pairing, *more_pairs(cast, 6)]


@pytest.mark.parametrize("month", [None, 1, 2, 4])
def test_a_long_time_is_charted_by_quarters_of_the_fiscal_year(cast, sign_in, path, eight, month):
    Organization.objects.current()
    Organization.objects.update(fiscal_month=month)
    met_monthly(eight, 24)
    quarter = quarter_of(timezone.localdate() - relativedelta(months=3), month)
    labels = chart_labels(cast, sign_in, path)
    assert quarter.words in labels
    assert len(labels) in (8, 9, 10)


def test_a_shorter_time_is_charted_by_months(cast, sign_in, path, eight):
    met_monthly(eight, 12)
    assert not any(label.startswith("Q") for label in chart_labels(cast, sign_in, path))


def test_no_quarter_tells_of_a_month_with_too_few_pairs(cast, sign_in, path, eight):
    """Put together with the next month, which may be of another quarter, it could be worked out from both."""
    days = met_monthly(eight, 24)
    Meeting.objects.filter(starts_at=start_of_day(days[5], 12)).exclude(pairing__in=eight[:2]).delete()
    assert not any(label.startswith("Q") for label in chart_labels(cast, sign_in, path))
