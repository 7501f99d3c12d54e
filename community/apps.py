"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "community.changed": _("changed what a program allows in the community"),
    "community.question_chosen": _("chose a question that a program asks its people"),
}


class CommunityConfig(AppConfig):
    name = "community"
    verbose_name = "Community"

    def ready(self) -> None:
        from community import messages, querysets, question_messages
        from community.pair_section import SECTION
        from community.views.sustain import sustain_tab
        from frame.navigation import Entry, entries
        from notifications import kinds, scopes
        from pairings import sections
        from people.access import signed_in
        from people.audit import lines
        from programs import tabs

        entries.register(Entry(_("Community"), "heart", "community", signed_in, 50, under="/community/"))
        tabs.tabs.register(sustain_tab)
        lines.acts.register(*WORDS.items())
        sections.for_the_two.register(SECTION)
        kinds.declared.register(*messages.KINDS, *question_messages.KINDS)
        scopes.private_subjects.register(*querysets.PRIVATE)
        self.register_personal_data()

    def register_personal_data(self) -> None:
        """What is kept of people and how long."""
        from community import personal_data, retention
        from people.personal_data import IMPERSONAL_MODELS, PERSONAL_RECORDS
        from people.retention.time_limits import RETENTION_RULES

        PERSONAL_RECORDS.register(*personal_data.RECORDS)
        IMPERSONAL_MODELS.register(*personal_data.IMPERSONAL)
        RETENTION_RULES.register(*retention.RULES)
