"""Previews: the words of the sender, with invented data."""

import pytest
from django.urls import reverse

from notifications import kinds
from tests.mail import deliver_all, sent_to


@pytest.mark.parametrize("name", ["omar"])
def test_lists_every_kind(cast, sign_in, name):
    page = sign_in(cast.people[name]).get(reverse("preview_list")).content.decode()
    assert all(f">{kind.label}</a>" in page for kind in kinds.all_kinds())


def test_the_preview_is_what_the_sender_writes(cast, owe, sign_in, mailoutbox):
    owe(cast.omar)
    deliver_all()
    sent = sent_to(cast.omar)[0]
    words = sign_in(cast.omar).get(reverse("preview_detail", args=["greeting"])).context["words"]
    assert (words.title, words.text, words.html) == (sent.subject, sent.body, sent.alternatives[0].content)


def test_the_html_stands_in_a_sandbox_of_its_own(cast, sign_in):
    answer = sign_in(cast.omar).get(reverse("preview_html", args=["greeting"]))
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("name", ["preview_detail", "preview_html"])
def test_an_unknown_kind_does_not_exist(cast, sign_in, name):
    assert sign_in(cast.omar).get(reverse(name, args=["nothing"])).status_code == 404


@pytest.mark.parametrize("who", ["kavya", "jack", "lena", "noor", "sam", "igor"])
@pytest.mark.parametrize("name", ["preview_detail", "preview_html"])
def test_only_those_who_run_programs_look(cast, sign_in, who, name):
    assert sign_in(cast.people[who]).get(reverse(name, args=["greeting"])).status_code == 403
