"""What a real mail server says, and what becomes of the message."""

import datetime as dt
import email
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from frame.isolation import bare
from notifications import services
from notifications.mail_lines import LONGEST_PAUSE_S
from notifications.models import Delivery, MailFlow
from people.models import User
from tests.mail import deliver_all
from tests.notifications.smtp import free_port, mailer


def row(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("recipient").get(pk=delivery.pk)


def test_one_connection_serves_many_messages(person, owe, server, settings):
    settings.EMAIL_CONNECTIONS = 1
    for n in range(7):
        owe(person(f"person{n}x"))
    assert deliver_all() == {"sent": 7}
    assert (len(server.taken), server.connections) == (7, 1)


def test_what_arrives_is_what_was_kept(person, owe, server):
    delivery = owe(person("kavya"), kind="invite", extra={"name": "Zoë Ångström"})
    deliver_all()
    message, kept = server.taken[0], row(delivery)
    assert message["Subject"] == kept.title == "Hello from Zoë Ångström"
    assert message["To"].addresses[0].addr_spec == "kavya@example.com"
    assert message["Message-ID"] == kept.message_id
    assert message.get_body(["plain"]).get_content().splitlines() == kept.body_text.splitlines()
    assert message.get_body(["html"]).get_content().splitlines() == kept.body_html.splitlines()


def test_an_invitation_is_an_alternative_with_its_method_and_a_file(person, owe, server):
    owe(person("kavya"), kind="invite")
    deliver_all()
    calendars = [part for part in server.taken[0].walk() if part.get_content_type() == "text/calendar"]
    files = list(server.taken[0].iter_attachments())
    assert [part.get_param("method") for part in calendars] == ["REQUEST"]
    assert calendars[0].get_content().splitlines()[0] == "BEGIN:VCALENDAR"
    assert [(part.get_filename(), part.get_content_type()) for part in files] == [("invite.ics", "application/ics")]


@pytest.mark.parametrize("code", ["550", "553"])
def test_a_refused_address_is_dead_and_flagged(person, owe, server, code):
    delivery = owe(person(code))
    assert deliver_all() == {"dead": 1}
    assert row(delivery).reason == f"The mail server answered {code}: as you were told"
    assert row(delivery).recipient.email_failed_at


@pytest.mark.parametrize("code", ["421", "450", "451"])
def test_not_now_is_tried_again_later(person, owe, server, code):
    delivery = owe(person(code))
    assert deliver_all() == {"retry": 1}
    after = row(delivery)
    assert after.reason == f"The mail server answered {code}: as you were told"
    assert timezone.now() < after.next_attempt_at < timezone.now() + dt.timedelta(minutes=2)
    assert not after.recipient.email_failed_at


def test_a_refused_message_is_dead_but_the_address_is_not_blamed(person, owe, server):
    server.answers["DATA"] = "554 looks like spam to someone@example.com"
    delivery = owe(person("kavya"))
    assert deliver_all() == {"dead": 1}
    assert row(delivery).reason == "The mail server answered 554: looks like spam to …"
    assert not row(delivery).recipient.email_failed_at


def test_bad_ones_block_nobody(person, owe, server):
    for local in ("550", "450", "451", "stall", "fine1x", "drop", "fine2x"):
        owe(person(local))
    done = deliver_all()
    assert done == {"sent": 2, "dead": 1, "retry": 4}
    assert sorted(m["To"].addresses[0].username for m in server.taken) == ["drop", "fine1x", "fine2x"]


def test_the_wait_grows_with_each_answer_and_ends_with_the_use_of_the_message(person, owe, server, later):
    delivery, waits = owe(person("451"), not_after=later(days=20)), []
    for _ in range(25):
        before = timezone.now()
        deliver_all()
        waits.append((row(delivery).next_attempt_at - before).total_seconds())
        Delivery.objects.filter(state="retry").update(next_attempt_at=before)
    assert [45 < w / 2**n < 75 for n, w in enumerate(waits[:8])] == [True] * 8
    assert max(waits) < 8 * 3600
    assert (row(delivery).state, row(delivery).attempt, row(delivery).claims) == ("retry", 25, 0)
    Delivery.objects.update(not_after=later(seconds=-1))
    deliver_all()
    assert row(delivery).state == "expired"


def test_no_attempt_is_planned_after_the_message_is_of_use(person, owe, server, later):
    delivery = owe(person("451"), not_after=later(seconds=90), attempt=6)
    deliver_all()
    assert (row(delivery).state, row(delivery).next_attempt_at < row(delivery).not_after) == ("retry", True)
    late = owe(person("450"), not_after=later(seconds=20), attempt=6)
    deliver_all()
    assert row(late).state == "expired"
    assert row(late).reason.startswith("It could not be sent in time.")


def end_pause() -> None:
    MailFlow.objects.update(paused_until=None)


def pause_left() -> float:
    return (MailFlow.objects.get().paused_until - timezone.now()).total_seconds()


def test_nobody_there_keeps_everything_and_the_inbox_goes_on(person, owe, settings):
    settings.EMAIL_CONNECTIONS = 1
    settings.MAILERS = mailer(free_port())
    kavya = person("kavya")
    for _ in range(3):
        owe(kavya, channels=["email", "in_app"])
    assert deliver_all() == {"sent": 3, "retry": 1}
    assert set(Delivery.objects.filter(channel="in_app").values_list("state", flat=True)) == {"sent"}
    mails = Delivery.objects.filter(channel="email")
    assert set(mails.values_list("attempt", "claims")) == {(0, 0)}
    (tried,) = mails.filter(state="retry")
    assert tried.reason.startswith("The mail server could not be reached")


def test_while_nobody_is_there_it_is_asked_ever_more_seldom(person, owe, settings):
    settings.MAILERS, pauses = mailer(free_port()), []
    owe(person("kavya"))
    for _ in range(7):
        deliver_all()
        pauses.append(pause_left())
        assert deliver_all() == {}
        end_pause()
        Delivery.objects.update(next_attempt_at=timezone.now())
    assert [10 < pause / 2**n < 18 for n, pause in enumerate(pauses[:5])] == [True] * 5
    assert max(pauses) < 1.2 * LONGEST_PAUSE_S


def test_after_the_outage_all_arrive_once(person, owe, server, settings):
    there, settings.MAILERS = settings.MAILERS, mailer(free_port())
    for n in range(4):
        owe(person(f"p{n}x"))
    deliver_all()
    settings.MAILERS = there
    Delivery.objects.filter(state="retry").update(next_attempt_at=timezone.now())
    end_pause()
    deliver_all()
    assert Delivery.objects.filter(state="sent").count() == len(set(server.ids())) == len(server.ids()) == 4


@pytest.mark.parametrize("answer", ["421 too many connections", "451 4.7.1 slow down", "450 4.7.0 try later"])
def test_the_first_word_of_enough_stops_the_run_for_all_and_nothing_is_lost(person, owe, server, settings, answer):
    settings.EMAIL_CONNECTIONS = 1
    server.answers["enough"] = answer
    refused = owe(person("enough"), due_at=timezone.now() - dt.timedelta(hours=1))
    for n in range(20):
        owe(person(f"p{n}x"))
    assert deliver_all() == {"retry": 1}
    assert server.taken == []
    assert 10 < pause_left() < 18
    assert (row(refused).state, row(refused).attempt) == ("retry", 1)
    assert set(Delivery.objects.filter(state="pending").values_list("claims", "attempt")) == {(0, 0)}
    assert deliver_all() == {}
    end_pause()
    assert deliver_all() == {"sent": 20}


def test_when_the_server_takes_mail_again_the_next_pause_is_a_short_one(person, owe, server):
    MailFlow.objects.create(pauses=5, paused_until=timezone.now() - dt.timedelta(seconds=1))
    owe(person("kavya"))
    deliver_all()
    assert MailFlow.objects.get().pauses == 0


def test_a_digest_that_may_have_arrived_is_left_open(person, owe, server):
    delivery = owe(person("drop"), kind="digest")
    assert deliver_all() == {"uncertain": 1}
    assert len(server.taken) == 1
    assert deliver_all() == {}
    assert row(delivery).reason.startswith("The connection to the mail server broke")


def test_an_address_that_works_again_loses_its_flag(person, owe, server, later):
    kavya = person("kavya")
    type(kavya).objects.update(email_failed_at=later(days=-1))
    delivery = owe(kavya)
    deliver_all()
    assert row(delivery).recipient.email_failed_at is None


def test_an_address_that_is_none_is_dead(person, owe, server):
    delivery = owe(person("kävya"))
    assert deliver_all() == {"dead": 1}
    assert row(delivery).reason == "The address is not valid."


def test_one_click_headers_need_https_and_stay_in_one_piece(person, owe, server, settings):
    settings.BASE_URL = "https://turnabout.example.com"
    owe(person("kavya"))
    owe(person("maria"), kind="invite")
    deliver_all()
    by_name = {message["To"].addresses[0].username: message for message in server.taken}
    link = by_name["kavya"]["List-Unsubscribe"]
    assert link.startswith("<https://turnabout.example.com/notifications/unsubscribe/")
    assert "\n" not in link
    assert by_name["kavya"]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert by_name["maria"]["List-Unsubscribe"] is None


def test_without_https_there_is_the_link_only(person, owe, server):
    delivery = owe(person("kavya"))
    deliver_all()
    assert server.taken[0]["List-Unsubscribe"] is None
    assert "/notifications/unsubscribe/" in row(delivery).body_text


def test_no_header_can_be_smuggled_in(person, owe, server):
    kavya = person("kavya")
    type(kavya).objects.update(last_name='Nair"\r\nBcc: all@example.com')
    owe(kavya, extra={"name": "Jack\r\nBcc: all@example.com"})
    deliver_all()
    message = server.taken[0]
    assert message["Bcc"] is None
    assert message["Subject"] == "Hello from Jack Bcc: all@example.com"
    assert len(message["To"].addresses) == 1


def test_outside_production_no_mail_of_any_origin_leaves_the_list(person, server, settings):
    port = settings.MAILERS["default"]["OPTIONS"]["port"]
    settings.MAILERS = mailer(port, "notifications.backends.MailServer")
    settings.MAIL_IS_REAL, settings.MAIL_ALLOW_LIST = True, ["tester@example.com"]
    EmailMessage("Sign in", "Code", to=["Kavya <kavya@example.com>"]).send()
    EmailMessage("Sign in", "Code", to=["tester@example.com"]).send()
    assert [message["To"].addresses[0].addr_spec for message in server.taken] == ["tester@example.com"]


def test_without_a_mail_server_each_mail_is_a_file(person, owe, settings):
    settings.MAILERS = {"default": {"BACKEND": "notifications.backends.MailFiles"}}
    owe(person("kavya"))
    assert deliver_all() == {"sent": 1}
    files = list(settings.MAIL_DIR.iterdir())
    assert len(files) == 1
    assert files[0].name.endswith(" kavya@example.com hello-from-jack.eml")
    assert b"\r\nSubject: Hello from Jack\r\n" in files[0].read_bytes()


def test_files_of_mail_are_for_the_user_alone_that_the_site_runs_as(person, owe, settings):
    """Links that open accounts stand in them; the folder may have been there before, open to all."""
    settings.MAILERS = {"default": {"BACKEND": "notifications.backends.MailFiles"}}
    settings.MAIL_DIR.mkdir(mode=0o755)
    owe(person("kavya"))
    deliver_all()
    (file,) = settings.MAIL_DIR.iterdir()
    assert (settings.MAIL_DIR.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_in_production_no_mail_becomes_a_file(settings):
    settings.MAILERS = {"default": {"BACKEND": "notifications.backends.MailFiles"}}
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        EmailMessage("Set your password", "the link", to=["kavya@example.com"]).send()
    assert not settings.MAIL_DIR.exists()


def owe_and_fail(person: User) -> None:
    with transaction.atomic():
        services.owe(kind="greeting", recipients=[person.pk], subject_id=person.pk)
        raise RuntimeError


def test_owing_in_a_transaction_that_fails_owes_nothing(person, server):
    with pytest.raises(RuntimeError):
        owe_and_fail(person("kavya"))
    assert deliver_all() == {}


@pytest.mark.parametrize(
    ("first_name", "last_name"),
    [
        ("Zoë", "Ångström-Þorsteinsdóttir de la Torre y Martínez-Villavicencio"),
        ("美咲", "山田"),
        ("نور", "الحسيني"),
        ('Jean "JJ"', "O'Neill, Jr. <x@example.org>"),
    ],
)
def test_every_name_arrives_as_it_is_written(person, owe, server, first_name, last_name):
    kavya = person("kavya")
    User.objects.filter(pk=kavya.pk).update(first_name=first_name, last_name=last_name)
    delivery = owe(kavya, kind="invite", extra={"name": f"{first_name} {last_name} " * 3})
    deliver_all()
    message, kept = server.taken[0], row(delivery)
    # Python's newer parser puts a second blank where a long name went on in the next line.
    (written,) = [line for name, line in email.message_from_bytes(server.raw[0]).raw_items() if name == "To"]
    name, address = parseaddr(written.replace("\r\n", ""))
    assert (str(make_header(decode_header(name))), address) == (bare(kept.recipient.name), "kavya@example.com")
    assert message["Subject"] == kept.title
    assert message.get_body(["plain"]).get_content().splitlines() == kept.body_text.splitlines()


def test_no_server_meets_a_character_that_it_may_not_know(person, owe, server):
    owe(person("kavya"), kind="invite", extra={"name": "Zoë Ångström 美咲"})
    deliver_all()
    (raw,) = server.raw
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
