"""One-click sign-in as the people of the demo company. Exists in demo mode only."""

from dataclasses import dataclass

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frame.navigation import address_inside
from people.access import HARMLESS, PersonRequest, action, anyone
from people.models import User

#: First name, last name, and what one sees through their eyes.
PERSONAS = (
    ("Omar", "Haddad", _("HR admin")),
    ("Nadia", "Koroma", _("HR admin, the second person")),
    ("Priya", "Raman", _("Program coordinator")),
    ("Kavya", "Nair", _("Mentor of the CEO")),
    ("Jack", "Whitfield", _("Leader, CEO")),
    ("Maria", "Santos", _("Mentor, AI tools")),
    ("Helen", "Brandt", _("Leader")),
    ("David", "Okafor", _("Mentor")),
    ("Lena", "Fischer", _("Sponsor")),
    ("Sam", "Reid", _("Jack's assistant")),
    ("Noor", "Aziz", _("Person of trust, in no program")),
    ("Igor", "Petrov", _("Operator")),
)


@dataclass(frozen=True)
class Persona:
    user: User
    role: str | Promise


def personas() -> list[Persona]:
    """The demo's people who are there, in the order of the list; none outside demo mode. One query."""
    if not settings.DEMO:
        return []
    is_persona = Q()
    for first, last, _role in PERSONAS:
        is_persona |= Q(first_name=first, last_name=last)
    by_name = {(user.first_name, user.last_name): user for user in User.objects.active().filter(is_persona)}
    return [Persona(by_name[first, last], role) for first, last, role in PERSONAS if (first, last) in by_name]


@action(anyone, post=HARMLESS)
def demo_sign_in(request: PersonRequest) -> HttpResponse:
    """Sign in as one of the demo's people; 404 outside demo mode and for everyone else."""
    if not settings.DEMO:
        raise Http404
    allowed = [persona.user.pk for persona in personas()]
    user = get_object_or_404(User.objects.filter(pk__in=allowed), email=request.POST.get("email", ""))
    page = address_inside(request, request.POST.get("next", ""), default="") or None
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=page, email_verification="none"))
    return response
