"""Every code that matching gives has its words."""

from dataclasses import fields

from matchmaker import Reason, Weights
from proposals import matching_words as words


def test_every_reason_has_words_and_a_short_name():
    assert {str(reason) for reason in Reason} == {*words.REASONS}
    assert {str(reason) for reason in Reason} - {"same_person"} == {*words.RULES}


def test_help_is_only_offered_for_reasons_that_there_are():
    assert {*words.HELP} < {str(reason) for reason in Reason}


def test_every_part_of_a_score_has_words():
    assert {part.name for part in fields(Weights)} == {*words.PARTS}
