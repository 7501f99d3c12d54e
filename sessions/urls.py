"""Pages about meetings, what came of them, and reviews."""

from django.urls import path

from sessions.views import amending, booking, detail, insights, items, logs, pair_activity

urlpatterns = [
    path("meetings/plan/<uuid:pairing_id>/", booking.meeting_plan, name="meeting_plan"),
    path("meetings/plan/<uuid:pairing_id>/clocks/", booking.meeting_preview, name="meeting_preview"),
    path("meetings/unplanned/<uuid:pairing_id>/", logs.meeting_log_unplanned, name="meeting_log_unplanned"),
    path("meetings/unplanned/<uuid:pairing_id>/draft/", logs.unplanned_draft_save, name="unplanned_draft_save"),
    path(
        "meetings/unplanned/<uuid:pairing_id>/draft/discard/",
        logs.unplanned_draft_discard,
        name="unplanned_draft_discard",
    ),
    path("meetings/<uuid:meeting_id>/", detail.meeting_detail, name="meeting_detail"),
    path("meetings/<uuid:meeting_id>/move/", booking.meeting_move, name="meeting_move"),
    path("meetings/<uuid:meeting_id>/cancel/", booking.meeting_cancel, name="meeting_cancel"),
    path("meetings/<uuid:meeting_id>/keep/", detail.meeting_keep, name="meeting_keep"),
    path("meetings/<uuid:meeting_id>/calendar.ics", booking.meeting_calendar, name="meeting_calendar"),
    path("meetings/<uuid:meeting_id>/agenda/", detail.meeting_agenda, name="meeting_agenda"),
    path("meetings/<uuid:meeting_id>/correct/", amending.meeting_correct, name="meeting_correct"),
    path("meetings/<uuid:meeting_id>/take-back/", amending.meeting_take_back, name="meeting_take_back"),
    path(
        "meetings/<uuid:meeting_id>/take-back/answer/",
        amending.meeting_take_back_answer,
        name="meeting_take_back_answer",
    ),
    path("meetings/<uuid:meeting_id>/log/", logs.meeting_log, name="meeting_log"),
    path("meetings/<uuid:meeting_id>/log/draft/", logs.log_draft_save, name="log_draft_save"),
    path("meetings/<uuid:meeting_id>/log/draft/discard/", logs.log_draft_discard, name="log_draft_discard"),
    path("meetings/to-do/add/<uuid:pairing_id>/", items.item_add, name="item_add"),
    path("meetings/to-do/<uuid:item_id>/", items.item_edit, name="item_edit"),
    path("meetings/to-do/<uuid:item_id>/adjust/", items.item_adjust, name="item_adjust"),
    path("meetings/to-do/<uuid:item_id>/done/", items.item_finish, name="item_finish"),
    path("meetings/to-do/<uuid:item_id>/undo/", items.item_reopen, name="item_reopen"),
    path("meetings/to-do/<uuid:item_id>/seen/", items.item_seen, name="item_seen"),
    path("meetings/to-do/<uuid:item_id>/withdraw/", items.item_withdraw, name="item_withdraw"),
    path("meetings/to-do/<uuid:item_id>/fine/", items.item_fine, name="item_fine"),
    path("meetings/to-do/<uuid:item_id>/remove/", items.item_remove, name="item_remove"),
    path("meetings/wins/<uuid:win_id>/", detail.win_change, name="win_change"),
    path("meetings/insights/add/<uuid:pairing_id>/", insights.insight_add, name="insight_add"),
    path("meetings/insights/<uuid:insight_id>/", insights.insight_edit, name="insight_edit"),
    path("meetings/insights/<uuid:insight_id>/publish/", insights.insight_agree, name="insight_agree"),
    path("meetings/insights/<uuid:insight_id>/keep/", insights.insight_keep, name="insight_keep"),
    path("programs/<uuid:program_id>/insights/", insights.program_insights, name="program_insights"),
    path("programs/<uuid:program_id>/run/", pair_activity.program_run, name="program_run"),
]
