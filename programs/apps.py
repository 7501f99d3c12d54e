"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Programs"

    def ready(self) -> None:
        from frame import navigation
        from notifications import kinds
        from notifications import upper_floors as notifications_upper_floors
        from people import upper_floors
        from people.approvals import act_kinds
        from people.audit import lines
        from programs import port_to_people, setup_tasks, tabs
        from programs.recording import WORDS
        from programs.reminders import KINDS
        from programs.rules import manages_programs
        from programs.services import team
        from programs.setup_tasks import OWN_TOPICS
        from programs.tabs import TABS

        upper_floors.programs.provide(port_to_people)
        notifications_upper_floors.programs.provide(port_to_people)
        setup_tasks.topics.register(*OWN_TOPICS)
        tabs.tabs.register(*TABS)
        act_kinds.deeds.register(*team.DEEDS)
        lines.acts.register(*WORDS.items())
        kinds.declared.register(*KINDS)
        navigation.entries.register(
            navigation.Entry(_("Programs"), "rectangle-stack", "program_list", manages_programs, 30, under="/programs/")
        )
