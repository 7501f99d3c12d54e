"""The drill's table, and what of it must not be."""

import math
from collections import Counter
from collections.abc import Iterator

from notifications import kinds
from notifications.kinds import Urgency
from tests.drill.script import FULL_S, Script
from tests.drill.verdict import COUNTED, Span, Verdict
from tests.drill.watch import Seen, Watch

#: Reminders by mail may be late so long, and whatever is read in the app, beside the lease of a process that was killed
#: at it (seconds). Other mail may wait for what is urgent.
LATE_S, IN_APP_LATE_S = 300.0, 60.0
URGENT = "meeting_reminder"
FAULTS_SHOWN = 20
#: In a drill of five minutes.
LEAST = 1500
#: What is more urgent is looked for so often (seconds), and some had been handed over by then; what a killed worker
#: held comes back after its lease.
GRACE_S, ALLOWED_WRONG, SHARE_WRONG = 7.0, 8, 0.25


def print_report(verdict: Verdict, watch: Watch, script: Script) -> None:
    print(f"\n{'kind':26} {'by':6}" + "".join(f"{name:>11}" for name in COUNTED) + f"{'longest s':>11}")
    for place, row in sorted(verdict.rows.items()):
        numbers = "".join(f"{row[name]:11}" for name in COUNTED)
        print(f"{place[0]:26} {place[1]:6}{numbers}{verdict.delay[place]:11.1f}")
    print(f"{'all':33}" + "".join(f"{verdict.total(name):11}" for name in COUNTED))
    print(f"\nSent again where the server's yes was not heard (same Message-ID): {verdict.forgiven}")
    for weather in ("busy", "slow", "451", "421", "hang", "dead"):
        seen = during(watch, script, weather)
        red, mail = sum(not one.is_page_green for one in seen), sum(not one.is_mail_well for one in seen)
        said = sorted({one.words for one in seen if not one.is_mail_well})
        counts = f"{len(seen):3} looks, page red {red:3}, mail red {mail:3}"
        print(f"Signs while {weather:5}: {counts} {' / '.join(said)}")
    begins, ends, start = *script.span_of("busy"), verdict.begins.timestamp()
    many, wrong = overtaken(verdict, start + begins, start + ends)
    print(f"While there was too much: {many} mails that are not urgent, {wrong} of them before what is.")
    print(f"Signs could not be asked {watch.unanswered} times (the database was away).")


def during(watch: Watch, script: Script, weather: str, grace_s: float = 0.0) -> list[Seen]:
    begins, ends = script.span_of(weather)
    return [one for one in watch.seen if begins + grace_s <= one.at < ends]


def failures(verdict: Verdict, watch: Watch, script: Script) -> list[str]:
    found = verdict.faults[:FAULTS_SHOWN]
    for name in ("lost", "duplicate", "early", "too late"):
        if count := verdict.total(name):
            found.append(f"{count} {name}")
    if verdict.total("sent") < verdict.total("expected") / 2:
        found.append("hardly anything was sent")
    found += few(verdict, script) + late(verdict, script) + overload(verdict, watch, script)
    return found + signs(watch, script)


def few(verdict: Verdict, script: Script) -> list[str]:
    """What was not driven at all."""
    gone = Counter[str]()
    for (code, _channel), row in verdict.rows.items():
        gone[code] += row["sent"] + row["refused"]
    found = [f"no message of the kind {kind.code} left" for kind in kinds.all_kinds() if not gone[kind.code]]
    least = LEAST * script.seconds // FULL_S
    if (expected := verdict.total("expected")) < least:
        found.append(f"{expected} messages are too few: {least} at least")
    return found


def overtaken(verdict: Verdict, since: float, until: float) -> tuple[int, int]:
    """Of the mails that were handed over between these (seconds since 1970) and are not urgent: how many there are, and
    before how many of them something urgent had been due for a while."""
    urgent = [(due, at) for urgency, due, at in verdict.handed_over if urgency == Urgency.FIRST]
    others = [at for urgency, _due, at in verdict.handed_over if urgency != Urgency.FIRST and since <= at < until]
    wrong = [at for at in others if any(due < at - GRACE_S and at < gone for due, gone in free(urgent, verdict, at))]
    return len(others), len(wrong)


def free(urgent: list[Span], verdict: Verdict, at: float) -> Iterator[Span]:
    """Those that no process took with it when it was killed since they were due: these come back after its lease."""
    for due, gone in urgent:
        if not any(began <= at and ended >= due for began, ended in verdict.kills):
            yield due, gone


def overload(verdict: Verdict, watch: Watch, script: Script) -> list[str]:
    """While more is due than can leave, what is urgent goes first, and the signs say that messages are late."""
    begins, ends = script.span_of("busy")
    start = verdict.begins.timestamp()
    many, wrong = overtaken(verdict, start + begins, start + ends)
    found = []
    if wrong > max(ALLOWED_WRONG, many * SHARE_WRONG):
        found.append(f"{wrong} of {many} mails went before what is urgent")
    late_ones = [one for one in during(watch, script, "busy") if not one.is_owed_well]
    return found if late_ones else [*found, "no sign said that messages left late while there were too many"]


def late(verdict: Verdict, script: Script) -> list[str]:
    limits = {(URGENT, "email"): LATE_S}
    return [
        f"{kind} by {channel} came {delay:.0f} s late"
        for (kind, channel), delay in verdict.delay.items()
        if delay > limits.get((kind, channel), IN_APP_LATE_S + script.lease_s if channel == "in_app" else math.inf)
    ]


def signs(watch: Watch, script: Script) -> list[str]:
    """While nobody listens at the mail server's port, once a message has been tried, nothing is green."""
    begins, ends = script.span_of("dead")
    seen = during(watch, script, "dead", grace_s=(ends - begins) / 2)
    if not seen:
        return ["nobody looked at the signs while mail was dead"]
    found = [f"{one.at:.0f} s: the page was green while mail was dead" for one in seen if one.is_page_green]
    found += [f"{one.at:.0f} s: check_outbox was green while mail was dead" for one in seen if one.is_command_green]
    found += [f"{one.at:.0f} s: mail was called well while it was dead" for one in seen if one.is_mail_well]
    return found
