"""Whoever changes a setting changes something that somebody sees: one that nothing reads is a promise not kept."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from frame.vocabulary import Vocabulary
from insights.figures.counting import pair_counts
from insights.figures.scope import scope_for
from insights.outcome import asked_of
from notifications import kinds
from notifications.models import ChannelPreference
from notifications.rendering import sample_words, this_site
from notifications.services import owe
from pairings.models import Pairing
from pairings.party_view import Stage, next_step
from pairings.services import accept_pairing
from people.clock import end_of_day
from people.models import Organization
from people.models.organization import HOME_ZONE, VOCABULARY
from people.organization import OrganizationForm
from people.own_words import OwnWordsForm
from programs.forms.setup import DatesForm, MeetingsForm, PurposeForm, ReviewsForm
from programs.models import Cycle, Participant, Program
from programs.services import begin_closing, close_cycle
from sessions.forms.booking import usual
from sessions.reviews.schedule import next_round_on
from sessions.reviews.services import close_round, open_round
from sessions.reviews.services.opening import possible_from
from tests import factories as make
from tests.mail import deliver_all, sent_to

TODAY = dt.date(2026, 11, 27)
#: What is another one each time a page is drawn.
TOKEN = re.compile(r"[A-Za-z0-9]{32,}|[0-9a-f-]{36}")


class Sights:
    """What people see of a program, read anew each time."""

    def __init__(self, cast, sign_in):
        self.cast, self.sign_in = cast, sign_in

    @property
    def cycle(self) -> Cycle:
        return Cycle.objects.select_related("program").get(pk=self.cast.cycle.pk)

    def page(self, name: str, who: str, *args: object) -> str:
        answer = self.sign_in(self.cast.people[who]).get(reverse(name, args=args))
        assert answer.status_code == 200
        return TOKEN.sub("", answer.text)

    def enrolment(self) -> str:
        Cycle.objects.filter(pk=self.cast.cycle.pk).update(state=Cycle.State.ENROLLING)
        return self.page("enrol", "noor", self.cycle.enrolment_token)

    def about(self) -> str:
        return self.page("program_detail", "kavya", self.cycle.program_id)

    def asked_at_the_end(self) -> list[str]:
        return [one.measure for one in asked_of(self.cycle)]

    def held_against_the_aim(self) -> int:
        scope = scope_for(self.cast.lena, self.cycle)
        return pair_counts(scope)[self.cycle.pk].toward_goal

    def team_page(self) -> str:
        return self.page("program_detail", "priya", self.cycle.program_id)

    def pair(self) -> str:
        return self.page("pairing_detail", "kavya", self.cast.pairing.pk)

    def change_of_partners(self) -> str:
        Cycle.objects.filter(pk=self.cast.cycle.pk).update(rotates_on=TODAY + dt.timedelta(days=20))
        return self.page("rotation_choice", "kavya", self.cast.pairing.junior_id)

    def first_meeting(self) -> dict:
        pairing = Pairing.objects.get(pk=make.PairingFactory(cycle=self.cycle).pk)
        return usual(pairing, pairing.junior.user)

    def time_to_answer(self) -> dt.date:
        soon = timezone.now() + dt.timedelta(minutes=5)
        pairing = make.PairingFactory(
            cycle=self.cycle, state="proposed", agreed_at=None, opened_at=None, answer_by=soon
        )
        return accept_pairing(pairing=pairing, by=pairing.junior.user).answer_by.date()

    def first_step(self) -> str:
        pairing = Pairing.objects.with_people().select_related("agreement").get(pk=self.cast.pairing.pk)
        return next_step(pairing, pairing.junior.user, Stage.PREPARING).url

    def what_alumni_read(self) -> list[int]:
        """Whether the page of a pair is there for one of the two, a week and a year after the cycle has closed."""
        answers = []
        with transaction.atomic():
            begin_closing(cycle=self.cycle)
            Pairing.objects.filter(cycle=self.cycle).update(state=Pairing.State.COMPLETED)
            close_cycle(cycle=self.cycle)
            for days in (7, 365):
                with time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False):
                    page = reverse("pairing_detail", args=[self.cast.pairing.pk])
                    answers.append(self.sign_in(self.cast.kavya).get(page).status_code)
            transaction.set_rollback(True)
        return answers

    def next_review(self) -> dt.date:
        return next_round_on(self.cycle)

    def review(self) -> tuple:
        with transaction.atomic():
            opened = open_round(cycle=self.cycle, today=TODAY)
            transaction.set_rollback(True)
        return opened.closes_on, opened.score_threshold, opened.comment_threshold

    def review_after_one(self) -> dt.date | None:
        with transaction.atomic():
            close_round(review_round=open_round(cycle=self.cycle, today=TODAY))
            day = possible_from(self.cycle, list(self.cycle.review_rounds.all()))
            transaction.set_rollback(True)
        return day

    def where_one_stands(self) -> str:
        Participant.objects.get_or_create(
            cycle=self.cycle, user=self.cast.noor, defaults={"state": "approved", "side": "junior"}
        )
        return self.page("home", "noor")

    def last_day(self) -> dt.datetime:
        cache.delete(HOME_ZONE)  # which saving does
        return end_of_day(TODAY)

    def mail(self) -> str:
        return sample_words(kinds.get("invitation"), self.cast.kavya, this_site()).html

    def place_of_kavya(self) -> str:
        place = Participant.objects.get(cycle=self.cycle, user=self.cast.kavya)
        return self.page("participant_detail", "omar", self.cycle.program_id, place.pk)

    def pack(self) -> str:
        cache.delete(VOCABULARY)  # which saving does
        return self.page("pack", "omar")

    def sender(self) -> tuple:
        return this_site().name, this_site().sender


#: What is no column of its own: tests/people/test_brand.py sees the logo come and go.
ELSEWHERE = {"logo", "removes_logo"}
#: Field of a form of settings: another value, and where it is seen.
SEEN = {
    OrganizationForm: {
        "name": ("Northwind", Sights.sender),
        "time_zone": ("Asia/Tokyo", Sights.last_day),
        "fiscal_month": (5, Sights.next_review),
        "most_partners": (1, Sights.place_of_kavya),
        "email_sender": ("Mentoring <mentoring@example.com>", Sights.sender),
        "mail_color": ("#123456", Sights.mail),
        "mail_footer": ("Ask Priya", Sights.mail),
    },
    OwnWordsForm: {f"{name}_word": (f"{name}x", Sights.pack) for name in Vocabulary._fields},
    PurposeForm: {
        "name": ("Another program", Sights.enrolment),
        "purpose": ("Another purpose", Sights.enrolment),
        "success_measures": ("Another measure", Sights.about),
    },
    DatesForm: {
        "name": ("Another cycle", Sights.team_page),
        "enrol_until": (TODAY + dt.timedelta(days=100), Sights.enrolment),
        "match_on": (TODAY + dt.timedelta(days=60), Sights.where_one_stands),
        "starts_on": (TODAY - dt.timedelta(days=9), Sights.next_review),
        "ends_on": (TODAY + dt.timedelta(days=700), Sights.team_page),
        "rotates_on": (TODAY + dt.timedelta(days=29), Sights.pair),
        "rotation_keeps": (7, Sights.change_of_partners),
    },
    MeetingsForm: {
        "cadence_weeks": (5, Sights.first_meeting),
        "meeting_minutes": (90, Sights.first_meeting),
        "channels": (["phone"], Sights.first_meeting),
        "meetings_goal": (17, Sights.pair),
        "answer_days": (33, Sights.time_to_answer),
        "has_orientation": (False, Sights.first_step),
        "alumni_months": (0, Sights.what_alumni_read),
    },
    ReviewsForm: {
        "review_months": (7, Sights.next_review),
        "review_open_days": (33, Sights.review),
        "review_gap_days": (120, Sights.review_after_one),
        "score_threshold": (8, Sights.review),
        "comment_threshold": (20, Sights.review),
    },
}
MODELS = {OrganizationForm: Organization, OwnWordsForm: Organization, DatesForm: Cycle}


@pytest.fixture
def sights(cast, sign_in, settings):
    settings.MAIL_SENDER_DOMAINS = ["example.com"]
    Organization.objects.current()
    make.MeetingFactory(pairing=cast.pairing, starts_at=timezone.now() - dt.timedelta(days=3), state="held")
    Cycle.objects.filter(pk=cast.cycle.pk).update(starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=200))
    return Sights(cast, sign_in)


@pytest.mark.parametrize(
    ("form", "field"), [(form, field) for form, fields in SEEN.items() for field in fields],
    ids=[f"{form.__name__}.{field}" for form, fields in SEEN.items() for field in fields],
)  # fmt: skip
def test_a_changed_setting_is_seen(sights, form, field):
    value, look = SEEN[form][field]
    before = look(sights)
    rows = MODELS.get(form, Program).objects.all()
    if form is DatesForm:
        rows = rows.filter(pk=sights.cast.cycle.pk)
    rows.update(**{field: value})
    assert look(sights) != before


#: What a setting does besides.
ALSO = {
    "success_measures": ("Another measure", Sights.asked_at_the_end),
    "meetings_goal": (0, Sights.held_against_the_aim),
}


@pytest.mark.parametrize("field", ALSO)
def test_a_setting_of_the_beginning_counts_at_the_end(sights, field):
    value, look = ALSO[field]
    before = look(sights)
    Program.objects.update(**{field: value})
    assert look(sights) != before


def test_a_pair_reads_how_many_of_its_meetings_it_has_held(sights):
    Program.objects.update(meetings_goal=10)
    assert "1 of 10" in " ".join(sights.pair().split())


@pytest.mark.parametrize("form", SEEN, ids=lambda form: form.__name__)
def test_without_a_change_the_same_is_seen(sights, form):
    """Else the test above could not fail."""
    for _value, look in SEEN[form].values():
        assert look(sights) == look(sights)


@pytest.mark.parametrize("form", SEEN, ids=lambda form: form.__name__)
def test_no_setting_is_left_out(form):
    assert {*SEEN[form]} == {*form.base_fields} - {"version"} - ELSEWHERE


@pytest.mark.parametrize("is_wanted", [True, False])
def test_a_preference_decides_whether_a_mail_comes(cast, mailoutbox, is_wanted):
    meeting = make.MeetingFactory(pairing=cast.pairing)
    ChannelPreference.objects.create(user=cast.kavya, kind="meeting_invitation", channel="email", is_wanted=is_wanted)
    owe(kind="meeting_invitation", recipients=[cast.kavya.pk], subject_id=meeting.pk)
    deliver_all()
    assert len(sent_to(cast.kavya)) == is_wanted
