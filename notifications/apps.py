"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from frame import navigation
        from frame.upper_floors import inbox
        from notifications import account_messages, approval_messages, kinds, services
        from notifications.rules import sees_outbox
        from people.approvals import telling
        from people.audit import words
        from people.sign_in import second_factor

        kinds.register(*approval_messages.KINDS)
        telling.register(approval_messages.tell)
        words.register(
            {
                "outbox.retried": _("sent messages again"),
                "outbox.discarded": _("discarded messages"),
                "outbox.downloaded": _("downloaded the list of messages"),
            }
        )
        kinds.register(*account_messages.KINDS)
        second_factor.register_notice(account_messages.tell_of_reset)
        inbox.provide(services)
        outbox = navigation.Entry(
            label=_("Outbox"), icon="paper-airplane", url_name="outbox", rule=sees_outbox, order=65, under="/outbox/"
        )
        navigation.entries.register(outbox)
