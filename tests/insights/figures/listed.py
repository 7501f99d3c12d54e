"""Every figure that a sponsor, HR or a coordinator reads about pairs, and who could move it. `docs/figures.md` is
written from this list."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.insights.figures import moves
from tests.insights.figures.moves import Move
from tests.insights.figures.stage import Stage


@dataclass(frozen=True)
class Figure:
    """`sections` are ids of charts whose numbers it owns, `texts` what else says it, with # for every number."""

    name: str
    pages: tuple[str, ...]
    counts: str
    moved_by: str = ""
    moves: list[Move] = field(default_factory=list)
    count: Callable[[Stage], Any] | None = None
    sections: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


FIGURES = [
    Figure(
        "Commitments: done, and seen",
        ("program_dashboard",),
        "All commitments that leaders have made in the cycle, withdrawn ones included. Done: the leader says so. Seen: "
        "the mentor says so. Shown once enough pairs have made one, in steps.",
        moves=moves.PROMISES, count=Stage.promises, sections=("promises",),
    ),
    Figure(
        "Meetings held and planned, and pairs that met",
        ("home", "insights", "program_comparison", "program_dashboard", "program_health", "program_run",
         "oversight_detail"),
        "Planned: all that stood in the calendar, also what was cancelled or missed. Held: what was logged as held, "
        "planned or not. A pair met when it held one. On the list of pairs and on the page of one also by which side a "
        "meeting was moved, cancelled or missed, and with how much notice; the program team reads for whom what was "
        "called off in a pause counts. Against the program's aim, so many meetings for each pair that has begun, a "
        "pair counts with no more than are aimed at for it: one that meets more often makes up for nobody.",
        moves=moves.MEETINGS, count=Stage.meetings, sections=("meetings", "participation", "weeks"),
        texts=("# meetings held", "# of #", "# held of # whose time has come.", "# minutes",
               "# meetings of each pair: # of # held.",
               "# pairs have begun and # meetings were held. With so few pairs nothing more is shown, to protect "
               "people."),
    ),
    Figure(
        "Pairs, and pairs that meet as planned",
        ("home", "insights", "program_comparison", "program_dashboard", "program_detail", "program_run",
         "oversight_list", "program_list"),
        "Every pair that has begun counts once: as planned, not met yet, slipping, paused, completed, or ended before; "
        "the parts add up. As planned: it is meant to meet now, has met and does not slip. Completed means that it has "
        "met. A pair slips at the second meeting in a row that was missed, cancelled or not planned when due. Only a "
        "pause of the program's own begins the row anew: one that a side has wanted stops the clock, and what is "
        "called off because of it counts like a meeting which that side cancelled. The headline's word goes by the "
        "lower of two shares: of all pairs that have begun, those that meet as planned or have completed; of the "
        "meetings that would be held by now, those that are. Nobody's figures count a pair that they are a "
        "party of, a sponsor's neither: else one of the two could tell from the sum whether the other had paused.",
        moves=moves.PAIRS, count=Stage.pairs, sections=("pairs",),
        texts=(
            "# of # pairs meet as planned, # of the # meetings aimed at have been held, and in half or more of pairs "
            "both sides grew more confident (# to # pairs answered).",
            "# pairs", "# pair is slipping", "# pair is slipping in Digital fluency",
            ": # pair is slipping in Digital fluency", "the last # were not held", "the last one was not held", "#",
            "A pair meets as planned if it has met, and no two meetings in a row were missed, cancelled or not planned "
            "when due. Toward the aim a pair counts with no more meetings than are aimed at for it. On course from "
            "# % of both on, in trouble below # % of either.",
            "Nothing is broken down for fewer than # pairs.", "#–# of #",
        ),
    ),
    Figure(
        "What has changed",
        ("program_dashboard", "program_impacts"),
        "Numbers that a pair has noted, before and after. Added up: what both have confirmed and not released, of five "
        "records and as many pairs as a figure needs, in whole groups of so many, each counted once and for all, "
        "rounded down; percentages never. One by one: what both have released, with whose word it is.",
        moves=moves.IMPACTS, count=Stage.changed,
        texts=(
            "at least # hours a week less", "(# records)", "# hours a week less", "# % more", "#–# of #",
            "# → # hours a week, day – day", "# → # percent of what it was before, day – day",
            "What both of a pair have confirmed and not released. It counts in groups of five records and # pairs at "
            "least, rounded down; records that do not make a group yet wait. A group is counted once: what becomes of "
            "a record afterwards changes nothing. Percentages are never added up.",
        ),
    ),
    Figure(
        "Objectives reached",
        ("oversight_detail",),
        "How many objectives of a pair are at 100 %, of all it has; on the team's page of the pair alone.",
        moves=moves.OBJECTIVES, count=Stage.objectives, texts=("# of #",),
    ),
    Figure(
        "From invitation to meeting",
        ("program_health", "program_comparison", "program_detail", "program_list"),
        "People who were asked, enrolled, were approved, are in a pair, have signed, have met, meet now.",
        moves=moves.PEOPLE, count=Stage.people, sections=("funnel",), texts=("# people take part",),
    ),
    Figure(
        "Results of a review",
        ("home", "insights", "program_comparison", "program_dashboard", "round_results", "program_health",
         "program_reviews", "program_review", "program_review_list", "program_detail"),
        "Shares of those who answered, for groups large enough, computed once when the round closes: confidence before "
        "and now, what each side gained, both sides grew, who answered. Nobody answers for somebody else, and after "
        "closing nothing changes.",
        moves=moves.RESULTS, count=Stage.results, sections=("confidence", "benefits-junior", "benefits-senior"),
        texts=("#–# %", "n = # to #", "n = # to # pairs", "Answered: # to # mentors, # to # leaders",
               "Results of review #", "Review #", "What comes of review #", "Review #, day", "Round #",
               "Review # has closed: say what comes of it", ": Review # has closed: say what comes of it",
               "# things wait for you.", "Review #, Spring", "#–# of #",
               "The share that answered # or # of #."),
    ),
]  # fmt: skip

