"""How long a sign-in lasts: until nobody has used it for a while, and never longer than a set number of days.

Django ends a session SESSION_COOKIE_AGE seconds after it was last saved. It is saved once in a while as long as
somebody uses it, so that the time-out counts from the last use without a write for every page. Its times are those of
full steps, a 24th of the time-out: finer ones would tell, in a copy of the database, who was there in a certain minute.
"""

import datetime as dt
import time
from collections.abc import Callable, Collection
from typing import cast
from uuid import UUID

from allauth.account.signals import authentication_step_completed
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore as Kept
from django.contrib.sessions.models import Session
from django.db.models import Exists, F, OuterRef
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.clock import hour_of
from people.models import User
from people.roles_of_request import duties_of

BEGAN, SEEN = "began_at", "seen_at"
#: So many steps make up the time-out, which may come a step too early.
STEPS = 24
DAY_S = 24 * 3600
#: All but cookies: one of them tells the owner's browser from those of strangers (see known_browsers).
FORGET = '"cache", "storage"'
#: An ended session is known that much longer, so that what somebody typed into its pages finds its author.
REMEMBERED = dt.timedelta(days=1)


class EndingRequest(HttpRequest):
    """A request with which a sign-in may have ended; `ended_for` is then the id of whose it was."""

    ended_for: str | None


class IdleMiddleware:
    """Between Django's session and who it belongs to: ends what is too old, notes that the rest is in use, and has the
    browser forget pages when one has ended."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: EndingRequest) -> HttpResponse:
        was_there = settings.SESSION_COOKIE_NAME in request.COOKIES
        if was_there:
            keep_or_end(request, time.time())
        response = self.get_response(request)
        if was_there and request.session.is_empty():  # when Django takes the cookie away
            response.headers["Clear-Site-Data"] = FORGET
        return response


def keep_or_end(request: EndingRequest, now: float) -> None:
    session = request.session
    if SEEN not in session:
        return
    if is_kept_for_days(session) and has_duties(session):
        session.set_expiry(0)
    if is_over(session, now):
        request.ended_for = session.get(SESSION_KEY)
        UserSession.objects.filter(session_key=session.session_key).delete()
        session.flush()
    elif step_of(now) > session[SEEN]:
        session[SEEN] = step_of(now)


def step_s() -> int:
    """The length of a step in seconds: half an hour with a time-out of twelve."""
    return max(1, settings.SESSION_COOKIE_AGE // STEPS)


def step_of(time: float) -> int:
    """The beginning of the step in which a time lies, in seconds since the epoch."""
    return int(time) // step_s() * step_s()


def is_over(session: SessionBase, now: float) -> bool:
    """Too old, or idle for too long where it is not kept (any more): the time-out of its row may be of another day."""
    is_idle: bool = now - session[SEEN] > settings.SESSION_COOKIE_AGE + step_s()
    return now - session[BEGAN] > settings.SESSION_DAYS * DAY_S or (is_idle and not is_kept_for_days(session))


def is_kept_for_days(session: SessionBase) -> bool:
    """Whether the box was ticked at this sign-in."""
    return not session.get_expire_at_browser_close()


def has_duties(session: SessionBase) -> bool:
    """Whether its person sees other people's data by now: the box may have been ticked before."""
    return SESSION_KEY in session and bool(duties_of(User(pk=UUID(session[SESSION_KEY]))))


def begin(request: HttpRequest) -> None:
    """Somebody has signed in just now."""
    request.session[BEGAN] = request.session[SEEN] = step_of(time.time())


def keep_the_hour(request: HttpRequest) -> None:
    """Of the time of the sign-in, which they read under "Where you are signed in", keep the hour."""
    hour = hour_of(timezone.now())
    of_this_one = UserSession.objects.filter(session_key=request.session.session_key)
    of_this_one.update(created_at=hour, last_seen_at=hour)


def set_length(request: HttpRequest, user: User, *, wants_to_stay: bool) -> None:
    """Until the browser is closed or the time-out; with the box ticked as long as a sign-in lasts at all. People who
    see other people's data are never kept signed in beyond the time-out; whoever comes to see them later loses the
    keeping with the next page."""
    stays = wants_to_stay and not duties_of(user)
    request.session.set_expiry(settings.SESSION_DAYS * DAY_S if stays else 0)


def owner_of(request: HttpRequest) -> str:
    """Whose sign-in it was that has ended in this browser; "" where that is not known any more."""
    if ended := getattr(request, "ended_for", None):
        return str(ended)
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    session = Session.objects.filter(session_key=key).first() if key else None
    return str(session.get_decoded().get(SESSION_KEY, "")) if session else ""


def forget_sessions(now: dt.datetime, keeping: Collection[UUID] = ()) -> int:
    """Forget the network address and the browser of each ended sign-in, save of those whom a legal hold keeps, and a
    day later the sign-in itself; and when the password was changed in it, which allauth notes. Returns how many were
    ended."""
    open_ones = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    ended: int = UserSession.objects.filter(~Exists(open_ones)).exclude(user__in=keeping).delete()[0]
    UserSession.objects.exclude(last_seen_at=F("created_at")).update(last_seen_at=F("created_at"))
    Session.objects.filter(expire_date__lt=now - REMEMBERED).delete()
    return ended


@receiver(authentication_step_completed)
def renew_key(request: HttpRequest, reauthenticated: bool = False, **_kwargs: object) -> None:
    """Whoever shows again who they are gets another cookie: a copy of the one before is worth nothing more."""
    if reauthenticated:
        request.session.cycle_key()


class SessionStore(Kept):
    """See SESSION_ENGINE."""

    def cycle_key(self) -> None:
        """Take the note of the sign-in along. Django changes the key by itself when SECRET_KEY has become another one,
        and what is not noted is neither listed nor ended."""
        before = self.session_key
        super().cycle_key()
        UserSession.objects.filter(session_key=before).update(session_key=self.session_key)

    def create_model_instance(self, data: dict[str, object]) -> Session:
        """Expires with the beginning of the step."""
        session = cast(Session, super().create_model_instance(data))
        session.expire_date = dt.datetime.fromtimestamp(step_of(session.expire_date.timestamp()), dt.UTC)
        return session
