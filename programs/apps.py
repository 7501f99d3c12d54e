"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Programs"

    def ready(self) -> None:
        from people import navigation
        from programs import tabs
        from programs.rules import manages_programs

        navigation.register(
            navigation.Entry(_("Programs"), "rectangle-stack", "program_list", manages_programs, 30, under="/programs/")
        )
        tabs.register(tabs.Tab("overview", _("Overview"), "program_detail", 0, "home"))
