"""The outbox page: who sees which rows, without a word of what was said."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications import scopes
from notifications.models import Delivery
from people.models import Role, RoleGrant, User
from programs import port_to_people
from tests.mail import deliver_all

TOKEN = re.compile(r'"[A-Za-z0-9]{32,}"')
CANARY = "Canary-in-a-message"


@pytest.fixture
def programs(monkeypatch, cast):
    """Priya coordinates `ours`; `theirs` is somebody else's."""
    ours, theirs = uuid.uuid4(), uuid.uuid4()
    names = {ours: "Digital fluency", theirs: "Another program"}
    monkeypatch.setattr(scopes.private_subjects, "_entries", [])
    monkeypatch.setattr(port_to_people, "coordinated", lambda user: [ours] if user == cast.priya else [])
    monkeypatch.setattr(port_to_people, "names_of", lambda ids: {pk: name for pk, name in names.items() if pk in ids})
    monkeypatch.setattr(port_to_people, "all_names", lambda: names)
    return ours, theirs


@pytest.fixture
def rows(cast, owe, programs):
    """One message in Priya's program, one in another, one of no program, one of a secret kind."""
    ours, theirs = programs
    made = {
        "ours": owe(cast.kavya, scope=ours, extra={"name": CANARY}),
        "theirs": owe(cast.jack, scope=theirs),
        "none": owe(cast.noor),
        "secret": owe(cast.maria, kind="secret", scope=ours),
    }
    deliver_all()
    return made


def seen_by(client) -> set[str]:
    """The addresses of recipients that the page shows."""
    page = client.get(reverse("outbox")).content.decode()
    return {name for name in ("kavya", "jack", "noor", "maria") if f"{name}@example.com" in page}


def test_a_coordinator_sees_the_own_program_without_secret_kinds(cast, rows, sign_in):
    assert seen_by(sign_in(cast.priya)) == {"kavya"}


def test_hr_sees_all_without_secret_kinds(cast, rows, sign_in):
    assert seen_by(sign_in(cast.omar)) == {"kavya", "jack", "noor"}
    assert Delivery.objects.visible_to(cast.omar).count() == 3


def test_an_operator_sees_all_without_secret_kinds(cast, rows, sign_in):
    assert seen_by(sign_in(cast.igor)) == {"kavya", "jack", "noor"}
    assert Delivery.objects.visible_to(cast.igor).count() == 3


def test_a_secret_message_that_cannot_be_sent_is_not_shown_to_the_operator(cast, rows, sign_in):
    Delivery.objects.filter(pk=rows["secret"].pk).update(state="dead")
    assert "maria" not in seen_by(sign_in(cast.igor))


def pages_of(client) -> list[str]:
    """All that an operator can turn over to count with: pages, filters, searches, states, status."""
    queries = [{}, {"kind": "secret"}, {"q": "maria"}, {"state": "dead"}, {"state": "sent"}, {"state": "cancelled"}]
    outboxes = [client.get(reverse("outbox"), query) for query in queries]
    mends = [client.get(reverse("deliveries_mend", args=[act]), follow=True) for act in ("retry", "discard")]
    unseen = [client.get(reverse("unseen_mend", args=[act])) for act in ("retry", "discard")]
    return [TOKEN.sub("", page.text) for page in (*outboxes, *mends, *unseen)]


@pytest.mark.parametrize("who", ["igor", "omar"])
def test_nobody_can_count_who_has_answered_a_review(cast, rows, owe, sign_in, who):
    """Whether one reminder failed or three, were sent or called off: every page reads the same."""
    client = sign_in(cast.people[who])
    if who == "omar":
        RoleGrant.objects.create(user=cast.omar, role=Role.OPERATOR)
    people = [cast.maria, cast.helen, cast.kavya, cast.jack]
    secrets = [owe(person, kind="secret", occasion="again", state="dead") for person in people]
    once = pages_of(client)
    for state in ("sent", "cancelled", "uncertain"):
        rest = Delivery.objects.filter(pk__in=[one.pk for one in secrets[1:]])
        rest.update(state=state, sent_at=timezone.now())
        assert pages_of(client) == once


def test_an_operator_has_secret_ones_sent_again_without_seeing_them(cast, rows, sign_in, mailoutbox):
    Delivery.objects.filter(pk=rows["secret"].pk).update(state="dead")
    client = sign_in(cast.igor)
    assert reverse("unseen_mend", args=["retry"]) in client.get(reverse("outbox")).text
    assert client.post(reverse("delivery_retry", args=[rows["secret"].pk])).status_code == 404
    client.post(reverse("unseen_mend", args=["retry"]))
    assert deliver_all() == {"sent": 1}
    assert reverse("unseen_mend", args=["retry"]) not in client.get(reverse("outbox")).text


def test_what_an_operator_is_too_close_to_is_not_shown_either(cast, rows, sign_in):
    private = User.objects.filter(pk=cast.kavya.pk)
    Delivery.objects.filter(pk=rows["ours"].pk).update(subject_id=cast.kavya.pk)
    scopes.private_subjects.register(lambda user: private if user == cast.igor else private.none())
    assert seen_by(sign_in(cast.igor)) == {"jack", "noor"}


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "noor", "sam"])
def test_nobody_else_gets_in(cast, rows, sign_in, name):
    assert sign_in(cast.people[name]).get(reverse("outbox")).status_code == 403


