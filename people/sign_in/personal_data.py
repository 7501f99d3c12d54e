"""What signing in keeps about people, in the models of the libraries that do it."""

import datetime as dt

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from people.clock import day_in_utc, day_of
from people.models import User
from people.offboarding import end_sessions
from people.personal_data import (
    ITSELF,
    TECHNICAL,
    Basis,
    Deleted,
    ErasedBy,
    PersonalRecord,
    nothing_of,
    rows_where,
)


def end_all_sign_ins(*, person: User, by: User | None = None) -> None:
    """Sign somebody out everywhere, whoever wants it."""
    end_sessions([person.pk])


def last_use(factor: Authenticator) -> dt.date | dt.datetime | None:
    """When it was used last; the day where no more is kept (`audit_trail.note_last_login`)."""
    used = factor.last_used_at
    return day_in_utc(used) if used and used == day_of(used) else used


SECRET = _("a secret; whoever had it could sign in as you")
ADDRESS = PersonalRecord(
    model=EmailAddress,
    name=_("Your sign-in address, and whether it is verified"),
    purpose=_("So that only whoever reads the mailbox can sign in"),
    basis=Basis.INTEREST,
    readers=_("yourself; HR the address"),
    kept=_("as long as you can sign in"),
    people=("user",),
    exported=("email", "verified", "primary"),
    withheld={"user": ITSELF},
    rows_of=rows_where(EmailAddress, "user"),
    on_erasure=Deleted(),
)
CONFIRMATION = PersonalRecord(
    model=EmailConfirmation,
    name=_("Links by which you confirm an address"),
    purpose=_("So that only whoever reads the mailbox can sign in"),
    basis=Basis.INTEREST,
    readers=_("nobody"),
    kept=_("as long as the address"),
    people=("email_address__user",),
    exported=("created", "sent"),
    withheld={"key": SECRET},
    rows_of=rows_where(EmailConfirmation, "email_address__user"),
    on_erasure=Deleted(),
)
SECOND_FACTOR = PersonalRecord(
    model=Authenticator,
    name=_("Your second factors"),
    purpose=_("So that a password alone opens nothing"),
    basis=Basis.INTEREST,
    readers=_("yourself; HR sees whether there is one"),
    kept=_("until you remove it, or two people reset it"),
    people=("user",),
    exported=("type", "created_at", "last_used_at"),
    shown_as={"last_used_at": last_use},
    withheld={"user": ITSELF, "data": SECRET},
    rows_of=rows_where(Authenticator, "user"),
    on_erasure=Deleted(),
)
SIGN_IN = PersonalRecord(
    model=UserSession,
    name=_("Where you are signed in"),
    purpose=_("So that you see each of your sign-ins and can end it"),
    basis=Basis.INTEREST,
    readers=_("yourself"),
    kept=_("until the sign-in ends; one that nobody uses ends by itself"),
    rules=("ended_sign_ins",),
    people=("user",),
    exported=("created_at", "last_seen_at", "ip", "user_agent"),
    withheld={"user": ITSELF, "session_key": SECRET, "data": TECHNICAL},
    rows_of=rows_where(UserSession, "user"),
    on_erasure=Deleted(),
)
SESSION = PersonalRecord(
    model=Session,
    name=_("What the server remembers of a sign-in"),
    purpose=_("So that you need not sign in on every page"),
    basis=Basis.INTEREST,
    readers=_("nobody"),
    kept=_("until the sign-in ends; one that nobody uses ends by itself"),
    rules=("ended_sign_ins",),
    people=(),
    withheld={
        "session_key": SECRET,
        "session_data": _("sealed; whose it is cannot be asked"),
        "expire_date": TECHNICAL,
    },
    rows_of=nothing_of(Session),
    on_erasure=ErasedBy(end_all_sign_ins, _("you are signed out everywhere")),
)
RECORDS = (ADDRESS, CONFIRMATION, SECOND_FACTOR, SIGN_IN, SESSION)
