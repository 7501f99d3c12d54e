"""Every code that matching gives has its words."""

from matchmaker import CRITERIA, Reason
from proposals import matching_words as words


def test_every_reason_has_words_and_a_short_name():
    assert {str(reason) for reason in Reason} == {*words.REASONS}
    assert {str(reason) for reason in Reason} - {"same_person"} == {*words.RULES}


def test_help_is_only_offered_for_reasons_that_there_are():
    assert {*words.HELP} < {str(reason) for reason in Reason}


def test_every_part_of_a_score_has_words():
    assert [criterion.code for criterion in CRITERIA] == [*words.PARTS]


def test_a_bar_says_what_a_part_means_for_the_two():
    assert (
        words.bar_of({"part": "location", "points": 0, "most": 50})["says"]
        == "They work at one location, or a location is not known."
    )
    assert words.bar_of({"part": "location", "points": 50, "most": 50}) == {
        "part": "location", "number": 4, "label": "Different locations", "says": "They work at different locations.",
        "points": 50, "most": 50,
    }  # fmt: skip


def test_a_bar_of_a_criterion_that_is_no_more_keeps_its_points():
    assert words.bar_of({"part": "shoe_size", "points": 7, "most": 50}) == {
        "part": "shoe_size", "number": 0, "label": "shoe_size", "says": "", "points": 7, "most": 50,
    }  # fmt: skip