#: Other pages with numbers: about proposals, enrolment and the running of the site. Whoever moves them does so under
#: their own name, before the eyes of those who read them.
BESIDE = {
    "Matching (the board, its downloads, comparisons and quality)": (
        "Scores and shares of a proposal. They follow from the roster, enrolment answers, wishes and private conflicts "
        "of interest, and from the rules and decisions of the program team, which are in the history of the match.",
        ("match_about", "match_board", "match_compare", "match_export", "match_person", "match_quality", "match_try"),
    ),
    "People of a program": (
        "How many have been invited, have enrolled and were approved; who wants and who can share a topic. Each stands "
        "under a name that the program team reads.",
        ("participant_list", "participant_detail", "participant_topics", "program_hand_over"),
    ),
    "Closing a cycle": (
        "How many meetings each pair has held and what it comes to by the team's rule: it follows from the meetings "
        "above and is read by the program team alone, save for pairs one is close to.",
        ("closing_check", "certificates_zip", "certificate_detail", "certificate_pdf"),
    ),
    "A change of partners": (
        "How many pairs end, go on and begin, and how many more changes are possible: it follows from the pairs, the "
        "lot and the match, and is read by the program team alone, save for pairs and people one is close to.",
        ("rotation_detail",),
    ),
    "Who has met whom": (
        "How many people have had how many partners, and how many pairs departments and levels have had together, over "
        "all programs, for HR. Pairs count from the day both have signed; a group smaller than that of results is not "
        "told, and there are no sums.",
        ("circle",),
    ),
    "Messages, people and imports": (
        "How many messages, people and rows there are. They follow from what the program does and from the roster.",
        ("outbox", "preview_list", "preview_detail", "preview_html", "people_list", "org_chart", "org_chart_person",
         "roster_upload", "roster_columns", "roster_problems"),
    ),
}  # fmt: skip

#: Pages that a sponsor, HR or a coordinator may open and that show no figure: forms, settings, one's own things.
WITHOUT = [
    "access_log", "community", "manager_word_detail", "manager_word_write", "program_sustain", "program_wins",
    "thanks_choose", "thanks_give", "thanks_list",
    "question_choose", "questions_ahead", "reflection_detail", "reflection_list",
    "account_email", "address_change", "audit_export", "audit_log",
    "certificate_verify", "change_wish_act", "change_wish_list", "conflict_add", "cycle_create",
    "cycle_move", "data_copy_file", "domain_change", "enrol", "enrolment_status", "healthz", "held_act",
    "held_act_list", "hold_list", "inbox", "invite", "invite_check", "kept_form", "logo", "match_change",
    "match_discard", "match_name", "match_pair", "match_progress", "match_publish", "match_swap", "message_text",
    "rotation_call_off", "rotation_choice", "rotation_move", "rotation_without",
    "metrics", "my_words", "offline", "organization_edit", "oversight_act", "oversight_complete", "oversight_pause",
    "own_data", "own_erasure", "own_words_edit",
    "pack", "pack_changes", "pack_kept", "pack_list", "pack_paper", "pairing_list",
    "participant_enter", "participant_replace", "participant_withdraw", "participants_decide", "participants_write",
    "passkeys_remove_all", "people_write",
    "person_deactivate", "person_detail", "person_edit", "person_erase", "preferences", "profile", "profile_conflicts",
    "passkeys_remove_all",
    "guest_change", "person_add", "person_deactivate", "person_detail", "person_edit", "person_erase", "preferences",
    "profile", "profile_conflicts",
    "program_archive", "program_copy", "program_create", "program_insights", "program_outcome",
    "program_review_paper", "program_review_write", "program_setup",
    "review_step_add", "review_step_edit", "question_create",
    "question_edit", "readyz", "retention_change", "retention_list", "review_list", "role_change", "roster_details",
    "roster_import", "roster_template", "roster_undo", "round_close", "round_open", "second_factor_reset",
    "security_txt", "service_worker", "setup_check", "setup_dates", "setup_matching", "setup_meetings",
    "setup_messages", "setup_people", "setup_purpose", "setup_questions", "setup_reviews", "setup_orientation",
    "setup_terms", "setup_topics", "word_detail", "word_list",
]  # fmt: skip

MAILS = (
    "No message carries a figure of the list. “A pair is slipping” names the pair to its program team, and is moved by "
    "what moves the pairs that meet as planned."
)
