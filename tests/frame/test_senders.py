"""Senders as people write them."""

import pytest

from frame.senders import as_sender


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("m@larkfield.example", "m@larkfield.example"),
        ("Turnabout <turnabout@localhost>", "Turnabout <turnabout@localhost>"),
        ("HR: mentoring <m@larkfield.example>", '"HR: mentoring" <m@larkfield.example>'),
        ("Larkfield, Inc. <m@larkfield.example>", '"Larkfield, Inc." <m@larkfield.example>'),
        ('"Larkfield, Inc." <m@larkfield.example>', '"Larkfield, Inc." <m@larkfield.example>'),
        ('"Larkfield, Inc. <m@larkfield.example>', r'"\"Larkfield, Inc." <m@larkfield.example>'),
        (r'"The \"A\" team" <m@larkfield.example>', r'"The \"A\" team" <m@larkfield.example>'),
        ("Mentoring @ Larkfield <m@larkfield.example>", '"Mentoring @ Larkfield" <m@larkfield.example>'),
        ("Zoë <m@larkfield.example>", "Zoë <m@larkfield.example>"),
        ("  <m@larkfield.example> ", "m@larkfield.example"),
    ],
)
def test_what_can_be_meant_one_way_only_is_quoted(written, wanted):
    assert as_sender(written) == wanted
    assert as_sender(wanted) == wanted


@pytest.mark.parametrize(
    "written",
    ["", "Turnabout", "A <a@x.example>, B <b@x.example>", "a@x.example, b@x.example", "HR: a@x.example;", "A <a>",
     "A <a@x.example> B", "A <<a@x.example>>", "A\r\nBcc: b@x.example <a@x.example>", "A <ä@x.example>", "@", "<>"],
)  # fmt: skip
def test_what_is_no_sender_is_none(written):
    assert as_sender(written) is None
