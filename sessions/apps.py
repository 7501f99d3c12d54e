"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "mentoring_sessions"
    verbose_name = "Sessions"

    def ready(self) -> None:
        from notifications import kinds, scopes
        from pairings import changes
        from people import sealed_secrets
        from people.audit import words
        from programs import cycle_changes, tabs
        from sessions import reminders, sections, slipping
        from sessions.pair_activity import run_tab
        from sessions.querysets import private_items, private_meetings, private_retractions
        from sessions.reviews import keys  # noqa: F401  (registers the check of the secret)
        from sessions.reviews import reminders as review_reminders
        from sessions.reviews.keys import rewrap_keys
        from sessions.reviews.marks import cycle_moved
        from sessions.reviews.round_views import review_tab

        words.register({"review.opened": _("opened a review round"), "review.closed": _("closed a review round")})
        sealed_secrets.register("keys of reviews", rewrap_keys)
        kinds.register(*review_reminders.KINDS)
        kinds.register(*reminders.KINDS)
        tabs.register(review_tab)
        tabs.register(run_tab)
        scopes.register_private(private_meetings)
        scopes.register_private(private_items)
        scopes.register_private(private_retractions)
        sections.register()
        cycle_changes.register(cycle_moved)
        changes.register(slipping.pairings_changed)
