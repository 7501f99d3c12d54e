"""Pages about pairings."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from pairings.views import agreement, confidential_words, oversight, own_pairings, team_acts


class OversightAct(StringConverter):
    """What the program team does to a pairing."""

    regex = "end|complete|clear"


register_converter(OversightAct, "oversight_act")

urlpatterns = [
    path("pairing/", own_pairings.pairing_list, name="pairing_list"),
    path("pairing/<uuid:pairing_id>/", own_pairings.pairing_detail, name="pairing_detail"),
    path("pairing/<uuid:pairing_id>/answer/", own_pairings.pairing_answer, name="pairing_answer"),
    path("pairing/<uuid:pairing_id>/orientation/", agreement.pairing_orientation, name="pairing_orientation"),
    path("pairing/<uuid:pairing_id>/agreement/", agreement.agreement_detail, name="agreement_detail"),
    path("pairing/<uuid:pairing_id>/agreement/edit/", agreement.agreement_edit, name="agreement_edit"),
    path("pairing/<uuid:pairing_id>/agreement/sign/", agreement.agreement_sign, name="agreement_sign"),
    path("pairing/<uuid:pairing_id>/agreement/<int:version>/", agreement.agreement_kept, name="agreement_kept"),
    path("pairing/<uuid:pairing_id>/pause/", own_pairings.pairing_pause, name="pairing_pause"),
    path("pairing/<uuid:pairing_id>/resume/", own_pairings.pairing_resume, name="pairing_resume"),
    path("pairing/<uuid:pairing_id>/take-back/", own_pairings.pairing_take_back, name="pairing_take_back"),
    path("pairing/<uuid:pairing_id>/word/", confidential_words.word_write, name="word_write"),
    path("in-confidence/", confidential_words.word_list, name="word_list"),
    path("in-confidence/<uuid:word_id>/", confidential_words.word_detail, name="word_detail"),
    path("in-confidence/<uuid:word_id>/take-back/", confidential_words.word_take_back, name="word_take_back"),
    path("pairing/<uuid:pairing_id>/leave/", own_pairings.pairing_leave, name="pairing_leave"),
    path("pairing/objectives/<uuid:objective_id>/", agreement.objective_update, name="objective_update"),
    path("programs/<uuid:program_id>/hand-over/", team_acts.program_hand_over, name="program_hand_over"),
    path("programs/<uuid:program_id>/pairings/", oversight.oversight_list, name="oversight_list"),
    path("programs/<uuid:program_id>/pairings/complete/", oversight.oversight_complete, name="oversight_complete"),
    path("programs/<uuid:program_id>/pairings/pause/", team_acts.oversight_pause, name="oversight_pause"),
    path("pairing/<uuid:pairing_id>/oversight/", oversight.oversight_detail, name="oversight_detail"),
    path("pairing/<uuid:pairing_id>/oversight/resume/", oversight.oversight_resume, name="oversight_resume"),
    path("pairing/<uuid:pairing_id>/oversight/<oversight_act:act>/", oversight.oversight_act, name="oversight_act"),
]
