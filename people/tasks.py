"""Work in the background: ids in, one service call."""

from celery import shared_task

from people.approvals import services as approvals
from people.conflicts import settle_named
from people.directory.adding import end_guests
from people.erasure.remembering import bring_file_up_to_date
from people.own_data import copies
from people.profile.services import settle_assistants
from people.retention.applying import apply_retention
from people.sign_in import links


@shared_task(name="people.tend_held_acts")
def carry_out_held_acts() -> None:
    """Every few minutes: do what was approved and whose hour has come, end what nobody decided; and what a worker that
    was woken for it has not done."""
    while approvals.carry_out_due() == approvals.AT_ONCE:
        pass
    end_guests()
    approvals.forget_undecided()
    approvals.remind_of_ones_own()
    bring_file_up_to_date()
    tend_data_copies()


@shared_task(name="people.apply_retention")
def let_go_of_the_old() -> None:
    """Each night: what is older than the rules of retention say."""
    apply_retention()


@shared_task(name="people.tend_data_copies")
def tend_data_copies() -> None:
    """When somebody has asked, and with what is done every few minutes: make those that wait, forget those whose week
    is over."""
    copies.make_waiting()
    copies.forget_old_copies()


@shared_task(name="people.settle_conflicts")
def settle_conflicts() -> None:
    """What was said of addresses that nobody had then, conflicts and assistants, holds for whoever has them by now."""
    settle_named()
    settle_assistants()


@shared_task(name="people.send_password_link")
def send_password_link(email: str, then: str = "") -> None:
    links.send_password_link(email=email, then=then)
