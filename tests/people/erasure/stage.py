"""Kavya, with a marked word in everything that is hers, at a time when she can be erased."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, identify_hasher
from django.db import connection
from django.utils import timezone

from notifications.models import Delivery
from pairings.models import Pairing
from people.approvals import role_grants
from people.audit import recording
from people.models import HeldAct, User
from programs.models import Participant, Wish
from roster.models import RosterImport
from sessions.models import ReviewRound
from sessions.reviews.services import close_round
from tests import factories as make
from tests.cast import Cast
from tests.people.own_data.reading import copy_of
from tests.permissions.canaries import let_loose
from tests.permissions.scene import set_scene

#: What she is called and what the roster says of her, as nobody else in the world.
WHO = {
    "first_name": "Zyxqukavya", "preferred_name": "Zyxqukavi", "last_name": "Zyxqunair",
    "email": "zyxqukavya@example.com",
    "employee_number": "ZYXQU-4711", "job_title": "Zyxquartist", "city": "Zyxquville", "country": "Zyxquland",
}  # fmt: skip
MARK = "zyxqu"
#: Words that are hers alone, or that others wrote to themselves about her answers.
OWN_WORDS = (
    "canary-her-reflection", "canary-her-draft", "canary-private-conflict", "canary-private-address",
    "canary-shared-answer", "canary-kept-answer", "canary-review-comment", "canary-her-word", "canary-answer-to-her",
    "canary-junior-end-reason", "canary-team-note",
    "canary-answer-for-herself", "canary-private-thanks", "canary-word-to-manager",
)  # fmt: skip


def set_stage(cast: Cast) -> User:
    """The scene with everything of hers in it, her pairing over and nothing in the way of erasing her."""
    User.objects.filter(pk=cast.kavya.pk).update(**WHO)
    cast.kavya.refresh_from_db()
    cast.pairing.junior.user.refresh_from_db()
    scene = set_scene(cast)
    let_loose(scene)
    _around_her(cast)
    over = timezone.now() - dt.timedelta(days=3)
    for review_round in ReviewRound.objects.filter(state="open"):
        close_round(review_round=review_round)
    Pairing.objects.filter(pk=cast.pairing.pk).update(state="ended", ended_at=over, outcome_at=over)
    Participant.objects.filter(pk=cast.pairing.junior_id).update(state="completed")
    RosterImport.objects.update(
        state="applied", applied_at=over, content=b"E-mail,Name\nzyxqukavya@example.com,Zyxqukavya Zyxqunair\n",
        preview={"spared": ["Zyxqukavya Zyxqunair"]},
        mapping={"header": ["E-mail"], "targets": ["email"], "samples": [["zyxqukavya@example.com"]], "odd": ["Zyxqu"]},
        options={"everyone": True, "identities": {"zyxqukavya@example.com": "same"}, "managers": {"zyxqunair": "4"}},
        before={"people": {str(cast.kavya.pk): {"last_name": "Zyxqunair"}}},
    )  # fmt: skip
    return User.objects.get(pk=cast.kavya.pk)


def _around_her(cast: Cast) -> None:
    """What the team, her partner, the server and the libraries hold about her beside the scene."""
    kavya, now = cast.kavya, timezone.now()
    EmailAddress.objects.create(user=kavya, email=kavya.email, verified=True, primary=True)
    make.RoleGrantFactory(user=kavya, role="operator")
    User.objects.filter(pk=cast.helen.pk).update(named_assistants=[kavya.email, "else@example.com"])
    Wish.objects.create(participant=cast.other_pairing.senior, wanted=None, named=kavya.email)
    HeldAct.objects.create(
        kind="change_address", person=kavya, named="Zyxqukavya Zyxqunair", asked_by=cast.omar, state="refused",
        reason="Zyxqukavya is called otherwise", payload={"before": kavya.email, "after": "zyxqunew@example.com"},
    )  # fmt: skip
    HeldAct.objects.create(
        kind="grant_role", person=cast.noor, topic="operator", asked_by=kavya, state="expired",
        outcome="Zyxqukavi Zyxqunair, who asked for this, is no longer HR admin.",
    )  # fmt: skip
    role_grants.ask_to_grant(person=cast.noor, role="hr_admin", by=cast.omar)
    recording.record(actor=cast.omar, act="person.changed", person=kavya, details={"last_name": "Old → Zyxqunair"})
    for who, title in ((cast.jack, "Zyxqukavi has moved a meeting"), (cast.priya, "Zyxqukavi Zyxqunair slips")):
        Delivery.objects.create(
            key=f"x:{uuid.uuid4()}", kind="meeting_moved", recipient=who, channel="in_app", due_at=now, state="sent",
            sent_at=now, title=title, body_text=f"{title}. Zyxqukavi Zyxqunair.", body_html=f"<p>{title}</p>",
        )  # fmt: skip
    copy_of(kavya)


def found_in_database(*words: str) -> set[str]:
    """Each column of each table in which one of the words stands, whatever its type, as `table.column`."""
    lowered = [word.lower() for word in words]
    return {f"{table}.{column}" for table, column, value in _values() if any(word in _text(value) for word in lowered)}


def _values() -> Iterator[tuple[str, str, object]]:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from (
                    (table, column, value)
                    for column, value in zip(columns, row, strict=True)
                    if not (column == "password" and _is_hash(value))
                )


def _is_hash(value: object) -> bool:
    """Letters that chance has put together, three of a name among them now and then; "!" stands for no password."""
    if re.fullmatch(rf"{UNUSABLE_PASSWORD_PREFIX}\w{{40}}", str(value)):
        return True
    try:
        return bool(identify_hasher(str(value)).decode(str(value)))
    except ValueError:
        return False


def _text(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace").lower()
    return str(value).lower()
