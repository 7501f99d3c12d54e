"""The organisation's own words come into texts of ours as they would be written."""

import pytest

from frame.vocabulary import PRODUCT, Vocabulary, begins_with_vowel, is_own_word, put_into_words

OWN = Vocabulary("guide", "guides", "executive partner", "executive partners", "scheme", "schemes")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mentors and leaders", "Guides and executive partners"),
        ("You are asked to be a mentor.", "You are asked to be a guide."),
        ("A leader brings one question.", "An executive partner brings one question."),
        ("the mentor's word", "the guide's word"),
        ("mentors’ own topics", "guides’ own topics"),
        ("%(mentor)s and %(leader)s in the program", "%(mentor)s and %(leader)s in the scheme"),
        ("{program}: the program", "{program}: the scheme"),
        ('<a class="program" href="%(leader)s">the program</a>', '<a class="program" href="%(leader)s">the scheme</a>'),
        ("https://example.com/mentor leader@example.com", "https://example.com/mentor leader@example.com"),
        ("a mentorship program", "a mentorship scheme"),
        ("Mentoring, leadership, programming", "Mentoring, leadership, programming"),
        ("when speaking with senior leaders", "when speaking with senior leaders"),
        (
            "a sheet, and the same for programs.",
            "a sheet, and the same for programs.",
        ),
    ],
)
def test_capitals_plurals_possessives_and_articles_follow(text, shown):
    assert put_into_words(text, OWN) == shown
    assert put_into_words(text, PRODUCT) == text


def test_a_plural_without_s_has_its_own_possessive():
    people = OWN._replace(mentors="sherpa", leaders="women", mentor="boss")
    assert put_into_words("mentors' topics, leaders’ pledges", people) == "sherpa's topics, women’s pledges"
    assert put_into_words("the mentor's", people) == "the boss's"


def test_words_with_capitals_keep_them_in_the_middle_of_a_sentence():
    assert put_into_words("your mentor. Mentors", OWN._replace(mentor="HR Guide")) == "your HR Guide. Guides"


@pytest.mark.parametrize("word", ["elder", "hour keeper", "HR partner", "étoile", "MBA sponsor", "umbrella", "X-lead"])
def test_an_stands_before_what_sounds_like_a_vowel(word):
    assert begins_with_vowel(word)


@pytest.mark.parametrize("word", ["guide", "union friend", "user", "European", "one-to-one", "host", "指導"])
def test_a_stands_before_the_rest(word):
    assert not begins_with_vowel(word)


@pytest.mark.parametrize("word", ["Führungskraft", "first-line guide", "l’ami", "गुरु", "指導者", "מנחה"])
def test_words_of_every_script_are_words(word):
    assert is_own_word(word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        " ",
        "<b>",
        "a  b",
        "-a",
        "a-",
        "R&D",
        "50%",
        "%(n)s",
        "{name}",
        "a.example",
        "a@b",
        "a\u202eb",
        "a\nb",
        "a'b",
        "\u3164",  # a letter that shows nothing
        "ab\u1160",
        "gui\u034fde",
        "guide\ufe0f",
        "\u0301guide",  # a mark that would stand on what is before it
        "guide \u0301",
    ],
)
def test_nothing_else_is_one(word):
    assert not is_own_word(word)
