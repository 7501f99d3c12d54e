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
        from people.erasure import obstacles, stored_names
        from people.personal_data import IMPERSONAL_MODELS, PERSONAL_RECORDS
        from people.retention.time_limits import RETENTION_NEEDS, RETENTION_RULES
        from programs import erasure, personal_data, port_to_people, retention, setup_tasks, tabs
        from programs.note_message import NOTE
        from programs.recording import WORDS
        from programs.reminders import KINDS
        from programs.rules import manages_programs
        from programs.services import team
        from programs.setup_tasks import OWN_TOPICS
        from programs.tabs import TABS
        from programs.todos_message import TODOS_WAITING

        obstacles.hooks.register(erasure.in_charge)
        stored_names.places.register(erasure.take_out_of_lists)
        PERSONAL_RECORDS.register(*personal_data.RECORDS)
        RETENTION_RULES.register(*retention.RULES)
        RETENTION_NEEDS.register(*retention.NEEDS)
        IMPERSONAL_MODELS.register(*personal_data.IMPERSONAL)
        upper_floors.programs.provide(port_to_people)
        notifications_upper_floors.programs.provide(port_to_people)
        setup_tasks.topics.register(*OWN_TOPICS)
        tabs.tabs.register(*TABS)
        act_kinds.deeds.register(*team.DEEDS)
        lines.acts.register(*WORDS.items())
        kinds.declared.register(*KINDS, NOTE, TODOS_WAITING)
        navigation.entries.register(
            navigation.Entry(_("Programs"), "rectangle-stack", "program_list", manages_programs, 30, under="/programs/")
        )
