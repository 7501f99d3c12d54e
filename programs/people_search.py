"""Finding a person of the roster by some letters of their name, e-mail or job title."""

from django.db.models import QuerySet

from people.directory.filters import matching
from people.models import User

SHOWN = 12


def found_people(words: str) -> QuerySet[User]:
    """Active people, the first few; nobody while nothing was typed."""
    if not words.strip():
        return User.objects.none()
    return User.objects.active().filter(matching(words)).select_related("department")[:SHOWN]
