"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Programs"

    def ready(self) -> None:
        from notifications import kinds, scopes
        from people import assisting, audit_sight, audit_words, duties, navigation, sight
        from people.roster import leaving
        from programs import acts, own_tabs, scope, setup
        from programs.closeness import all_coordinators, coordinators_among, coordinators_at_work
        from programs.leavers import people_have_left
        from programs.reminders import KINDS
        from programs.rules import charges_of, coordinated, coordinator, manages_programs
        from programs.setup_topics import OWN_TOPICS

        setup.register(*OWN_TOPICS)
        own_tabs.register()
        leaving.register(people_have_left)
        assisting.register(coordinators_among, all_coordinators, at_work=coordinators_at_work)
        duties.register(charges_of, of_team=["coordinates"])
        audit_words.register(acts.WORDS)
        audit_sight.register_programs(coordinator, coordinated, scope.names_of)
        sight.register(coordinator, scope.people_of)
        kinds.register(*KINDS)
        scopes.register(managed=scope.managed_ids, names=scope.names_of)
        navigation.register(
            navigation.Entry(_("Programs"), "rectangle-stack", "program_list", manages_programs, 30, under="/programs/")
        )
