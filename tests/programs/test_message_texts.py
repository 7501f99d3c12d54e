"""Messages of a program in its own words: who writes them, what may be named, what stays, and what arrives."""

import pytest
from django.urls import reverse

from notifications import kinds
from notifications.message_texts import editable_kinds, fill_in, values_of
from notifications.models import MessageText
from notifications.rendering import (
    as_read_by,
    one_line,
    render,
    sample_words,
    standard_words,
    standing_names,
    this_site,
)
from programs.services import copy_program, invite_people
from tests.mail import deliver_all, sent_to

EDITABLE = [kind.code for kind in editable_kinds()]
TEXT = "Dear {name},\n\n{program} begins. Read https://intranet.example/rm first."


def url(program, name="message_text", code="invitation"):
    return reverse(name, args=[program.pk, code])


def post(client, program, code="invitation", **typed):
    form = {"subject": "Join {program}", "text": TEXT, "person": "", "version": 0, "action": "save"}
    return client.post(url(program, code=code), form | typed)


@pytest.mark.parametrize("code", EDITABLE)
def test_the_standard_words_filled_in_are_the_standard_message(db, cast, code):
    kind, site = kinds.get(code), this_site()
    worded = standard_words(kind, cast.kavya, site)
    with as_read_by(cast.kavya):
        context = kind.sample(cast.kavya)
        names = {**standing_names(kind, cast.kavya, site), **context}
        again = render(kind, cast.kavya, context, site, worded=worded)
        standard = render(kind, cast.kavya, context, site)
        assert one_line(fill_in(worded.subject, values_of(kind, names))) == standard.title
        assert again.text == standard.text
        assert not any(value in worded.text for value in (context.get("program"), context.get("other")) if value)


def test_what_a_program_says_is_what_those_it_invites_read(cast, program, cycle, sign_in, mailoutbox):
    post(sign_in(cast.priya), program)
    invite_people(cycle=cycle, side="junior", user_ids=[cast.noor.pk], by=cast.priya)
    deliver_all()
    mail = sent_to(cast.noor)[0]
    assert mail.subject == "Join AI for leaders"
    assert f"Dear {cast.noor.short_name},\n\nAI for leaders begins." in mail.body
    assert "You can also say no, without giving a reason." in mail.body
    html = mail.alternatives[0].content
    assert 'href="https://intranet.example/rm"' in html
    assert "You can also say no, without giving a reason." in html
    note = cast.noor.deliveries.get(channel="in_app")
    assert (note.title, "begins" in note.body_text) == ("Join AI for leaders", True)


def test_other_programs_keep_the_standard_words(cast, program, sign_in):
    post(sign_in(cast.priya), program)
    assert this_site().worded(cast.program.pk, kinds.get("invitation")) is None
    assert this_site().worded(program.pk, kinds.get("enrolment_closing")) is None


def test_what_stands_for_nothing_is_refused_with_what_can_be_used(cast, program, sign_in):
    answer = post(sign_in(cast.priya), program, text="Hello {first_name}")
    assert answer.status_code == 422
    error = answer.context["form"].errors["text"][0]
    assert error.startswith("“{first_name}” stands for nothing here. You can use: {name}, {organization}, {program}")
    assert answer.context["form"]["text"].value() == "Hello {first_name}"
    assert not MessageText.objects.exists()


def test_no_template_language_runs(cast, program, sign_in):
    answer = post(sign_in(cast.priya), program, text="{% load static %}<script>x</script> {{name}}", action="look")
    assert "stands for nothing" in answer.context["form"].errors["text"][0]
    answer = post(sign_in(cast.priya), program, text="<b>bold</b> {name}", action="look")
    assert "<b>bold</b>" in answer.context["words"].text
    assert "&lt;b&gt;bold&lt;/b&gt;" in answer.context["words"].html


def test_braces_in_a_name_stay_what_they_are(db):
    assert fill_in("Hello {name}", {"name": "{program}", "program": "X"}) == "Hello {program}"


