"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RosterConfig(AppConfig):
    name = "roster"
    verbose_name = _("Roster import")

    def ready(self) -> None:
        from people.person_records import Fact, facts
        from roster.entry import ENTRY_FIELDS

        facts.register(*(Fact(field.name, field.label, field.shown_to) for field in ENTRY_FIELDS if field.shown_to))