def test_rights_end_at_a_pairing_one_is_a_party_of(cast, rows, sign_in):
    private = User.objects.filter(pk=cast.kavya.pk)
    Delivery.objects.filter(pk=rows["ours"].pk).update(subject_id=cast.kavya.pk)
    scopes.private_subjects.register(lambda user: private if user == cast.omar else private.none())
    assert seen_by(sign_in(cast.omar)) == {"jack", "noor"}
    assert seen_by(sign_in(cast.priya)) == {"kavya"}


def test_so_do_an_operators_who_sees_nothing_of_secret_kinds_then(cast, rows, sign_in):
    """Igor is a mentor too: that a prompt to his leader was called off would tell him that she has answered."""
    private = User.objects.filter(pk=cast.kavya.pk)
    Delivery.objects.filter(pk=rows["ours"].pk).update(subject_id=cast.kavya.pk, state="dead", reason="Mailbox full")
    Delivery.objects.filter(pk=rows["secret"].pk).update(state="dead")
    scopes.private_subjects.register(lambda user: private if user == cast.igor else private.none())
    client = sign_in(cast.igor)
    assert seen_by(client) == {"jack", "noor"}
    assert "Mailbox full" not in client.get(reverse("outbox")).text
    assert client.post(reverse("delivery_retry", args=[rows["ours"].pk])).status_code == 404


@pytest.mark.parametrize("name", ["priya", "omar", "igor"])
def test_no_words_of_a_message_are_shown(cast, rows, sign_in, name):
    assert CANARY not in sign_in(cast.people[name]).get(reverse("outbox")).content.decode()


def test_filters_by_state_kind_and_program(cast, rows, sign_in, programs, owe, later):
    owe(cast.helen, scope=programs[1], due_at=later(days=1))
    client = sign_in(cast.omar)
    shown = lambda **query: client.get(reverse("outbox"), query).context["table"].data.data  # noqa: E731
    assert [d.recipient for d in shown(state="pending")] == [cast.helen]
    assert {d.recipient for d in shown(program=programs[1])} == {cast.helen, cast.jack}
    assert len(shown(kind="digest")) == 0
    assert [d.recipient for d in shown(q="noor aziz")] == [cast.noor]


def test_counts_per_state(cast, rows, sign_in, owe, later):
    owe(cast.helen, due_at=later(days=1))
    page = sign_in(cast.omar).get(reverse("outbox"))
    assert [chip["label"] for chip in page.context["chips"]] == ["Waiting (1)", "Sent (3)"]


def test_the_reason_is_shown(cast, rows, sign_in):
    Delivery.objects.filter(pk=rows["ours"].pk).update(state="dead", reason="The mail server answered 550")
    assert "The mail server answered 550" in sign_in(cast.priya).get(reverse("outbox")).content.decode()


def test_an_operator_sends_again_what_is_dead(cast, rows, sign_in, mailoutbox):
    Delivery.objects.filter(pk=rows["ours"].pk).update(state="dead", attempt=20)
    sign_in(cast.igor).post(reverse("delivery_retry", args=[rows["ours"].pk]))
    assert deliver_all() == {"sent": 1}
    assert Delivery.objects.get(pk=rows["ours"].pk).attempt == 1


def test_what_is_too_late_is_not_sent_again(cast, rows, sign_in, later):
    Delivery.objects.filter(pk=rows["ours"].pk).update(state="dead", not_after=later(hours=-1))
    client = sign_in(cast.igor)
    client.post(reverse("delivery_retry", args=[rows["ours"].pk]))
    assert Delivery.objects.get(pk=rows["ours"].pk).state == "dead"
    assert "It is too late for this message" in client.get(reverse("outbox")).content.decode()


def test_what_was_sent_is_never_sent_again(cast, rows, sign_in, mailoutbox):
    sign_in(cast.igor).post(reverse("delivery_retry", args=[rows["ours"].pk]))
    assert deliver_all() == {}


def test_discard(cast, rows, sign_in):
    Delivery.objects.filter(pk=rows["ours"].pk).update(state="uncertain")
    sign_in(cast.igor).post(reverse("delivery_discard", args=[rows["ours"].pk]))
    after = Delivery.objects.get(pk=rows["ours"].pk)
    assert (after.state, after.reason) == ("cancelled", "Discarded by an operator.")


@pytest.mark.parametrize("name", ["priya", "omar", "kavya"])
@pytest.mark.parametrize("url", ["delivery_retry", "delivery_discard"])
def test_only_operators_mend(cast, rows, sign_in, name, url):
    Delivery.objects.filter(pk=rows["ours"].pk).update(state="dead")
    assert sign_in(cast.people[name]).post(reverse(url, args=[rows["ours"].pk])).status_code == 403
    assert Delivery.objects.get(pk=rows["ours"].pk).state == "dead"


def test_what_has_ended_well_is_counted_no_further_than_anybody_needs(cast, owe, sign_in, programs, monkeypatch):
    monkeypatch.setattr("notifications.querysets.COUNTED", 3)
    monkeypatch.setattr("notifications.views.outbox.COUNTED", 3)
    for state, count in (("sent", 4), ("cancelled", 3), ("expired", 2), ("dead", 5)):
        for _ in range(count):
            owe(cast.kavya, state=state, sent_at=timezone.now() if state == "sent" else None)

    page = sign_in(cast.omar).get(reverse("outbox")).content.decode()

    assert "Sent (3 or more)" in page
    assert "No longer due (3 or more)" in page
    assert "Expired (2)" in page
    assert "Could not be sent (5)" in page
    assert "1–13 of 13 or more" in page
    assert "1–5 of 5\n" in sign_in(cast.omar).get(reverse("outbox", query={"state": "dead"})).content.decode()
