"""Pages about pairings and matching."""

from django.urls import path, re_path

from pairings.views import agreement, answering, changing, mine, oversight

urlpatterns = [
    path("pairing/", mine.pairing_list, name="pairing_list"),
    path("pairing/<uuid:pairing_id>/", mine.pairing_detail, name="pairing_detail"),
    path("pairing/<uuid:pairing_id>/answer/", answering.pairing_answer, name="pairing_answer"),
    path("pairing/<uuid:pairing_id>/orientation/", agreement.pairing_orientation, name="pairing_orientation"),
    path("pairing/<uuid:pairing_id>/agreement/", agreement.agreement_detail, name="agreement_detail"),
    path("pairing/<uuid:pairing_id>/agreement/edit/", agreement.agreement_edit, name="agreement_edit"),
    path("pairing/<uuid:pairing_id>/agreement/sign/", agreement.agreement_sign, name="agreement_sign"),
    path("pairing/<uuid:pairing_id>/agreement/<int:version>/", agreement.agreement_kept, name="agreement_kept"),
    path("pairing/<uuid:pairing_id>/pause/", changing.pairing_pause, name="pairing_pause"),
    path("pairing/<uuid:pairing_id>/resume/", changing.pairing_resume, name="pairing_resume"),
    path("pairing/<uuid:pairing_id>/leave/", changing.pairing_leave, name="pairing_leave"),
    path("pairing/objectives/<uuid:objective_id>/", agreement.objective_update, name="objective_update"),
    path("programs/<uuid:program_id>/pairings/", oversight.oversight_list, name="oversight_list"),
    path("pairing/<uuid:pairing_id>/oversight/", oversight.oversight_detail, name="oversight_detail"),
    path("pairing/<uuid:pairing_id>/oversight/resume/", oversight.oversight_resume, name="oversight_resume"),
    re_path(
        r"^pairing/(?P<pairing_id>[0-9a-f-]{36})/oversight/(?P<act>pause|end|clear)/$",
        oversight.oversight_act,
        name="oversight_act",
    ),
]
