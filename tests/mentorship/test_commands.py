"""The commands of whoever runs the server: what they say, and what they will not do."""

import datetime as dt
import io
from collections import Counter

import pytest
import time_machine
from django.conf import settings as site
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from mentorship import heartbeat
from mentorship.vendor import FILES, VendorFinder
from notifications.models import Delivery
from pairings.models import Pairing
from people.models import User
from sessions.models import Meeting
from tests.factories import MeetingFactory

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


def said_by(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


class TestHeartbeat:
    @pytest.fixture(autouse=True)
    def clock(self):
        with time_machine.travel(NOON, tick=False) as traveller:
            yield traveller

    @pytest.mark.parametrize("who", ["clock", "worker"])
    def test_one_that_never_was_seen(self, who):
        with pytest.raises(CommandError, match=f"The {who} gave no sign of life in the last three minutes"):
            said_by("check_heartbeat", who)

    @pytest.mark.parametrize(("who", "name"), [("clock", heartbeat.CLOCK), ("worker", heartbeat.WORKER)])
    def test_one_that_lives_is_told_with_its_time(self, who, name):
        heartbeat.mark(name)
        assert said_by("check_heartbeat", who) == f"The {who} was last seen at 2026-11-26 12:00:00 UTC.\n"

    def test_the_sign_of_one_is_none_of_the_other(self):
        heartbeat.mark(heartbeat.WORKER)
        with pytest.raises(CommandError, match="The clock gave no sign"):
            said_by("check_heartbeat", "clock")

    @pytest.mark.parametrize(("seconds", "is_well"), [(0, True), (180, True), (181, False), (86400, False)])
    def test_three_minutes_are_the_most(self, clock, seconds, is_well):
        heartbeat.mark(heartbeat.WORKER)
        clock.shift(seconds)
        if is_well:
            assert "was last seen" in said_by("check_heartbeat", "worker")
        else:
            with pytest.raises(CommandError):
                said_by("check_heartbeat", "worker")

    def test_the_job_of_each_minute_is_a_sign_of_the_worker(self):
        heartbeat.beat.run()
        assert heartbeat.last_seen(heartbeat.WORKER) == NOON

    def test_others_have_no_heart(self):
        with pytest.raises(CommandError, match="invalid choice: 'web'"):
            said_by("check_heartbeat", "web")


def test_the_demo_is_not_loaded_beside_real_people(cast):
    before = list(User.objects.order_by("pk").values())
    with pytest.raises(CommandError, match="There are people in this database already"):
        said_by("load_demo")
    assert list(User.objects.order_by("pk").values()) == before


class TestSeed:
    SMALL = ("--people", "300", "--pairings", "6", "--meetings", "40", "--seed", "3")

    def test_it_says_what_it_added_and_not_what_it_was_asked_for(self):
        """Twenty people are too few for pairs."""
        said = said_by("seed", "--people", "20", "--pairings", "500", "--meetings", "40")
        there = (User.objects.count(), Pairing.objects.count(), Meeting.objects.count())
        assert said.startswith("Added {} people, {} pairings, {} meetings in ".format(*there))
        assert there[1] < 20

    def test_it_leaves_those_who_are_there_alone(self, cast):
        said_by("seed", *self.SMALL)
        assert User.objects.get(pk=cast.noor.pk).name == "Noor Aziz"
        assert Pairing.objects.filter(pk=cast.pairing.pk).exists()

    def test_numbers_that_are_none(self):
        with pytest.raises(CommandError, match="invalid int value: 'many'"):
            said_by("seed", "--people", "many")


class TestDeliver:
    def test_nothing_is_due(self):
        assert said_by("deliver", "--no-plan") == "planned: 0\nnothing was due\n"

    def test_what_falls_due_is_planned_once_and_only_when_it_may_be(self, cast):
        MeetingFactory(pairing=cast.pairing, starts_at=timezone.now() + dt.timedelta(hours=20))
        said_by("deliver", "--no-plan")
        assert not Delivery.objects.exists()
        planned = [said_by("deliver").splitlines()[0] for _time in range(2)]
        # The question of the month is asked by a job of its own.
        assert planned == [f"planned: {Delivery.objects.exclude(kind='question_asked').count()}", "planned: 0"]
        assert Delivery.objects.filter(kind="meeting_reminder").exists()

    def test_it_counts_what_became_of_each(self, cast):
        MeetingFactory(pairing=cast.pairing, starts_at=timezone.now() + dt.timedelta(hours=20))
        told = said_by("deliver").splitlines()[1]
        states = Counter(Delivery.objects.values_list("state", flat=True))
        assert f"sent: {states['sent']}" in told
        assert states["sent"] >= 2


def test_without_a_mail_server_the_folder_is_named(settings):
    settings.MAIL_IS_REAL = False
    with pytest.raises(CommandError, match="No mail server is set: messages are kept in") as error:
        said_by("check_mail", "it@corp.example")
    assert str(settings.MAIL_DIR) in str(error.value)
    assert mail.outbox == []


class TestBrowserPackages:
    def test_missing_ones_stop_the_start_with_the_way_out(self, settings, tmp_path):
        settings.NODE_MODULES, settings.STATIC_ROOT = tmp_path, None
        (error,) = VendorFinder().check()
        assert (error.msg, error.hint) == (
            "The browser packages are missing.", "Run `make app` (or `npm ci`).",
        )  # fmt: skip

    def test_one_of_them_is_not_enough(self, settings, tmp_path):
        settings.NODE_MODULES, settings.STATIC_ROOT = tmp_path, None
        first = tmp_path / next(iter(FILES.values()))
        first.parent.mkdir(parents=True)
        first.touch()
        assert len(VendorFinder().check()) == 1

    def test_where_they_were_collected_before_nobody_asks(self, settings, tmp_path):
        settings.NODE_MODULES, settings.STATIC_ROOT = tmp_path, tmp_path
        assert VendorFinder().check() == []

    @pytest.mark.parametrize("path", ["vendor/tabler/package.json", "../../etc/passwd", "vendor/", ""])
    def test_nothing_else_of_the_packages_is_served(self, path):
        assert VendorFinder().find(path) == []
        assert VendorFinder().find(path, find_all=True) == []

    def test_what_is_served_lies_in_the_packages(self):
        for path in FILES:
            assert VendorFinder().find(path).startswith(str(site.NODE_MODULES))
