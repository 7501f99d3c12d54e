"""How much room words take, and where they break."""

import pytest

from frame.charts.lettering import clusters, width_of, wrap

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
FAMILY = "👨‍👩‍👧‍👦"
TEXTS = [
    "I understand better what people early in their career need",
    LONG,
    "部下の話を聞き、新しい技術について学ぶことができるようになりました。",
    "أفهم بشكل أفضل ما يحتاجه الموظفون الجدد منا",
    f"🚀🎉 {FAMILY * 9} 👩🏽‍💻",
    "e\u0301" * 60,
    "WWWWWWWW MMMMMMMM @@@@@@@@ %%%%",
    "",
]


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("room", [80, 110, 300])
@pytest.mark.parametrize("text", TEXTS)
def test_no_line_is_wider_than_its_room_and_nothing_is_lost(text, room):
    lines = wrap(text, room, most=99)
    assert all(width_of(line) <= room for line in lines)
    assert squeezed("".join(line.removesuffix("-") for line in lines)) == squeezed(text)


def test_words_break_at_spaces_where_they_can():
    assert wrap("one two three", width_of("one two")) == ["one two", "three"]


def test_a_word_that_is_cut_says_so():
    assert all(line.endswith("-") for line in wrap(LONG, 120)[:-1])


def test_what_is_too_long_ends_in_an_ellipsis():
    lines = wrap("word " * 60, 100, most=3)
    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert width_of(lines[-1]) <= 100


def test_characters_joined_to_one_stay_together():
    assert list(clusters(f"e\u0301{FAMILY}🇩🇪🇫🇷👍🏽")) == ["e\u0301", FAMILY, "🇩🇪", "🇫🇷", "👍🏽"]


def test_a_wide_character_takes_the_room_of_two():
    assert width_of("新") == width_of("🚀") == 2 * width_of("n")


def test_no_line_begins_with_a_stop():
    assert not any(line.startswith(("、", "。")) for line in wrap(TEXTS[2], 120, most=99))
