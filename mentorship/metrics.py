"""`/metrics` for Prometheus: the same signs as on the operators' page, and the outbox in numbers.

Whoever has the token of METRICS_TOKEN may read it; without that setting there is no such page. No number tells of one
person: kinds that nobody may count stand together, in steps of ten.
"""

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from mentorship import queues
from mentorship.signs import Sign, all_signs
from notifications import kinds
from notifications.models import Delivery
from notifications.outbox_state import OutboxState, outbox_state, up_to_step
from people.access import anyone, page
from sessions.answers.receiving import Outcome, mark_of

TEXT = "text/plain; version=0.0.4; charset=utf-8"


@page(anyone)
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """For the machine that watches, with the bearer token of METRICS_TOKEN."""
    if not settings.METRICS_TOKEN:
        raise Http404
    if not has_token(request):
        return HttpResponse("401\n", status=401, headers={"WWW-Authenticate": "Bearer"}, content_type="text/plain")
    registry = CollectorRegistry()
    registry.register(Outbox())
    return HttpResponse(generate_latest(registry), content_type=TEXT)


def has_token(request: HttpRequest) -> bool:
    return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")


class Outbox:
    """What is collected, asked anew each time: the database knows, whichever process answers."""

    def collect(self) -> list[Metric]:
        now = timezone.now()
        outbox, signs = look(now)
        seen = [*alive(outbox, now), calendar_mails(outbox), waiting_jobs()]
        return [well(signs), *owed(outbox, now), *went(outbox, now), *seen]


def look(now: datetime) -> tuple[OutboxState, list[Sign]]:
    """OutboxState and signs for a reader who is nobody: no secret kind is counted by itself."""
    everything, secret = Delivery.objects.all(), kinds.secret_codes()
    outbox = outbox_state(everything, now)
    return outbox, all_signs(now, outbox, everything.filter(kind__in=secret))


def well(signs: list[Sign]) -> Metric:
    family = GaugeMetricFamily("turnabout_well", "1 while all is well, by what is looked at.", labels=["sign"])
    for sign in signs:
        family.add_metric([sign.code], float(sign.is_well))
    return family


def owed(outbox: OutboxState, now: datetime) -> list[Metric]:
    oldest = GaugeMetricFamily(
        "turnabout_oldest_owed_seconds", "For how long the oldest unsent message has been due.", labels=["channel"]
    )
    for channel, since in outbox.oldest.items():
        oldest.add_metric([channel], (now - since).total_seconds() if since else 0.0)
    backlog = GaugeMetricFamily("turnabout_owed", "Messages that are due and not sent.", labels=["kind"])
    for kind, count in sorted(outbox.backlog.items()):
        backlog.add_metric([kind], count)
    again = GaugeMetricFamily("turnabout_waiting_again", "Messages put off for another try, in steps of ten.")
    again.add_metric([], up_to_step(outbox.waiting_again))
    return [oldest, backlog, again]


def went(outbox: OutboxState, now: datetime) -> list[Metric]:
    last = GaugeMetricFamily(
        "turnabout_last_sent_timestamp_seconds", "When a message last went out.", labels=["channel"]
    )
    for channel, at in outbox.last_sent.items():
        if at:
            last.add_metric([channel], at.timestamp())
    lately = GaugeMetricFamily("turnabout_sent_last_hour", "Messages sent within the last hour.", labels=["channel"])
    for channel, count in outbox.sent_lately.items():
        lately.add_metric([channel], count)
    failed = CounterMetricFamily("turnabout_failures", "Messages that were not taken, by why.", labels=["reason"])
    for name, (times, _at) in outbox.failures.items():
        failed.add_metric([name.partition(".")[2]], times)
    return [last, lately, failed]


def alive(outbox: OutboxState, now: datetime) -> list[Metric]:
    planner = GaugeMetricFamily("turnabout_planner_lag_seconds", "Since what falls due was last looked for.")
    if outbox.planned_at:
        planner.add_metric([], (now - outbox.planned_at).total_seconds())
    silence = GaugeMetricFamily(
        "turnabout_silence_seconds", "Since clock or worker last gave a sign of life.", labels=["who"]
    )
    for name, at in sorted(outbox.seen.items()):
        if name.partition(":")[0] in ("clock", "worker"):
            silence.add_metric([name], (now - at).total_seconds())
    return [planner, silence]


def calendar_mails(outbox: OutboxState) -> Metric:
    """All that is kept of mails to the mailbox of calendars that were no answers."""
    family = CounterMetricFamily(
        "turnabout_calendar_mails",
        "Mails that came for the answers of calendars, by what became of them.",
        labels=["outcome"],
    )
    for outcome in Outcome.values:
        if times := outbox.times.get(mark_of(outcome)):
            family.add_metric([outcome], times)
    return family


def waiting_jobs() -> Metric:
    family = GaugeMetricFamily("turnabout_queue_jobs", "Jobs that wait for a worker; missing while Redis is away.",
                               labels=["queue"])  # fmt: skip
    for name, count in (queues.depth() or {}).items():
        family.add_metric([name], count)
    return family
