"""Who may open a view, and by which method: every view of ours carries one `@page(rule)` or `@action(rule)`.

A rule is a predicate over the signed-in person that says whether their *role* opens the page; which
*objects* they meet there is decided by `visible_to` querysets. The wrong role is a 403, someone else's
object a 404, the wrong method a 405.

    @page(signed_in)                    GET and HEAD
    @page(signed_in, post=ONCE)         GET, HEAD and POST: a form and what it does
    @action(signed_in, post=HARMLESS)   POST: a button

A post says why doing it twice does it once: ONCE by the token of its form, HARMLESS by its nature.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from frame.posts import once
from people.roles_of_request import duties_of
from people.states import Role

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from people.models import User

Rule = Callable[["User"], bool]
View = Callable[..., HttpResponseBase]


class PersonRequest(HttpRequest):
    """The request of somebody who is signed in: what a view with a rule other than `anyone` gets."""

    user: User
    htmx: HtmxDetails


class Repeats(Enum):
    """Why a post that comes twice does its work once."""

    TOKEN = "the form carries a token, and the second post is answered like the first"  # noqa: S105 - no secret
    NATURE = "doing it again leaves everything as it is"


ONCE, HARMLESS = Repeats.TOKEN, Repeats.NATURE


def page[**P](
    rule: Rule, *, post: Repeats | None = None
) -> Callable[[Callable[Concatenate[Any, P], HttpResponseBase]], View]:
    """A page that one opens (GET, HEAD) and, with `post`, a form on it that one sends."""
    return _guarded(rule, ("GET", "HEAD") if post is None else ("GET", "HEAD", "POST"), post)


def action[**P](
    rule: Rule, *, post: Repeats = ONCE
) -> Callable[[Callable[Concatenate[Any, P], HttpResponseBase]], View]:
    """What a button does (POST)."""
    return _guarded(rule, ("POST",), post)


def _guarded(rule: Rule, methods: tuple[str, ...], post: Repeats | None) -> Callable[[View], View]:
    def guard(view: View) -> View:
        answer = once(view) if post is ONCE else view

        @wraps(view)
        def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            if not rule(request.user):  # strangers come only where `anyone` may: LoginRequired has turned them away
                raise PermissionDenied
            return answer(request, *args, **kwargs)

        vars(guarded).update(access_rule=rule, methods=methods, repeats=post)
        return login_not_required(guarded) if rule is anyone else guarded

    return guard


def anyone(user: User) -> bool:
    """The whole world, signed in or not."""
    return True


def signed_in(user: User) -> bool:
    """Everyone of the roster, each for what concerns them."""
    return user.is_authenticated


def roles_of(user: User) -> frozenset[str]:
    """The granted roles of a person; read once per person object (that is, per request)."""
    return frozenset(Role.values) & duties_of(user).keys() if user.is_authenticated else frozenset()


def hr_admin(user: User) -> bool:
    """HR admins."""
    return Role.HR_ADMIN in roles_of(user)


def operator(user: User) -> bool:
    """Operators (IT)."""
    return Role.OPERATOR in roles_of(user)


def any_of(*rules: Rule) -> Rule:
    """Open when one of the rules opens; its name and docstring name them all, for the permissions page."""

    def either(user: User) -> bool:
        return any(rule(user) for rule in rules)

    either.__name__ = "_or_".join(rule.__name__ for rule in rules)
    either.__doc__ = " ".join((rule.__doc__ or rule.__name__).strip() for rule in rules)
    return either
