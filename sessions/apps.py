"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "mentoring_sessions"
    verbose_name = "Sessions"

    def ready(self) -> None:
        from notifications import calendars, kinds, scopes
        from pairings import sections, upper_floors
        from people import sealed_secrets
        from people.audit import lines
        from programs import tabs
        from programs import upper_floors as cycle_changes
        from sessions import look_back, port_to_pairings, reminders
        from sessions.answers import checks  # noqa: F401  (registers the check of the mailbox)
        from sessions.pair_activity import run_tab
        from sessions.querysets import private_items, private_meetings, private_retractions
        from sessions.reminders import removal
        from sessions.reviews import keys  # noqa: F401  (registers the check of the secret)
        from sessions.reviews import reminders as review_reminders
        from sessions.reviews.keys import rewrap_keys
        from sessions.reviews.marks import cycle_moved
        from sessions.reviews.round_views import review_tab
        from sessions.sections import SECTIONS, facts

        upper_floors.sessions.provide(port_to_pairings)
        lines.acts.register(
            ("review.opened", _("opened a review round")),
            ("review.closed", _("closed a review round")),
            ("pairs.downloaded", _("downloaded how the pairs meet")),
            ("meetings.downloaded", _("downloaded the meetings of a cycle")),
        )
        sealed_secrets.rotations.register(("keys of reviews", rewrap_keys))
        calendars.keepers.register(removal.KEEPER)
        kinds.declared.register(*review_reminders.KINDS, *reminders.KINDS)
        tabs.tabs.register(review_tab, run_tab)
        scopes.private_subjects.register(private_meetings, private_items, private_retractions)
        sections.for_the_two.register(*SECTIONS)
        sections.for_the_team.register(facts)
        sections.for_looking_back.register(look_back.promises, look_back.confidence)
        cycle_changes.followers.register(cycle_moved)
        self.register_personal_data()

    def register_personal_data(self) -> None:
        """What is kept of people, how long, and what stands in the way of erasing it."""
        from people.erasure import obstacles
        from people.personal_data import IMPERSONAL_MODELS, PERSONAL_RECORDS
        from people.retention.time_limits import RETENTION_NEEDS, RETENTION_RULES
        from sessions import personal_data, retention
        from sessions.reviews import personal_data as review_data

        PERSONAL_RECORDS.register(*personal_data.RECORDS, *review_data.RECORDS)
        IMPERSONAL_MODELS.register(*review_data.IMPERSONAL)
        RETENTION_RULES.register(*retention.RULES)
        RETENTION_NEEDS.register(*retention.NEEDS)
        obstacles.hooks.register(review_data.open_review)
