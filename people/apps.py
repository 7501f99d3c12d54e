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
        from people import checks, frame_port, kept_about_people, sealed_secrets  # noqa: F401  (registers the system check)
        from people.access import hr_admin
        from people.audit.readers import reads_audit
        from people.directory_scope import reads_people
        from people.own_data.copies import seal_copies_anew
        from people.personal_data import IMPERSONAL_MODELS, PERSONAL_RECORDS
        from people.retention import own_rules
        from people.retention.time_limits import RETENTION_RULES
        from people.search import build_index
        from people.sign_in import audit_trail  # noqa: F401  (registers the receivers)
        from people.sign_in import personal_data as sign_in_data
        from people.sign_in.second_factor import seal_factors_anew

        PERSONAL_RECORDS.register(*kept_about_people.RECORDS, *sign_in_data.RECORDS)
        RETENTION_RULES.register(*own_rules.RULES)
        IMPERSONAL_MODELS.register(*kept_about_people.IMPERSONAL)
        post_migrate.connect(build_index, sender=self)
        say_what_to_do()
        upper_floors.people.provide(frame_port)
        self.be_ready_for_two()
        self.be_ready_to_erase()
        sealed_secrets.rotations.register(
            ("secrets of second factors", seal_factors_anew), ("copies of people's own data", seal_copies_anew)
        )
        navigation.entries.register(
            navigation.Entry(_("People"), "users", "people_list", reads_people, 40, under="/people/")
        )
        navigation.entries.register(navigation.Entry(_("Audit log"), "finger-print", "audit_log", reads_audit, 68))
        navigation.entries.register(navigation.Entry(_("Settings"), "cog-6-tooth", "organization_edit", hr_admin, 70))

    def be_ready_for_two(self) -> None:
        from people.approvals import act_kinds, address_changes, factor_resets, role_grants
        from people.directory import services as directory_services
        from people.erasure import requests
        from people.retention import lifting

        act_kinds.deeds.register(
            *role_grants.DEEDS,
            *address_changes.DEEDS,
            *directory_services.DEEDS,
            *factor_resets.DEEDS,
            *requests.DEEDS,
            *lifting.DEEDS,
        )

    def be_ready_to_erase(self) -> None:
        from django.db.models.signals import post_migrate

        from people.erasure import obstacles, stored_names
        from people.erasure.again import warn_after_migrating

        obstacles.hooks.register(obstacles.last_admin, obstacles.legal_hold)
        stored_names.places.register(*stored_names.OWN)
        post_migrate.connect(warn_after_migrating, sender=self)
