"""Who may open a view: every view of ours carries one `@access(rule)`.

A rule is a predicate over the signed-in person that says whether their *role* opens the page; which
*objects* they meet there is decided by `visible_to` querysets. The wrong role is a 403, someone else's
object a 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from people.models import Role, User
from people.roles_of_request import duties_of

Rule = Callable[[User], bool]
View = Callable[..., HttpResponse]


def access(rule: Rule) -> Callable[[View], View]:
    """Open the view only to people whom `rule` lets in; raises PermissionDenied (403) for others."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not rule(request.user):  # type: ignore[arg-type]
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.access_rule = rule  # type: ignore[attr-defined]
        return login_not_required(guarded) if rule is anyone else guarded

    return guard


def anyone(user: User) -> bool:
    """Open to the whole world, signed in or not."""
    return True


def signed_in(user: User) -> bool:
    """Open to everyone of the roster."""
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
