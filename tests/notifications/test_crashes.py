"""A process that dies between any two steps loses nothing and doubles next to nothing."""

import pytest
from django.utils import timezone

from notifications import claims, mail_run, preparing
from notifications.claims import MAX_CLAIMS
from notifications.mailing import Postman
from notifications.models import Delivery
from tests.mail import deliver_all
from tests.notifications.invariants import check


class Killed(BaseException):
    """The process is gone: nothing of ours catches it."""


def killed(*args, **kwargs):
    raise Killed


def run_until_killed():
    with pytest.raises(Killed):
        deliver_all()


@pytest.fixture
def three(person, owe):
    return [owe(person(f"person{n}x"), kind=kind) for n, kind in enumerate(("greeting", "greeting", "digest"))]


def states() -> list[str]:
    return sorted(Delivery.objects.values_list("state", flat=True))


@pytest.mark.parametrize(("module", "step"), [(mail_run, "prepare"), (claims, "begin_sending")])
def test_killed_before_anything_went_out(three, server, pass_lease, monkeypatch, module, step):
    with monkeypatch.context() as patched:
        patched.setattr(module, step, killed)
        run_until_killed()
    assert (states(), server.taken) == (["claimed"] * 3, [])
    assert deliver_all() == {}
    pass_lease()
    assert deliver_all() == {"sent": 3}
    check(server)


def test_killed_before_the_first_word_to_the_mail_server(three, server, pass_lease, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(Postman, "send", killed)
        run_until_killed()
    assert states() == ["claimed", "claimed", "sending"]
    pass_lease()
    assert deliver_all() == {"sent": 3}
    check(server)


def test_killed_between_the_servers_yes_and_our_commit(three, server, pass_lease, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(claims, "sent", killed)
        run_until_killed()
    assert len(server.taken) == 1
    pass_lease()
    assert deliver_all() == {"sent": 3}
    check(server, may_be_doubled=1)


def test_a_digest_is_not_sent_twice_but_shown_as_uncertain(person, owe, server, pass_lease, monkeypatch):
    delivery = owe(person("kavya"), kind="digest")
    with monkeypatch.context() as patched:
        patched.setattr(claims, "sent", killed)
        run_until_killed()
    pass_lease()
    assert deliver_all() == {}
    assert Delivery.objects.get(pk=delivery.pk).state == "uncertain"
    check(server)


def test_a_message_that_kills_its_process_dies_alone(person, owe, server, pass_lease, monkeypatch):
    deadly = owe(person("deadly"))  # may take those along that were claimed with it, but not again and again
    for n in range(5):
        owe(person(f"person{n}x"))
    real = preparing.write

    def write(delivery, kind, site, now):
        return killed() if delivery.pk == deadly.pk else real(delivery, kind, site, now)

    monkeypatch.setattr(preparing, "write", write)
    for _ in range(4 * MAX_CLAIMS):
        pass_lease()
        try:
            deliver_all()
        except Killed:
            continue
        if "claimed" not in states():
            break
    assert states() == ["dead"] + ["sent"] * 5
    assert Delivery.objects.get(pk=deadly.pk).state == "dead"
    check(server)


def test_what_comes_back_too_late_is_not_sent(person, owe, server, later, pass_lease, monkeypatch):
    waiting, in_doubt = (owe(person(f"person{n}x"), not_after=later(hours=1)) for n in range(2))
    with monkeypatch.context() as patched:
        patched.setattr(mail_run, "prepare", killed)
        run_until_killed()
    Delivery.objects.filter(pk=in_doubt.pk).update(state="sending")
    Delivery.objects.update(due_at=later(hours=-2), not_after=later(hours=-1))
    pass_lease()
    deliver_all()
    assert Delivery.objects.get(pk=waiting.pk).state == "expired"
    assert Delivery.objects.get(pk=in_doubt.pk).state == "uncertain"
    assert server.taken == []


def test_who_lost_the_lease_writes_nothing(person, owe, server):
    owe(person("kavya"))
    slow = claims.claim(timezone.now(), "email")[0]
    Delivery.objects.update(state="sent", sent_at=timezone.now(), claim_token=None)
    assert claims.as_it_is_now(slow, timezone.now()) is None
    assert not claims.begin_sending(slow, timezone.now())
    claims.try_again(slow, "too late", timezone.now())
    assert states() == ["sent"]


def test_an_outage_of_three_days_expires_what_has_passed_and_sends_the_rest(person, owe, server, later):
    owe(person("person1x"), due_at=later(days=-3), not_after=later(days=-2))
    owe(person("person2x"), due_at=later(days=-1), not_after=later(hours=1))
    owe(person("person3x"), due_at=later(days=-3))
    assert deliver_all() == {"sent": 2}
    assert states() == ["expired", "sent", "sent"]
    check(server)
