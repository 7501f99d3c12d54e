"""Kinds of the tests' own, so that the engine is tested apart from what the apps send."""

import copy
import datetime as dt
import uuid
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.utils import timezone

from notifications import kinds, services
from notifications.kinds import Attachment, Channel, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from tests import factories as make
from tests.notifications.smtp import Unruly, mailer, serve

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
INVITE = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def context(delivery: Delivery) -> dict:
    if delivery.extra.get("stop"):
        raise NoLongerDue(delivery.extra["stop"])
    if delivery.extra.get("break"):
        raise RuntimeError("a mistake in a kind")
    return {"name": delivery.extra.get("name", "Jack"), "at": AT, "link": "/somewhere/"}


def sample(user) -> dict:
    return {"name": "Jack", "at": AT, "link": "/somewhere/"}


def invitation(delivery: Delivery) -> list[Attachment]:
    return [Attachment("invite.ics", INVITE, "text/calendar; method=REQUEST")]


def kind(code: str, **fields) -> Kind:
    usual = {"pace": Pace.AT_ONCE, "label": code.title(), "why": "You take part."}
    return Kind(code=code, context=context, sample=sample, **usual | fields)


@pytest.fixture(autouse=True)
def own_kinds(monkeypatch, settings):
    """Four kinds: an ordinary one, one that is never sent twice, one with a calendar file, and a secret one."""
    ours = [
        kind("greeting"),
        kind("digest", is_sent_again_after_a_crash=False),
        kind("invite", attachments=invitation, can_be_switched_off=False, fixed_because="It waits for your answer."),
        kind("secret", is_secret=True),
    ]
    monkeypatch.setattr(kinds.declared, "_entries", ours)
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates", *templates[0]["DIRS"]]
    settings.TEMPLATES = templates


@pytest.fixture(autouse=True)
def at_any_hour(monkeypatch):
    """Our kinds go at once, on any day: no test of theirs needs to be moved to a working hour, where waits are not what
    the test sees."""
    monkeypatch.setattr("tests.mail.at_work", nullcontext)


@pytest.fixture
def reader(db):
    return make.UserFactory(first_name="Kavya", last_name="Nair", email="reader@example.com", time_zone="Asia/Kolkata")


@pytest.fixture
def owe():
    """Owe a message at once: `owe(person)`, with any field of a delivery."""

    def owe_one(*people, kind="greeting", channels=(Channel.EMAIL,), **fields) -> Delivery:
        rows = services.prepare_deliveries(
            kind=kind, recipients=[one.pk for one in people], subject_id=uuid.uuid4(),
            **{name: fields.pop(name) for name in ("scope", "due_at", "not_after", "extra") if name in fields},
        )  # fmt: skip
        rows = [row for row in rows if row.channel in channels]
        for row in rows:
            vars(row).update(fields)
        Delivery.objects.bulk_create(rows)
        return rows[0] if len(rows) == 1 else rows

    return owe_one


@pytest.fixture
def state_of():
    return lambda delivery: Delivery.objects.get(pk=delivery.pk).state


@pytest.fixture
def later():
    return lambda **span: timezone.now() + dt.timedelta(**span)


@pytest.fixture
def server(settings):
    """A real SMTP server; mail goes there."""
    handler = Unruly()
    controller = serve(handler)
    settings.MAILERS = mailer(controller.port)
    yield handler
    controller.stop()


@pytest.fixture
def person(db):
    """A person by the local part of their address."""
    return lambda local: make.UserFactory(first_name="Kavya", email=f"{local}@example.com")


@pytest.fixture
def pass_lease():
    """As if the lease of whatever is in work were over."""
    return lambda: Delivery.objects.filter(lease_until__isnull=False).update(
        lease_until=timezone.now() - dt.timedelta(1)
    )
