"""Pages about pairings and matching."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from pairings.views import (
    agreement,
    answering,
    changing,
    export,
    handover,
    match_changing,
    match_person,
    match_quality,
    match_trying,
    match_versions,
    matching,
    mine,
    oversight,
    partners,
    pausing,
    policy,
    publishing,
    words,
)


class MatchAct(StringConverter):
    """What is done to a proposal."""

    regex = "out|allow|pin|unpin|pair|swap|leave|return"


class OversightAct(StringConverter):
    """What the program team does to a pairing."""

    regex = "end|complete|clear"


class MatchFile(StringConverter):
    """The files that a run can be downloaded as."""

    regex = "|".join(file.replace(".", r"\.") for file in export.FILES)


register_converter(MatchAct, "match_act")
register_converter(MatchFile, "match_file")
register_converter(OversightAct, "oversight_act")

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
    path("pairing/<uuid:pairing_id>/take-back/", changing.pairing_take_back, name="pairing_take_back"),
    path("pairing/<uuid:pairing_id>/word/", words.word_write, name="word_write"),
    path("in-confidence/", words.word_list, name="word_list"),
    path("in-confidence/<uuid:word_id>/", words.word_detail, name="word_detail"),
    path("in-confidence/<uuid:word_id>/take-back/", words.word_take_back, name="word_take_back"),
    path("pairing/<uuid:pairing_id>/leave/", changing.pairing_leave, name="pairing_leave"),
    path("pairing/partners/<uuid:participant_id>/", partners.partner_list, name="partner_list"),
    path("pairing/partners/<uuid:participant_id>/<uuid:other_id>/", partners.partner_ask, name="partner_ask"),
    path("pairing/objectives/<uuid:objective_id>/", agreement.objective_update, name="objective_update"),
    path("programs/<uuid:program_id>/setup/matching/", policy.setup_matching, name="setup_matching"),
    path("programs/<uuid:program_id>/setup/matching/count/", policy.policy_preview, name="policy_preview"),
    path("programs/<uuid:program_id>/match/", matching.match_board, name="match_board"),
    path("programs/<uuid:program_id>/match/run/", matching.match_start, name="match_start"),
    path("programs/<uuid:program_id>/match/progress/", matching.match_progress, name="match_progress"),
    path("programs/<uuid:program_id>/match/pair/", match_changing.match_pair, name="match_pair"),
    path("programs/<uuid:program_id>/match/publish/", publishing.match_publish, name="match_publish"),
    path(
        "programs/<uuid:program_id>/match/person/<uuid:participant_id>/",
        match_person.match_person,
        name="match_person",
    ),
    path("programs/<uuid:program_id>/match/about/", match_quality.match_about, name="match_about"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/quality/", match_quality.match_quality, name="match_quality"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/<match_file:file>", export.match_export, name="match_export"),
    path("programs/<uuid:program_id>/match/change/<match_act:act>/", match_changing.match_change, name="match_change"),
    path("programs/<uuid:program_id>/match/<uuid:proposal_id>/swap/", match_changing.match_swap, name="match_swap"),
    path("programs/<uuid:program_id>/match/try/", match_trying.match_try, name="match_try"),
    path("programs/<uuid:program_id>/match/compare/", match_versions.match_compare, name="match_compare"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/cancel/", matching.match_cancel, name="match_cancel"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/keep/", match_versions.match_keep, name="match_keep"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/name/", match_versions.match_name, name="match_name"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/discard/", match_versions.match_discard, name="match_discard"),
    path("programs/<uuid:program_id>/hand-over/", handover.program_hand_over, name="program_hand_over"),
    path("programs/<uuid:program_id>/pairings/", oversight.oversight_list, name="oversight_list"),
    path("programs/<uuid:program_id>/pairings/complete/", oversight.oversight_complete, name="oversight_complete"),
    path("programs/<uuid:program_id>/pairings/pause/", pausing.oversight_pause, name="oversight_pause"),
    path("pairing/<uuid:pairing_id>/oversight/", oversight.oversight_detail, name="oversight_detail"),
    path("pairing/<uuid:pairing_id>/oversight/resume/", oversight.oversight_resume, name="oversight_resume"),
    path("pairing/<uuid:pairing_id>/oversight/<oversight_act:act>/", oversight.oversight_act, name="oversight_act"),
]
