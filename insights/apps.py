"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "insights"
    verbose_name = "Insights"

    def ready(self) -> None:
        from frame.navigation import Entry, entries
        from insights import gate, rules
        from people.access import signed_in
        from sessions.upper_floors import insights

        insights.provide(gate)
        entries.register(
            Entry(_("Home"), "home", "home", signed_in, 10, under="/"),
            Entry(_("Insights"), "chart-bar", "insights", rules.sees_insights, 60, under="/insights/"),
        )
