"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

OWN_WORDS = (
    ("comparison.downloaded", _("downloaded the comparison of programs and cycles")),
    ("program_review.written", _("wrote what came of a review")),
    ("program_review.published", _("published, or took back, what came of a review")),
    ("program.judged", _("said whether a cycle reached what the program set out to")),
    ("program_review.signed", _("commented on what came of a review, or signed it")),
)


class InsightsConfig(AppConfig):
    name = "insights"
    verbose_name = "Insights"

    def ready(self) -> None:
        from frame.navigation import Entry, entries
        from insights import gate, outcome, personal_data, rules
        from insights.pack.in_force import PACK, WORDS
        from insights.pack.told import RULES_CHANGED
        from insights.pack.told import lately_changed as of_the_pack
        from insights.program_review.messages import KINDS
        from insights.program_review.reminders import REVIEW_STEP_DUE
        from notifications import kinds
        from people.access import signed_in
        from people.audit import lines
        from people.personal_data import IMPERSONAL_MODELS, PERSONAL_RECORDS
        from people.promises import further_reading, lately_changed
        from programs.upper_floors import followers
        from sessions.upper_floors import insights

        insights.provide(gate)
        followers.register(outcome.cycle_moved)
        lines.acts.register(*WORDS.items(), *OWN_WORDS)
        further_reading.register(PACK)
        lately_changed.register(of_the_pack)
        kinds.declared.register(RULES_CHANGED, REVIEW_STEP_DUE, *KINDS)
        PERSONAL_RECORDS.register(*personal_data.RECORDS)
        IMPERSONAL_MODELS.register(*personal_data.IMPERSONAL)
        entries.register(
            Entry(_("Home"), "home", "home", signed_in, 10, under="/"),
            Entry(_("Insights"), "chart-bar", "insights", rules.sees_insights, 60, under="/insights/"),
        )
