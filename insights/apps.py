"""App configuration."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"
    verbose_name = "Insights"

    def ready(self) -> None:
        from insights import gate
        from sessions.reviews import closing

        closing.register(gate.freeze_results)
