"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "mentoring_sessions"
    verbose_name = "Sessions"

    def ready(self) -> None:
        from notifications import kinds, scopes
        from pairings import sections, upper_floors
        from people import sealed_secrets
        from people.audit import lines
        from programs import tabs
        from programs import upper_floors as cycle_changes
        from sessions import reminders, slipping
        from sessions.pair_activity import run_tab
        from sessions.querysets import private_items, private_meetings, private_retractions
        from sessions.reviews import keys  # noqa: F401  (registers the check of the secret)
        from sessions.reviews import reminders as review_reminders
        from sessions.reviews.keys import rewrap_keys
        from sessions.reviews.marks import cycle_moved
        from sessions.reviews.round_views import review_tab
        from sessions.sections import SECTIONS, facts

        upper_floors.sessions.provide(slipping)
        lines.acts.register(
            ("review.opened", _("opened a review round")), ("review.closed", _("closed a review round"))
        )
        sealed_secrets.rotations.register(("keys of reviews", rewrap_keys))
        kinds.declared.register(*review_reminders.KINDS, *reminders.KINDS)
        tabs.tabs.register(review_tab, run_tab)
        scopes.private_subjects.register(private_meetings, private_items, private_retractions)
        sections.for_the_two.register(*SECTIONS)
        sections.for_the_team.register(facts)
        cycle_changes.followers.register(cycle_moved)
