"""Verbs of the community. What is not allowed raises `frame.errors.Refused` with a sentence for the person."""

from community.services.manager_words import (
    decide_about_word,
    drop_word,
    terms_of,
    why_not_to_manager,
    write_to_manager,
)
from community.services.milestones import note_milestones
from community.services.questions import (
    answer_question,
    ask_questions,
    choose_question,
    months_ahead,
    pairings_to_share_with,
    take_back_answer,
    usual_question,
)
from community.services.settings import community_of, save_community
from community.services.showing import show_milestone, show_win
from community.services.thanks import give_thanks, take_back_thanks

__all__ = [
    "answer_question",
    "ask_questions",
    "choose_question",
    "community_of",
    "decide_about_word",
    "drop_word",
    "give_thanks",
    "months_ahead",
    "note_milestones",
    "pairings_to_share_with",
    "save_community",
    "show_milestone",
    "show_win",
    "take_back_answer",
    "take_back_thanks",
    "terms_of",
    "usual_question",
    "why_not_to_manager",
    "write_to_manager",
]
