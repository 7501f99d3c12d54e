"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RosterConfig(AppConfig):
    name = "roster"
    verbose_name = _("Roster import")

    def ready(self) -> None:
        from people.erasure import obstacles
        from people.person_records import Fact, facts
        from people.personal_data import PERSONAL_RECORDS
        from people.retention.time_limits import RETENTION_RULES
        from roster import personal_data, retention
        from roster.entry import ENTRY_FIELDS

        obstacles.hooks.register(personal_data.unfinished_import)
        PERSONAL_RECORDS.register(*personal_data.RECORDS)
        RETENTION_RULES.register(*retention.RULES)
        facts.register(*(Fact(field.name, field.label, field.shown_to) for field in ENTRY_FIELDS if field.shown_to))
