"""A sign-in ends when nobody uses it, and what was typed into its pages is not lost."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people import tasks
from people.models import ConflictOfInterest, User
from people.sign_in.session_lifetime import forget_sessions
from programs.services import add_coordinator, set_sponsor
from tests import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "a long way home"
TYPED = "He is my brother-in-law, kept-canary"


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC), tick=False)
    return time_machine


def enter(person: User, *, remember: bool = False, client: Client | None = None) -> Client:
    """Sign in as people do, with a password."""
    client = client or Client()
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    data = {"login": person.email, "password": PASSWORD} | ({"remember": "on"} if remember else {})
    client.post(reverse("account_login"), data)
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("profile_conflicts")).status_code == 200


def test_a_sign_in_that_nobody_uses_ends(cast, clock):
    kavya = enter(cast.kavya)
    clock.shift(dt.timedelta(hours=11))
    assert is_in(kavya)
    clock.shift(dt.timedelta(hours=13))
    assert not is_in(kavya)


def test_one_that_is_used_stays(cast, clock):
    kavya = enter(cast.kavya)
    for _ in range(5):
        clock.shift(dt.timedelta(hours=8))
        assert is_in(kavya)


def test_no_use_keeps_it_for_ever(cast, clock):
    kavya = enter(cast.kavya, remember=True)
    for _ in range(14):
        assert is_in(kavya)
        clock.shift(dt.timedelta(days=1, minutes=1))
    assert not is_in(kavya)
    assert not UserSession.objects.filter(user=cast.kavya).exists()


def test_whoever_ticks_the_box_is_in_the_next_morning(cast, clock):
    kavya = enter(cast.kavya, remember=True)
    clock.shift(dt.timedelta(days=3))
    assert is_in(kavya)


@pytest.mark.parametrize("who", ["omar", "priya", "igor"])
def test_the_team_is_not_kept_beyond_the_time_out(cast, clock, who):
    client = enter(cast.people[who], remember=True)
    clock.shift(dt.timedelta(days=1))
    assert not is_in(client)


def make_hr(cast):
    make.RoleGrantFactory(user=cast.noor)


def make_operator(cast):
    make.RoleGrantFactory(user=cast.noor, role="operator")


def make_coordinator(cast):
    add_coordinator(program=cast.program, user=cast.noor, by=cast.omar)


def make_sponsor(cast):
    set_sponsor(program=cast.program, user=cast.noor)


DUTY = pytest.mark.parametrize("entrust", [make_hr, make_operator, make_coordinator, make_sponsor])


@DUTY
def test_who_joins_the_team_later_is_not_kept_by_a_box_ticked_before(cast, clock, entrust):
    """The browser on which the box was ticked lies about somewhere."""
    noor = enter(cast.noor, remember=True)
    entrust(cast)
    clock.shift(dt.timedelta(days=1))
    assert not is_in(noor)
    assert not UserSession.objects.filter(user=cast.noor).exists()


@DUTY
def test_nor_while_they_use_it(cast, clock, entrust):
    """The next page takes the keeping away: closing the browser ends it, and so does the time-out."""
    noor = enter(cast.noor, remember=True)
    clock.shift(dt.timedelta(hours=2))
    entrust(cast)
    assert is_in(noor)
    assert noor.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""
    clock.shift(dt.timedelta(hours=13))
    assert not is_in(noor)


def test_who_hands_the_duty_on_is_kept_again_once_they_tick_the_box(cast, clock):
    grant = make.RoleGrantFactory(user=cast.noor)
    noor = enter(cast.noor, remember=True)
    grant.delete()
    clock.shift(dt.timedelta(hours=13))
    assert not is_in(noor)
    enter(cast.noor, remember=True, client=noor)
    clock.shift(dt.timedelta(days=1))
    assert is_in(noor)


def test_the_time_out_is_a_setting(cast, clock, settings):
    settings.SESSION_COOKIE_AGE = 1800
    kavya = enter(cast.kavya)
    clock.shift(dt.timedelta(minutes=31))
    assert not is_in(kavya)


def test_the_box_can_be_taken_away(settings):
    assert 'name="remember"' in Client().get(reverse("account_login")).text
    settings.ACCOUNT_SESSION_REMEMBER = False
    assert 'name="remember"' not in Client().get(reverse("account_login")).text


def test_looking_at_pages_writes_nothing_for_minutes(cast, clock):
    kavya = enter(cast.kavya)
    is_in(kavya)
    for _ in range(4):
        clock.shift(60)
        with CaptureQueriesContext(connection) as queries:
            is_in(kavya)
        assert not [one["sql"] for one in queries if "django_session" in one["sql"] and "SELECT" not in one["sql"]]


def send_too_late(client: Client, clock, **headers: str):
    clock.shift(dt.timedelta(hours=13))
    data = {"other": "jack@example.com", "note": TYPED}
    return client.post(reverse("profile_conflicts"), data, headers={"referer": "http://testserver/profile/", **headers})


def test_what_was_typed_is_sent_after_signing_in_again(cast, clock):
    kavya = enter(cast.kavya)
    late = send_too_late(kavya, clock)
    assert late.url == reverse("account_login", query={"next": reverse("kept_form")})
    assert "what you typed is still there" in kavya.get(late.url).text
    enter(cast.kavya, client=kavya)
    page = kavya.get(reverse("kept_form"))
    assert f"<blockquote>{TYPED}</blockquote>" in page.text
    assert f'action="{reverse("profile_conflicts")}"' in page.text
    kept = page.context["kept"]
    kavya.post(kept.path, dict(kept.fields))
    assert ConflictOfInterest.objects.get(owner=cast.kavya).note == TYPED


def test_nobody_else_who_signs_in_there_reads_it(cast, clock):
    browser = enter(cast.kavya)
    send_too_late(browser, clock)
    enter(cast.jack, client=browser)
    page = browser.get(reverse("kept_form"), follow=True)
    assert "kept-canary" not in page.text
    assert page.redirect_chain[0][0] == "/"


def test_another_browser_of_the_same_person_reads_it_neither(cast, clock):
    send_too_late(enter(cast.kavya), clock)
    assert enter(cast.kavya).get(reverse("kept_form")).status_code == 302


def test_it_lies_nowhere_in_the_clear(cast, clock, settings):
    send_too_late(enter(cast.kavya), clock)
    stored = [one.get_decoded() for one in Session.objects.all()]
    assert "canary" not in str(stored)
    if not settings.REDIS_URL:
        assert "canary" not in str(cache._cache)


def test_it_is_kept_for_an_hour(cast, clock):
    browser = enter(cast.kavya)
    send_too_late(browser, clock)
    clock.shift(dt.timedelta(minutes=61))
    enter(cast.kavya, client=browser)
    assert browser.get(reverse("kept_form")).status_code == 302


def test_a_stranger_who_posts_is_kept_nothing(cast, clock):
    answer = send_too_late(Client(), clock)
    assert answer.url == reverse("account_login", query={"next": "http://testserver/profile/"})
    assert "kept-form" not in answer.cookies


def test_no_password_is_ever_kept(cast, clock):
    kavya = enter(cast.kavya)
    clock.shift(dt.timedelta(hours=13))
    answer = kavya.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": "x", "password2": "x"}
    )
    assert answer.status_code == 302
    assert "kept-form" not in answer.cookies


@pytest.mark.parametrize("header", [{"hx-request": "true"}, {"x-requested-with": "XMLHttpRequest"}])
def test_a_part_of_a_page_says_so_and_leaves_the_page_alone(cast, clock, header):
    answer = send_too_late(enter(cast.kavya), clock, **header)
    assert answer.status_code == 401
    assert "what you typed is kept" in answer.text
    assert "<html" not in answer.text


def test_a_page_that_was_only_looked_at_comes_back(cast, clock):
    kavya = enter(cast.kavya)
    clock.shift(dt.timedelta(hours=13))
    page = reverse("profile_conflicts")
    assert kavya.get(page).url == f"{reverse('account_login')}?next={page}"


def test_addresses_and_browsers_of_ended_sign_ins_are_forgotten(cast, clock):
    enter(cast.kavya)
    clock.shift(dt.timedelta(hours=13))
    enter(cast.jack)
    assert forget_sessions(timezone.now()) == 1
    assert [one.user for one in UserSession.objects.all()] == [cast.jack]
    clock.shift(dt.timedelta(days=3))
    forget_sessions(timezone.now())
    assert (UserSession.objects.count(), Session.objects.count()) == (0, 0)


def test_that_is_done_every_day(settings):
    assert settings.CELERY_BEAT_SCHEDULE["apply retention"] == {"task": "people.apply_retention", "schedule": 86400.0}


def test_the_schedule_clears_what_ended_and_keeps_what_is_open(cast, clock, settings, client):
    """Both tables: Django's own, also for browsers in which nobody signed in, and the list of sign-ins."""
    enter(cast.kavya)
    nobody = client.session
    nobody["seen"] = True
    nobody.save()
    clock.shift(dt.timedelta(days=settings.SESSION_DAYS + 3))
    open_one = enter(cast.jack).session.session_key
    assert tasks.let_go_of_the_old.name == settings.CELERY_BEAT_SCHEDULE["apply retention"]["task"]
    tasks.let_go_of_the_old()
    assert [one.session_key for one in Session.objects.all()] == [open_one]
    assert [one.session_key for one in UserSession.objects.all()] == [open_one]
