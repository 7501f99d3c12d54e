"""Pages about matching, and about finding a partner oneself."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from proposals.views import (
    board,
    edit_proposal,
    person,
    policy,
    policy_trial,
    publishing,
    quality,
    self_match,
    versions,
)


class MatchAct(StringConverter):
    """What is done to a proposal."""

    regex = "out|allow|pin|unpin|pair|swap|leave|return"


class MatchFile(StringConverter):
    """The files that a run can be downloaded as."""

    regex = "|".join(file.replace(".", r"\.") for file in quality.FILES)


register_converter(MatchAct, "match_act")
register_converter(MatchFile, "match_file")

urlpatterns = [
    path("pairing/partners/<uuid:participant_id>/", self_match.partner_list, name="partner_list"),
    path("pairing/partners/<uuid:participant_id>/<uuid:other_id>/", self_match.partner_ask, name="partner_ask"),
    path("programs/<uuid:program_id>/setup/matching/", policy.setup_matching, name="setup_matching"),
    path("programs/<uuid:program_id>/setup/matching/count/", policy.policy_preview, name="policy_preview"),
    path("programs/<uuid:program_id>/match/", board.match_board, name="match_board"),
    path("programs/<uuid:program_id>/match/run/", board.match_start, name="match_start"),
    path("programs/<uuid:program_id>/match/progress/", board.match_progress, name="match_progress"),
    path("programs/<uuid:program_id>/match/pair/", edit_proposal.match_pair, name="match_pair"),
    path("programs/<uuid:program_id>/match/publish/", publishing.match_publish, name="match_publish"),
    path(
        "programs/<uuid:program_id>/match/person/<uuid:participant_id>/",
        person.match_person,
        name="match_person",
    ),
    path("programs/<uuid:program_id>/match/about/", quality.match_about, name="match_about"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/quality/", quality.match_quality, name="match_quality"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/<match_file:file>", quality.match_export, name="match_export"),
    path("programs/<uuid:program_id>/match/change/<match_act:act>/", edit_proposal.match_change, name="match_change"),
    path("programs/<uuid:program_id>/match/<uuid:proposal_id>/swap/", edit_proposal.match_swap, name="match_swap"),
    path("programs/<uuid:program_id>/match/try/", policy_trial.match_try, name="match_try"),
    path("programs/<uuid:program_id>/match/compare/", versions.match_compare, name="match_compare"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/cancel/", board.match_cancel, name="match_cancel"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/keep/", versions.match_keep, name="match_keep"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/name/", versions.match_name, name="match_name"),
    path("programs/<uuid:program_id>/match/<uuid:run_id>/discard/", versions.match_discard, name="match_discard"),
]
