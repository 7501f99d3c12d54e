"""App configuration."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "mentoring_sessions"
    verbose_name = "Sessions"

    def ready(self) -> None:
        from notifications import kinds
        from programs import tabs
        from sessions.reviews import reminders as review_reminders
        from sessions.reviews.tab import review_tab

        kinds.register(*review_reminders.KINDS)
        tabs.register(review_tab)
