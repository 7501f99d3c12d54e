"""Words that make a password easy to guess here: those everybody who tries would try first."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.folding import folded
from people.models import Organization, User

#: What the site is called and what it is for; docs/operations.md lists them.
WORDS = ("turnabout", "mentor", "reverse", "password")
#: Shorter words of the organisation's name (of, the, AG) are in too many good passwords.
SHORTEST = 4
#: So many letters beside such words make a password good all the same.
LEFT = 8


class WordsOfTheSite:
    """Refuses a password of which hardly anything is left without the site's words and the organisation's name."""

    def validate(self, password: str, user: User | None = None) -> None:
        rest = folded(password)
        for word in sorted(words(), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < len(folded(password)) and len(rest) < LEFT:
            raise ValidationError(
                _("Others would guess this: it is little more than the name of this site or organisation.")
            )

    def get_help_text(self) -> str:
        return _("Not made of the name of this site or your organisation.")


def words() -> set[str]:
    """In the letters in which a password is compared."""
    names = folded(Organization.objects.current().name).split()
    return {*WORDS, *(name for name in names if len(name) >= SHORTEST)}
