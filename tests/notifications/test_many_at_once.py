"""Several processes at one outbox, on a real database, some of them killed."""

import json
import os
import subprocess
import sys
import time
import uuid
from collections import Counter
from urllib.parse import quote

import pytest
from django.db import connection

from notifications import services
from notifications.kinds import Channel
from notifications.models import Delivery
from tests import factories as make

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

HOW_MANY = 240
#: One process hands over no more than this at once, so that so many may be between two words when it dies.
AT_ONCE = 4


@pytest.fixture
def outbox(server, settings, tmp_path):
    """Starts processes on a database of this test; in SQLite that is a file with a copy of the test's data."""
    port = settings.MAILERS["default"]["OPTIONS"]["port"]

    def environment() -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "mentorship.settings",
            "ENVIRONMENT": "test",
            "DATABASE_URL": database_url(tmp_path),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "MAIL_ALLOW_LIST": "@example.com",
            "VAR_DIR": str(tmp_path),
            "LOG_LEVEL": "ERROR",
        }

    known = {}

    def start(command: str) -> subprocess.Popen:
        if not known:
            known["environment"] = environment()
        module = [sys.executable, "-m", "tests.notifications.worker", command]
        return subprocess.Popen(module, env=known["environment"], cwd=settings.BASE_DIR, stdout=subprocess.PIPE)

    return start


def database_url(folder) -> str:
    known = connection.settings_dict
    if connection.vendor == "sqlite":
        file = folder / "outbox.sqlite3"
        connection.cursor().execute("VACUUM INTO %s", [str(file)])
        return f"sqlite:///{file}"
    user, password, name = (quote(known[part]) for part in ("USER", "PASSWORD", "NAME"))
    host = known["HOST"] or "localhost"
    return f"postgres://{user}:{password}@{host}:{known['PORT'] or 5432}/{name}"


def fill(kind: str = "greeting") -> None:
    people = [make.UserFactory(email=f"many{n}x@example.com") for n in range(HOW_MANY)]
    rows = services.prepare_deliveries(kind=kind, recipients=[p.pk for p in people], subject_id=uuid.uuid4())
    Delivery.objects.bulk_create(row for row in rows if row.channel == Channel.EMAIL)


def rows_of(outbox) -> list[list]:
    return json.loads(outbox("report").communicate(timeout=60)[0])


def wait(*processes: subprocess.Popen) -> None:
    for process in processes:
        assert process.wait(timeout=120) == 0


def wait_for(server, how_many: int) -> None:
    ends = time.monotonic() + 60
    while len(server.taken) < how_many and time.monotonic() < ends:
        time.sleep(0.01)


def test_four_processes_send_each_message_once(outbox, server):
    fill()
    wait(*(outbox("deliver") for _ in range(4)))
    assert Counter(state for _, state, *_ in rows_of(outbox)) == {"sent": HOW_MANY}
    assert max(Counter(server.ids()).values()) == 1
    assert len(server.taken) == HOW_MANY


@pytest.mark.parametrize("kind", ["greeting", "digest"])
def test_killed_in_the_middle_nothing_is_lost(outbox, server, kind):
    fill(kind)
    first = outbox("deliver")
    wait_for(server, HOW_MANY // 3)
    first.kill()
    first.wait()
    wait(outbox("abandon"))
    wait(outbox("deliver"), outbox("deliver"))
    states = Counter(state for _, state, *_ in rows_of(outbox))
    copies = Counter(server.ids())
    assert states["sent"] + states["uncertain"] == HOW_MANY
    assert states["uncertain"] <= (AT_ONCE if kind == "digest" else 0)
    assert len(server.taken) - len(copies) <= (0 if kind == "digest" else AT_ONCE)
    assert len(copies) + states["uncertain"] >= HOW_MANY


def test_three_planners_at_once_give_the_same_rows(outbox, server):
    make.UserFactory(email="first@example.com")
    wait(*(outbox("plan") for _ in range(3)))
    rows = rows_of(outbox)
    assert len(rows) == 200
    assert {state for _, state, *_ in rows} == {"pending"}