def test_it_is_shown_as_it_would_reach_somebody_of_the_program(cast, program, cycle, sign_in):
    invite_people(cycle=cycle, side="junior", user_ids=[cast.noor.pk], by=cast.priya)
    client = sign_in(cast.priya)
    words = post(client, program, action="look", person="noor").context["words"]
    assert words.text.startswith(
        f"Hello {cast.noor.short_name},\n\nDear {cast.noor.short_name},\n\nAI for leaders begins."
    )
    unknown = post(client, program, action="look", person="Helen").context["form"].errors["person"]
    assert unknown == ["Nobody of this name is in this program."]
    assert not MessageText.objects.exists()


def test_a_test_comes_to_its_writer_alone_and_once(cast, program, sign_in, mailoutbox):
    client = sign_in(cast.priya)
    for _ in range(2):
        post(client, program, action="try")
    deliver_all()
    assert [mail.subject for mail in mailoutbox] == ["Test: Join AI for leaders"]
    assert mailoutbox[0].to == [f"{cast.priya.name} <{cast.priya.email}>"]
    assert "AI for leaders begins" in mailoutbox[0].body
    assert not MessageText.objects.exists()


def test_versions_are_kept_shown_and_taken_up_again(cast, program, sign_in):
    client = sign_in(cast.priya)
    post(client, program, subject="First")
    post(client, program, subject="Second", version=1)
    client.post(url(program, "message_text_reset"))
    page = client.get(url(program))
    assert [(row.version, row.subject, row.author) for row in page.context["versions"]] == [
        (3, "", cast.priya), (2, "Second", cast.priya), (1, "First", cast.priya),
    ]  # fmt: skip
    assert this_site().worded(program.pk, kinds.get("invitation")) is None
    assert client.get(url(program) + "?version=1").context["form"]["subject"].value() == "First"


def test_who_saves_over_somebody_else_sees_both(cast, program, sign_in):
    post(sign_in(cast.priya), program, subject="Priya's")
    answer = post(sign_in(cast.omar), program, subject="Omar's")
    assert answer.status_code == 409
    assert b"Priya&#x27;s" in answer.content
    assert b"Omar&#x27;s" in answer.content
    assert MessageText.objects.get().subject == "Priya's"


def test_saving_twice_is_saving_once(cast, program, sign_in):
    client = sign_in(cast.priya)
    for _ in range(2):
        assert post(client, program).status_code == 302
    assert MessageText.objects.count() == 1


def test_saving_the_standard_words_leaves_the_standard(cast, program, sign_in):
    client = sign_in(cast.priya)
    form = client.get(url(program)).context["form"]
    post(client, program, subject=form["subject"].value(), text=form["text"].value())
    assert not MessageText.objects.exists()


@pytest.mark.parametrize("code", ["pairing_changed", "enrolment_decided", "review_prompt", "second_person", "nothing"])
def test_what_must_read_the_same_everywhere_cannot_be_worded(cast, program, sign_in, code):
    assert sign_in(cast.priya).get(url(program, code=code)).status_code == 404


@pytest.mark.parametrize("who", ["kavya", "jack", "lena", "noor", "igor"])
def test_only_who_runs_the_program_words_it(cast, program, sign_in, who):
    assert sign_in(cast.people[who]).get(url(program)).status_code in (403, 404)
    assert post(sign_in(cast.people[who]), program).status_code in (403, 404)
    assert not MessageText.objects.exists()


def test_an_assistant_is_told_for_whom_they_book_whatever_the_words(cast):
    kind, site = kinds.get("meeting_reminder"), this_site()
    worded = standard_words(kind, cast.kavya, site)
    context = {**kind.sample(cast.sam), "leader": "Jack Whitfield", "other": "Kavya Nair"}
    assert sample_words(kind, cast.sam, site, context=context, worded=worded) == sample_words(
        kind, cast.sam, site, context=context
    )


def test_a_copied_program_says_it_in_the_same_words(cast, program, sign_in):
    post(sign_in(cast.priya), program)
    copied = copy_program(program=program, name="Next", by=cast.priya)
    assert this_site().worded(copied.pk, kinds.get("invitation")).subject == "Join {program}"


@pytest.mark.parametrize("n", [1, 3, 30])
def test_texts_of_all_programs_are_one_query(cast, program, django_assert_num_queries, n):
    for version in range(n):
        MessageText.objects.create(scope=program.pk, kind="invitation", version=version, subject="x", text=f"{version}")
    with django_assert_num_queries(2):
        assert this_site().worded(program.pk, kinds.get("invitation")).text == str(n - 1)
