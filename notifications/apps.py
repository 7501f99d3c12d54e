"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from frame import navigation
        from frame.upper_floors import inbox
        from notifications import kinds, people_messages, port_to_people, services
        from notifications.rules import sees_outbox
        from people import upper_floors as people_upper_floors
        from people.audit import lines

        people_upper_floors.notifications.provide(port_to_people)
        kinds.declared.register(*people_messages.KINDS, *people_messages.ACCOUNT_KINDS)
        lines.acts.register(
            ("outbox.retried", _("sent messages again")),
            ("outbox.discarded", _("discarded messages")),
            ("outbox.downloaded", _("downloaded the list of messages")),
        )
        inbox.provide(services)
        outbox = navigation.Entry(
            label=_("Outbox"), icon="paper-airplane", url_name="outbox", rule=sees_outbox, order=65, under="/outbox/"
        )
        navigation.entries.register(outbox)
