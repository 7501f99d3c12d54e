"""Sets the spans of the outbox to those of the drill, in every process of it."""

from django.apps import AppConfig
from django.conf import settings


class DrillConfig(AppConfig):
    name = "tests.drill"
    label = "drill"

    def ready(self) -> None:
        from mentorship import signs
        from notifications import claims

        spans = {"LEASE": settings.LEASE, "FIRST_WAIT_S": settings.PAUSE_S, "LONGEST_WAIT_S": 3 * settings.PAUSE_S}
        signs.OVERDUE_AFTER = settings.LATE
        for name, span in spans.items():
            if not hasattr(claims, name):
                raise AttributeError(f"notifications.claims has no {name} any more; what is in its place?")
            setattr(claims, name, span)
