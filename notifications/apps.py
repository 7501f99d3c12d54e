"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

WORDS = (
    ("directory.written_to", _("wrote to people of the directory")),
    ("outbox.retried", _("sent messages again")),
    ("outbox.discarded", _("discarded messages")),
    ("outbox.downloaded", _("downloaded the list of messages")),
)


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from frame import navigation
        from frame.upper_floors import inbox
        from notifications import (
            digest,
            guest_messages,
            hold_messages,
            hr_notes,
            kinds,
            people_messages,
            personal_data,
            port_to_people,
            retention,
            services,
            trial_messages,
        )
        from notifications.rules import sees_outbox
        from notifications.stored_names import take_out_of_hr_notes, take_out_of_messages
        from people import upper_floors as people_upper_floors
        from people.audit import lines
        from people.erasure import stored_names
        from people.personal_data import IMPERSONAL_MODELS, PERSONAL_RECORDS
        from people.retention.time_limits import RETENTION_RULES

        stored_names.places.register(take_out_of_messages, take_out_of_hr_notes)
        PERSONAL_RECORDS.register(*personal_data.RECORDS)
        IMPERSONAL_MODELS.register(*personal_data.IMPERSONAL)
        RETENTION_RULES.register(*retention.RULES)
        people_upper_floors.notifications.provide(port_to_people)
        kinds.declared.register(*people_messages.KINDS, *people_messages.ACCOUNT_KINDS, hold_messages.LEGAL_HOLD)
        kinds.declared.register(trial_messages.TRIAL, digest.DIGEST, hr_notes.HR_NOTE, guest_messages.GUEST_ENDS)
        lines.acts.register(*WORDS)
        inbox.provide(services)
        outbox = navigation.Entry(
            label=_("Outbox"), icon="paper-airplane", url_name="outbox", rule=sees_outbox, order=65, under="/outbox/"
        )
        navigation.entries.register(outbox)
