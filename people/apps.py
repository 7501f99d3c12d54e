"""The ground floor of the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from people import checks, navigation, rotating, signing_in  # noqa: F401  (register the system check and the receivers)
        from people.access import hr_admin
        from people.approvals import addresses, deeds, entries, factors, roles
        from people.audit_sight import reads_audit
        from people.forms.words import say_what_to_do
        from people.second_factor import seal_factors_anew
        from people.sight import reads_people

        say_what_to_do()
        deeds.register(*roles.DEEDS, *addresses.DEEDS, *entries.DEEDS, *factors.DEEDS)
        rotating.register("secrets of second factors", seal_factors_anew)
        navigation.register(navigation.Entry(_("People"), "users", "people_list", reads_people, 40, under="/people/"))
        navigation.register(navigation.Entry(_("Audit log"), "finger-print", "audit_log", reads_audit, 68))
        navigation.register(navigation.Entry(_("Settings"), "cog-6-tooth", "organization_edit", hr_admin, 70))
