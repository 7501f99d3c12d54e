"""Where to tell of a weakness of this site: `/.well-known/security.txt`, as RFC 9116 says."""

import datetime as dt

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from people.access import anyone, page
from people.models.organization import site_url

#: RFC 9116 wants less than a year. What is made anew each time may say less: whoever keeps a copy asks again.
GOOD_FOR = dt.timedelta(days=90)


@page(anyone)
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom SECURITY_CONTACT names, for people who look for weaknesses; 404 where it names nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    lines = [f"{name}: {value}" for name, value in fields()]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def fields() -> list[tuple[str, str]]:
    """The fields, in the order of the RFC's own example; the contacts in the order of preference."""
    today = timezone.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    contacts = [contact if ":" in contact else f"mailto:{contact}" for contact in settings.SECURITY_CONTACT]
    return [
        *(("Contact", contact) for contact in contacts),
        ("Expires", f"{today + GOOD_FOR:%Y-%m-%dT%H:%M:%SZ}"),
        ("Preferred-Languages", ", ".join(code for code, _name in settings.LANGUAGES)),
        ("Canonical", site_url() + reverse("security_txt")),
        *([("Policy", settings.SECURITY_POLICY)] if settings.SECURITY_POLICY else []),
    ]
