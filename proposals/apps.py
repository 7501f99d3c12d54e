"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from pairings import upper_floors
        from people import change_hooks
        from people.audit import words
        from programs import visibility
        from proposals import living_check, partner_search, program_steps
        from proposals.audit_words import WORDS

        upper_floors.proposals.provide(partner_search)
        words.register(WORDS)
        program_steps.register()
        change_hooks.register(living_check.people_changed)
        change_hooks.register_for_conflicts(living_check.conflicts_changed)
        visibility.register(program_steps.may_find_each_other)
