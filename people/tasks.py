"""Work in the background: ids in, one service call."""

from celery import shared_task
from django.utils import timezone

from people import ended_lines, frame_port
from people.approvals import services as approvals
from people.audit import recording
from people.profile.services import settle_assistants, settle_named
from people.sign_in import links, session_lifetime


@shared_task(name="people.tend_held_acts")
def carry_out_held_acts() -> None:
    """Every few minutes: do what was approved and whose hour has come, end what nobody decided."""
    while approvals.carry_out_due() == approvals.AT_ONCE:
        pass
    approvals.forget_undecided()


@shared_task(name="people.keep_to_audit_retention")
def keep_to_audit_retention() -> None:
    recording.keep_to_retention()


@shared_task(name="people.forget_form_tokens")
def forget_form_tokens() -> None:
    frame_port.forget_tokens(timezone.now())


@shared_task(name="people.forget_ended_lines")
def forget_ended_lines() -> None:
    ended_lines.forget_old_lines()


@shared_task(name="people.settle_conflicts")
def settle_conflicts() -> None:
    settle_named()
    settle_assistants()


@shared_task(name="people.forget_sessions")
def forget_sessions() -> None:
    session_lifetime.forget_sessions(timezone.now())


@shared_task(name="people.send_password_link")
def send_password_link(email: str, then: str = "") -> None:
    links.send_password_link(email=email, then=then)
