"""The keys of open rounds and of marks. In the database they are wrapped under a secret that is not in it:
REVIEW_SECRET, or one of REVIEW_SECRET_FALLBACKS for what was wrapped before the secret was changed."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from frame.errors import Refused
from sessions.models import CastBallot, MarkKey, ReviewRound, RoundKey, RoundMarks, SealedReview
from sessions.reviews.sealing import new_key, unwrap, wrap

WrappedKey = RoundKey | MarkKey

#: Read on the server's command line, before a language is chosen.
REMEDY = (
    "REVIEW_SECRET does not open the answers of %(rounds)d open reviews and the marks of %(programs)d programs. "
    "Put the secret that was used before into REVIEW_SECRET_FALLBACKS and start again; "
    "`manage.py rotate_review_secret` then moves them to the new one. If it is lost for good, "
    "`manage.py rotate_review_secret --discard-unreadable` deletes those answers and asks anew."
)


class SecretMissing(Refused):
    """No secret of the server opens a key."""


def server_secrets() -> list[str]:
    """The secret that wraps, then those that still open."""
    return [settings.REVIEW_SECRET, *settings.REVIEW_SECRET_FALLBACKS]


def about(key: WrappedKey) -> str:
    """What a wrapped key belongs to; it opens nothing else."""
    return f"round {key.round_id}" if isinstance(key, RoundKey) else f"program {key.program_id}"


def wrapped_anew(key: WrappedKey, plain: bytes) -> bytes:
    return wrap(settings.REVIEW_SECRET, plain, about(key))


def opened(key: WrappedKey) -> bytes:
    """The random key itself; raises SecretMissing when the server does not have the secret."""
    plain = unwrap(server_secrets(), bytes(key.wrapped), about(key))
    if plain is None:
        raise SecretMissing(
            _(
                "The server no longer has the secret with which this review is sealed, so it can be neither answered "
                "nor closed. Please tell whoever runs the server; nothing is lost as long as the secret is not."
            )
        )
    return plain


def make_round_key(review_round: ReviewRound) -> None:
    """Give a round that opens its key."""
    key = RoundKey(round=review_round)
    key.wrapped = wrapped_anew(key, new_key())
    key.save(force_insert=True)


def round_key(round_id: uuid.UUID) -> bytes | None:
    """The key of a round; None when it is not open."""
    key = RoundKey.objects.filter(round=round_id).first()
    return opened(key) if key else None


def held_round_key(round_id: uuid.UUID) -> bytes | None:
    """The key of a round that stays open until the end of this transaction; None when it is not open.

    Whoever answers shares the hold with everybody who answers; closing takes the key for itself. So an answer is in
    before the round closes, or finds it closed. Django knows no shared lock; on SQLite the transaction itself holds.
    """
    query = "SELECT * FROM {} WHERE round_id = %s{}".format(  # noqa: S608 - no value of anybody's is in it
        connection.ops.quote_name(RoundKey._meta.db_table),
        " FOR SHARE" if connection.features.has_select_for_update else "",
    )
    value = RoundKey._meta.get_field("round").get_db_prep_value(round_id, connection)
    key = next(iter(RoundKey.objects.raw(query, [value])), None)
    return opened(key) if key else None


def mark_key(program_id: uuid.UUID) -> bytes:
    """The key of a program's marks, made when it is first needed."""
    return opened(MarkKey.objects.filter(program=program_id).first() or _made_mark_key(program_id))


def _made_mark_key(program_id: uuid.UUID) -> MarkKey:
    key = MarkKey(program_id=program_id)
    key.wrapped = wrapped_anew(key, new_key())
    return MarkKey.objects.get_or_create(program_id=program_id, defaults={"wrapped": key.wrapped})[0]


def unreadable_keys() -> list[WrappedKey]:
    """What no secret of the server opens any more."""
    keys: list[WrappedKey] = [*RoundKey.objects.all(), *MarkKey.objects.all()]
    return [key for key in keys if unwrap(server_secrets(), bytes(key.wrapped), about(key)) is None]


def secret_problem() -> str:
    """Why the site must not start with the secret that it has, and what to do; empty when all can be read."""
    lost = unreadable_keys()
    rounds = sum(isinstance(key, RoundKey) for key in lost)
    counts = {"rounds": rounds, "programs": len(lost) - rounds}
    return REMEDY % counts if lost else ""


@transaction.atomic
def rewrap_keys() -> int:
    """Wrap every key that hangs on an older secret under the newest; returns how many. What cannot be read stays."""
    rewrapped = 0
    for model in (RoundKey, MarkKey):
        for key in model.objects.select_for_update():
            plain = unwrap(server_secrets(), bytes(key.wrapped), about(key))
            if plain and unwrap([settings.REVIEW_SECRET], bytes(key.wrapped), about(key)) is None:
                model.objects.filter(pk=key.pk).update(wrapped=wrapped_anew(key, plain))
                rewrapped += 1
    return rewrapped


@transaction.atomic
def discard_unreadable() -> int:
    """Give up what no secret opens; returns how many keys. Open rounds begin anew, with nobody's answers; without their
    marks the later rounds of a running cycle show nothing."""
    lost = unreadable_keys()
    for key in lost:
        if isinstance(key, RoundKey):
            SealedReview.objects.filter(round=key.round_id).delete()
            CastBallot.objects.filter(round=key.round_id).delete()
            RoundKey.objects.filter(pk=key.pk).update(wrapped=wrapped_anew(key, new_key()))
        else:
            RoundMarks.objects.filter(round__cycle__program=key.program_id).delete()
            key.delete()
    return len(lost)


def readable_problem() -> str:
    """What `secret_problem` says; nothing while the database cannot be asked or has no such tables yet, which other
    checks report."""
    try:
        return secret_problem()
    except DatabaseError:
        return ""


@register(Tags.database)
def review_secret_opens_what_is_open(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Asked by `check --database default` and before `migrate`; web, worker and clock ask when they start."""
    problem = readable_problem() if databases else ""
    return [Error(problem, id="reviews.E001")] if problem else []
