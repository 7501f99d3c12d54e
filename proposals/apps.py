"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = {
    "match.started": _("had a match computed"),
    "match.changed": _("changed a match by hand"),
    "match.chosen": _("chose a version of a match"),
    "match.published": _("published a match"),
    "match.downloaded": _("downloaded a match"),
}


class ProposalsConfig(AppConfig):
    name = "proposals"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from pairings import upper_floors
        from people import upper_floors as people_upper_floors
        from people.audit import lines
        from programs import setup_tasks, tabs
        from programs import upper_floors as program_figures
        from programs import upper_floors as programs_upper_floors
        from proposals import partner_search, program_steps
        from proposals.services import pending_checks

        upper_floors.proposals.provide(partner_search)
        people_upper_floors.proposals.provide(pending_checks)
        programs_upper_floors.proposals.provide(program_steps)
        lines.acts.register(*WORDS.items())
        tabs.tabs.register(program_steps.TAB)
        program_figures.figures.register(program_steps.FIGURE)
        setup_tasks.topics.register(program_steps.TOPIC)
