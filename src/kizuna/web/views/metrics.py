"""What `/metrics` tells: figures of the machine and its work, never of a person."""

from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from kizuna.web import queries
from kizuna.web.standing import Standing

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
PASSED_ON = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
"""What a proxy adds: behind one on this machine, everybody seems to sit here."""


def _here(request: HttpRequest) -> bool:
    """Whether the request comes from this machine itself."""
    if any(request.headers.get(name) for name in PASSED_ON):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus: from this machine, or with the token of KIZUNA_METRICS_TOKEN."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip() if kind.lower() == "bearer" else ""
    now = timezone.now()
    found = queries.watched(request.viewer, now, token=token, here=_here(request))
    return HttpResponse(text(found, settings.METRICS_FOLDER, now), content_type=CONTENT_TYPE)


class _Now(Collector):
    """The standing as metrics, for the library."""

    def __init__(self, standing: Standing, now: datetime) -> None:
        self.standing, self.now = standing, now

    def collect(self) -> Iterator[Metric]:
        """Each figure that is known."""
        tasks = GaugeMetricFamily("kizuna_tasks", "Tasks by state.", labels=["state"])
        for state, number in sorted(self.standing.tasks.items()):
            tasks.add_metric([state], number)
        yield tasks
        words = "Messages by channel and state."
        messages = GaugeMetricFamily("kizuna_messages", words, labels=["channel", "state"])
        for kind, number in sorted(self.standing.messages.items()):
            messages.add_metric(kind, number)
        yield messages
        yield from self._ages()

    def _ages(self) -> Iterator[Metric]:
        found = self.standing
        for name, words, since in (
            ("oldest_task", "How long the oldest task waits that may run.", found.oldest_task),
            ("oldest_message", "How long the oldest message waits that may leave.", found.oldest_message),
            ("backup_age", "How old the newest backup is.", found.backup),
            ("ledger_open", "How long the oldest line of the ledger is not sealed.", found.ledger_open),
            ("worker_silent", "How long no worker gave a sign.", found.worker),
        ):
            if since is not None:
                age = max(0.0, (self.now - since).total_seconds())
                yield GaugeMetricFamily(f"kizuna_{name}_seconds", words, value=age)


def text(standing: Standing, folder: str | None, now: datetime) -> bytes:
    """Everything in the words of Prometheus. `folder`: where several processes keep what they count."""
    stands = CollectorRegistry()
    stands.register(_Now(standing, now))
    counted = REGISTRY
    if folder is not None:
        counted = CollectorRegistry()
        MultiProcessCollector(counted, folder)
    return generate_latest(counted) + generate_latest(stands)
