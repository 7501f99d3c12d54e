"""App configuration."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "mentoring_sessions"
    verbose_name = "Sessions"

    def ready(self) -> None:
        from notifications import kinds
        from sessions.reviews import reminders as review_reminders

        kinds.register(*review_reminders.KINDS)
