"""Django's sessions in the database, whose time of expiry tells no better than the rest when somebody was there."""

import datetime as dt
from typing import cast

from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session

from people.sign_in.session_lifetime import step_of


class SessionStore(Kept):
    """See SESSION_ENGINE."""

    def create_model_instance(self, data: dict[str, object]) -> Session:
        """Expires with the beginning of the step."""
        kept = cast(Session, super().create_model_instance(data))
        kept.expire_date = dt.datetime.fromtimestamp(step_of(kept.expire_date.timestamp()), dt.UTC)
        return kept
