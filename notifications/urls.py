"""URLs of the inbox and of the outbox."""

from django.urls import path

from notifications.views.frequencies import frequencies_choose
from notifications.views.hr_notes import hr_note_send, people_write
from notifications.views.inbox import inbox, notification_open, notification_read, notifications_read
from notifications.views.outbox import delivery_discard, delivery_retry, outbox
from notifications.views.preferences import preferences, rest_choose, unsubscribe
from notifications.views.previews import preview_detail, preview_html, preview_list
from notifications.views.retry import deliveries_mend, unseen_mend

urlpatterns = [
    path("people/write/", people_write, name="people_write"),
    path("people/write/send/", hr_note_send, name="hr_note_send"),
    path("notifications/", inbox, name="inbox"),
    path("notifications/read/", notifications_read, name="notifications_read"),
    path("notifications/preferences/", preferences, name="preferences"),
    path("notifications/preferences/how-soon/", frequencies_choose, name="frequencies_choose"),
    path("notifications/preferences/rest/", rest_choose, name="rest_choose"),
    path("notifications/unsubscribe/<str:token>/", unsubscribe, name="unsubscribe"),
    path("notifications/<uuid:delivery_id>/open/", notification_open, name="notification_open"),
    path("notifications/<uuid:delivery_id>/read/", notification_read, name="notification_read"),
    path("outbox/", outbox, name="outbox"),
    path("outbox/messages/", preview_list, name="preview_list"),
    path("outbox/messages/<slug:code>/", preview_detail, name="preview_detail"),
    path("outbox/messages/<slug:code>/html/", preview_html, name="preview_html"),
    path("outbox/stuck/<slug:act>/", deliveries_mend, name="deliveries_mend"),
    path("outbox/unseen/<slug:act>/", unseen_mend, name="unseen_mend"),
    path("outbox/<uuid:delivery_id>/retry/", delivery_retry, name="delivery_retry"),
    path("outbox/<uuid:delivery_id>/discard/", delivery_discard, name="delivery_discard"),
]
