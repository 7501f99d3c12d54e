"""Switching a kind off from the message itself, without signing in (RFC 8058)."""

import uuid

from django.core import signing
from django.urls import reverse

SALT = "notifications.unsubscribe"


def token_for(user_id: uuid.UUID, kind: str) -> str:
    """Says who wants to be rid of what; good for nothing else, and never ends."""
    return signing.Signer(salt=SALT).sign_object([user_id.hex, kind])


def read_token(token: str) -> tuple[uuid.UUID, str] | None:
    """The person and the kind; None for a token that is not ours."""
    try:
        user_hex, kind = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return uuid.UUID(user_hex), kind


def path_for(user_id: uuid.UUID, kind: str) -> str:
    return reverse("unsubscribe", args=[token_for(user_id, kind)])
