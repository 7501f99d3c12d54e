"""Pages with figures, as a sponsor, HR and a coordinator meet them, and every number that stands on them."""

import calendar
import datetime as dt
import re
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pairings.models import Impact
from sessions.models import ActionItem, Meeting, Rhythm
from sessions.reviews.services import open_round
from sessions.services import report_not_held
from tests.factories import CycleFactory
from tests.insights.conftest import forget_what_is_kept
from tests.insights.story import hold_meetings, hold_round, more_pairs

READERS = ("lena", "omar", "priya")
SILENT = {"script", "style", "svg", "time", "option", "title", "input"}
MONTH = "|".join([*calendar.month_name[1:], *calendar.month_abbr[1:]])
#: Days, months and hours of the clock: when something is, not how much of it there is.
DATE = re.compile(rf"\b(\d{{1,2}} ({MONTH})( \d{{4}})?|({MONTH}) \d{{4}}|\d{{1,2}}:\d{{2}})\b")


def furnish(cast) -> dict[str, dict[str, object]]:
    """Meetings held, missed and to come, a slipping pair, promises, a closed round and an open one. Gives the pages
    with figures about pairs, with the arguments of their addresses."""
    pairs = [cast.pairing, cast.other_pairing, *more_pairs(cast, 8)]
    hold_meetings(pairs)
    hold_meetings(pairs[:1], days_ago=[5], state="missed")
    hold_meetings(pairs[:1], days_ago=[-5], state="planned")
    missed = Meeting.objects.get(state="missed")
    report_not_held(meeting=missed, state="missed", who="senior", by=cast.kavya)
    Rhythm.objects.update_or_create(pairing=cast.pairing, defaults={"lapses": 2, "slipping_since": timezone.now()})
    for pairing in pairs:
        ActionItem.objects.create(pairing=pairing, kind="commitment", owner="senior", text="Ask first", seen="seen")
    note_changes(pairs)
    closed = hold_round(cast.cycle, days_ago=100)
    open_round(cycle=cast.cycle, today=timezone.localdate())
    CycleFactory(program__name="Customers", program__sponsor=cast.lena)
    program = {"program_id": cast.program.pk}
    return {
        "home": {},
        "insights": {},
        "program_comparison": {},
        "program_dashboard": program,
        "round_results": {"round_id": closed.pk},
        "program_review": {"round_id": closed.pk},
        "program_review_list": program,
        "program_list": {},
        "program_detail": program,
        "program_health": program,
        "program_run": program,
        "program_reviews": program,
        "program_insights": program,
        "program_impacts": program,
        "oversight_list": program,
        "oversight_detail": {"pairing_id": cast.pairing.pk},
    }


def note_changes(pairs) -> None:
    """Each pair has confirmed a number of hours; the first has also released one in percent."""
    now = timezone.now()
    common = {"first_on": now.date() - dt.timedelta(days=60), "last_on": now.date(), "how": "Counted",
              "junior_confirmed": True, "senior_confirmed": True, "confirmed_at": now}  # fmt: skip
    for pairing in pairs:
        author = pairing.junior.user
        Impact.objects.create(
            pairing=pairing, author=author, measure="Reports", unit="hours_week", before=20, after=5, **common
        )
    Impact.objects.create(
        pairing=pairs[0], author=pairs[0].junior.user, measure="Engagement", unit="percent", before=100, after=140,
        junior_released=True, senior_released=True, released_at=now, **common,
    )  # fmt: skip


def read(user, name: str, arguments: dict[str, object]) -> str:
    """What stands between <main> and </main> of a page; empty where the person may not read it."""
    forget_what_is_kept()
    client = Client()
    client.force_login(user)
    answer = client.get(reverse(name, kwargs=arguments))
    return answer.text.partition("<main")[2].partition("</main>")[0] if answer.status_code == 200 else ""


class _Texts(HTMLParser):
    """The texts of a page that hold a digit, save times, choices and drawings. Names of people are no figures."""

    def __init__(self) -> None:
        super().__init__()
        self.silent, self.found = 0, set()

    def handle_starttag(self, tag, attrs):
        self.silent += tag in SILENT and tag != "input"

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT and tag != "input"

    def handle_data(self, data):
        text = DATE.sub("day", " ".join(data.split()))
        if not self.silent and re.search(r"\d", text):
            self.found.add(text)


def numbers_of(html: str) -> set[str]:
    """Every text with a number in it, the number written as #."""
    parser = _Texts()
    parser.feed(f"<main{html}")
    return {re.sub(r"\d+", "#", text) for text in parser.found}
