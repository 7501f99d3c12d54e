"""Pages about pairings."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from pairings.views import (
    agreement,
    certificates,
    closing,
    confidential_words,
    hand_over,
    impacts,
    look_back,
    orientation,
    oversight,
    own_pairings,
    rotation,
    rotation_acts,
    team_acts,
)


class OversightAct(StringConverter):
    """What the program team does to a pairing."""

    regex = "end|complete|clear"


register_converter(OversightAct, "oversight_act")

urlpatterns = [
    path("pairing/", own_pairings.pairing_list, name="pairing_list"),
    path("pairing/<uuid:pairing_id>/", own_pairings.pairing_detail, name="pairing_detail"),
    path("pairing/<uuid:pairing_id>/answer/", own_pairings.pairing_answer, name="pairing_answer"),
    path("pairing/<uuid:pairing_id>/orientation/", orientation.pairing_orientation, name="pairing_orientation"),
    path("pairing/<uuid:pairing_id>/agreement/", agreement.agreement_detail, name="agreement_detail"),
    path("pairing/<uuid:pairing_id>/agreement/edit/", agreement.agreement_edit, name="agreement_edit"),
    path("pairing/<uuid:pairing_id>/agreement/sign/", agreement.agreement_sign, name="agreement_sign"),
    path("pairing/<uuid:pairing_id>/agreement/<int:version>/", agreement.agreement_kept, name="agreement_kept"),
    path("pairing/<uuid:pairing_id>/hand-over/", hand_over.pairing_hand_over, name="pairing_hand_over"),
    path("pairing/<uuid:pairing_id>/look-back/", look_back.pairing_look_back, name="pairing_look_back"),
    path("pairing/<uuid:pairing_id>/pause/", own_pairings.pairing_pause, name="pairing_pause"),
    path("pairing/<uuid:pairing_id>/resume/", own_pairings.pairing_resume, name="pairing_resume"),
    path("pairing/<uuid:pairing_id>/take-back/", own_pairings.pairing_take_back, name="pairing_take_back"),
    path("pairing/<uuid:pairing_id>/word/", confidential_words.word_write, name="word_write"),
    path("in-confidence/", confidential_words.word_list, name="word_list"),
    path("in-confidence/<uuid:word_id>/", confidential_words.word_detail, name="word_detail"),
    path("in-confidence/<uuid:word_id>/take-back/", confidential_words.word_take_back, name="word_take_back"),
    path("pairing/<uuid:pairing_id>/leave/", own_pairings.pairing_leave, name="pairing_leave"),
    path("pairing/objectives/<uuid:objective_id>/", agreement.objective_update, name="objective_update"),
    path("pairing/<uuid:pairing_id>/impact/add/", impacts.impact_add, name="impact_add"),
    path("pairing/impacts/<uuid:impact_id>/edit/", impacts.impact_edit, name="impact_edit"),
    path("pairing/impacts/<uuid:impact_id>/confirm/", impacts.impact_confirm, name="impact_confirm"),
    path("pairing/impacts/<uuid:impact_id>/release/", impacts.impact_release, name="impact_release"),
    path("pairing/impacts/<uuid:impact_id>/keep/", impacts.impact_keep, name="impact_keep"),
    path("pairing/impacts/<uuid:impact_id>/withdraw/", impacts.impact_withdraw, name="impact_withdraw"),
    path("programs/<uuid:program_id>/impact/", impacts.program_impacts, name="program_impacts"),
    path("programs/<uuid:program_id>/hand-over/", team_acts.program_hand_over, name="program_hand_over"),
    path("programs/<uuid:program_id>/pairings/", oversight.oversight_list, name="oversight_list"),
    path("programs/<uuid:program_id>/pairings/complete/", oversight.oversight_complete, name="oversight_complete"),
    path("certificates/<uuid:certificate_id>/", certificates.certificate_detail, name="certificate_detail"),
    path("certificates/<uuid:certificate_id>/make/", certificates.certificate_make, name="certificate_make"),
    path("certificates/<uuid:certificate_id>/pdf/", certificates.certificate_pdf, name="certificate_pdf"),
    path("verify/<slug:certificate_code>/", certificates.certificate_verify, name="certificate_verify"),
    path("programs/<uuid:program_id>/certificates/make/", certificates.certificates_make, name="certificates_make"),
    path("programs/<uuid:program_id>/certificates/zip/", certificates.certificates_zip, name="certificates_zip"),
    path("programs/<uuid:program_id>/closing/", closing.closing_check, name="closing_check"),
    path("programs/<uuid:program_id>/closing/choose/", closing.closing_choose, name="closing_choose"),
    path("programs/<uuid:program_id>/closing/confirm/", closing.closing_confirm, name="closing_confirm"),
    path("programs/<uuid:program_id>/closing/take-back/", closing.closing_take_back, name="closing_take_back"),
    path("pairing/rotation/<uuid:participant_id>/", rotation.rotation_choice, name="rotation_choice"),
    path("programs/<uuid:program_id>/rotation/", rotation.rotation_detail, name="rotation_detail"),
    path("programs/<uuid:program_id>/rotation/outlook/", rotation.rotation_look_ahead, name="rotation_look_ahead"),
    path("programs/<uuid:program_id>/rotation/open/", rotation.rotation_open, name="rotation_open"),
    path("programs/<uuid:program_id>/rotation/move/", rotation_acts.rotation_move, name="rotation_move"),
    path("programs/<uuid:program_id>/rotation/without/", rotation_acts.rotation_without, name="rotation_without"),
    path("programs/<uuid:program_id>/rotation/call-off/", rotation.rotation_call_off, name="rotation_call_off"),
    path("programs/<uuid:program_id>/pairings/pause/", team_acts.oversight_pause, name="oversight_pause"),
    path("pairing/<uuid:pairing_id>/oversight/", oversight.oversight_detail, name="oversight_detail"),
    path("pairing/<uuid:pairing_id>/oversight/resume/", oversight.oversight_resume, name="oversight_resume"),
    path("pairing/<uuid:pairing_id>/oversight/<oversight_act:act>/", oversight.oversight_act, name="oversight_act"),
]
