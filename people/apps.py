"""The ground floor of the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from frame import navigation, upper_floors
        from frame.forms import say_what_to_do
        from people import checks, frame_port, sealed_secrets  # noqa: F401  (registers the system check)
        from people.access import hr_admin
        from people.approvals import act_kinds, address_changes, factor_resets, role_grants
        from people.audit.readers import reads_audit
        from people.directory import services as directory_services
        from people.directory_scope import reads_people
        from people.search import build_index
        from people.sign_in import audit_trail  # noqa: F401  (registers the receivers)
        from people.sign_in.second_factor import seal_factors_anew

        post_migrate.connect(build_index, sender=self)
        say_what_to_do()
        upper_floors.people.provide(frame_port)
        act_kinds.deeds.register(
            *role_grants.DEEDS, *address_changes.DEEDS, *directory_services.DEEDS, *factor_resets.DEEDS
        )
        sealed_secrets.rotations.register(("secrets of second factors", seal_factors_anew))
        navigation.entries.register(
            navigation.Entry(_("People"), "users", "people_list", reads_people, 40, under="/people/")
        )
        navigation.entries.register(navigation.Entry(_("Audit log"), "finger-print", "audit_log", reads_audit, 68))
        navigation.entries.register(navigation.Entry(_("Settings"), "cog-6-tooth", "organization_edit", hr_admin, 70))
