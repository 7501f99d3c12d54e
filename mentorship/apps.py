"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MentorshipConfig(AppConfig):
    name = "mentorship"
    verbose_name = "Turnabout"

    def ready(self) -> None:
        """Operators find the status page in the sidebar."""
        from frame import navigation
        from mentorship import checks  # noqa: F401 - registers them
        from people.access import operator

        navigation.entries.register(navigation.Entry(_("Status"), "heart", "status", operator, 90))
