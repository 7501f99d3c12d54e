"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from notifications import account_kinds, kinds, services, two_people
        from notifications.rules import sees_outbox
        from people import audit_words, navigation, second_factor
        from people.approvals import telling

        kinds.register(*two_people.KINDS)
        telling.register(two_people.tell)
        audit_words.register(
            {
                "outbox.retried": _("sent messages again"),
                "outbox.discarded": _("discarded messages"),
            }
        )
        kinds.register(*account_kinds.KINDS)
        second_factor.register_notice(account_kinds.tell_of_reset)
        navigation.register_unread(services.unread_count)
        outbox = navigation.Entry(
            label=_("Outbox"), icon="paper-airplane", url_name="outbox", rule=sees_outbox, order=65, under="/outbox/"
        )
        navigation.register(outbox)
