"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Programs"

    def ready(self) -> None:
        from frame import navigation
        from notifications import kinds, scopes
        from people import assistants, directory_scope, leaving_hook, roles_of_request
        from people.approvals import act_kinds
        from people.audit import readers, words
        from programs import own_tabs, scope, setup_tasks
        from programs import recording as acts
        from programs.closeness import all_coordinators, coordinators_among
        from programs.offboarding import people_have_left
        from programs.reminders import KINDS
        from programs.rules import charges_of, coordinated, coordinator, manages_programs
        from programs.services import team
        from programs.setup_tasks import OWN_TOPICS

        setup_tasks.register(*OWN_TOPICS)
        own_tabs.register()
        leaving_hook.register(people_have_left)
        act_kinds.register(*team.DEEDS)
        assistants.register(coordinators_among, all_coordinators)
        roles_of_request.register(charges_of, of_team=["coordinates"])
        words.register(acts.WORDS)
        readers.register_programs(coordinator, coordinated, scope.names_of)
        directory_scope.register(coordinator, scope.people_of)
        kinds.register(*KINDS)
        scopes.register(managed=scope.managed_ids, names=scope.names_of)
        navigation.entries.register(
            navigation.Entry(_("Programs"), "rectangle-stack", "program_list", manages_programs, 30, under="/programs/")
        )
