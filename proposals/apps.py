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
        from people.erasure import stored_names
        from people.personal_data import IMPERSONAL_MODELS, PERSONAL_RECORDS
        from programs import setup_tasks, tabs
        from programs import upper_floors as program_figures
        from programs import upper_floors as programs_upper_floors
        from proposals import personal_data, port_to_pairings, program_steps
        from proposals.services import pending_checks

        stored_names.places.register(personal_data.take_out_of_runs)
        PERSONAL_RECORDS.register(*personal_data.RECORDS)
        IMPERSONAL_MODELS.register(*personal_data.IMPERSONAL)
        upper_floors.proposals.provide(port_to_pairings)
        people_upper_floors.proposals.provide(pending_checks)
        programs_upper_floors.proposals.provide(program_steps)
        lines.acts.register(*WORDS.items())
        tabs.tabs.register(program_steps.TAB)
        program_figures.figures.register(program_steps.FIGURE)
        setup_tasks.topics.register(program_steps.TOPIC)
