"""Where somebody stands in a cycle and what comes next, in sentences with a date: for them alone, on their first page
and on the page of their enrolment."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import Cycle, Participant

State = Participant.State


def standing_of(participant: Participant, today: dt.date) -> str:
    """`today` is the date in the organisation's zone. Needs the cycle with its program, and the person.

    Of a leader who has not been asked it says the same whether a mentor was asked for them or not.
    """
    cycle = participant.cycle
    if cycle.is_closed:
        return _closed(participant, today)
    if participant.is_gone:
        return _gone(participant, today)
    if participant.is_invited:
        return _invited(participant, today)
    if participant.state == State.ACTIVE:
        return _("You have a partner. Everything about your meetings is on the page of your pairing.")
    if participant.state == State.COMPLETED:
        return " ".join([_("You have completed this cycle."), _nothing_until(cycle)])
    return _waiting(participant, today)


def _closed(participant: Participant, today: dt.date) -> str:
    """What those who completed it still read, and until when."""
    closed, until = _("This cycle has closed. There is nothing you need to do."), participant.cycle.alumni_until
    if until is None or participant.state != State.COMPLETED:
        return closed
    closed = _("You have completed this cycle, and it has closed.")
    if today <= until:
        reads = _("You can read the pages of your pairing until %(day)s.")
    else:
        reads = _(
            "The pages of your pairing were open until %(day)s; what is yours of them is in the copy of your data."
        )
    return " ".join([closed, reads % {"day": day_words(until)}])


def _invited(participant: Participant, today: dt.date) -> str:
    if not participant.may_answer(today):
        return _("Enrolment has closed before you answered. The program team can tell you when the next cycle begins.")
    until = participant.answers_until
    by = [_("Please answer by %(day)s.") % {"day": until.words(participant.user.zone)}] if until else []
    return " ".join([_("You are invited and have not answered yet."), *by])


def _gone(participant: Participant, today: dt.date) -> str:
    if participant.decided_by_id != participant.user_id:
        return _("You do not have a place in this cycle. The program team can tell you when the next one begins.")
    words = [_("You are not taking part in this cycle, and you will not be asked again.")]
    until = participant.answers_until
    if participant.may_answer(today) and until:
        words.append(
            _("If you change your mind by %(day)s, you are welcome.") % {"day": until.words(participant.user.zone)}
        )
    elif participant.may_answer(today):
        words.append(_("If you change your mind before enrolment closes, you are welcome."))
    return " ".join(words)


def _waiting(participant: Participant, today: dt.date) -> str:
    """Answered, and in no pairing: applied, on the waiting list, or approved."""
    cycle = participant.cycle
    if cycle.is_ending:
        return " ".join([_("This cycle is coming to its end, and nobody new is matched in it."), _nothing_until(cycle)])
    if participant.state == State.APPLIED:
        first = _("The program team looks at your enrolment. You hear from it here and by e-mail.")
    elif participant.state == State.WAITLISTED:
        first = _("You are on the waiting list. When a place becomes free, you hear of it.")
    elif participant.is_paused:
        return _(
            "You have a place, and are not matched for now. When you would like to be, write to the program team; "
            "nothing is asked of you until then."
        )
    elif not participant.is_junior and cycle.asked_until and today <= cycle.asked_until:
        return _(
            "Mentors are being asked. If there is a partner for you, you are asked by %(day)s; if you hear nothing by "
            "then, you keep your place for the next matching."
        ) % {"day": day_words(cycle.asked_until)}
    else:
        first = _("You have a place. When there is a partner for you, you are asked, and answer in confidence.")
    return " ".join([first, _("Nothing is asked of you until then."), next_matching(cycle, today)])


def next_matching(cycle: Cycle, today: dt.date) -> str:
    """When partners are announced next, as far as somebody has said; else what is known of the cycle's days."""
    if cycle.match_on and cycle.match_on >= today:
        day = {"day": day_words(cycle.match_on)}
        if cycle.is_before_running:
            return _("Partners are announced on %(day)s.") % day
        return _("The next matching is on %(day)s.") % day
    if not cycle.is_before_running and cycle.rotates_on and cycle.rotates_on > today:
        return _("Partners change on %(day)s; the next matching is before that.") % {"day": day_words(cycle.rotates_on)}
    if cycle.is_before_running and cycle.starts_on and cycle.starts_on >= today:
        return _("Pairs begin to meet on %(day)s.") % {"day": day_words(cycle.starts_on)}
    if cycle.ends_on and cycle.ends_on >= today:
        return _("No day is set for the next matching; the cycle ends on %(day)s.") % {"day": day_words(cycle.ends_on)}
    return _("No day is set for the next matching yet.")


def _nothing_until(cycle: Cycle) -> str:
    if cycle.ends_on is None:
        return _("Nothing is asked of you until it closes; then you hear of it.")
    return _("It ends on %(day)s. Nothing is asked of you until it closes; then you hear of it.") % {
        "day": day_words(cycle.ends_on)
    }


def day_words(day: dt.date) -> str:
    """A day of the calendar, as messages write it."""
    return date_format(day, "D j M Y")
