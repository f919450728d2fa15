"""What `/metrics` tells: figures of the machine and its work, never of a person."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from kizuna.web.standing import Standing

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_MINE = CollectorRegistry()
"""What this process counted; where there are several, each also writes it into a file of a common folder."""
REQUESTS = Counter("kizuna_requests", "Answers by page and status.", ["route", "status"], registry=_MINE)
SECONDS = Histogram(
    "kizuna_request_seconds", "How long answers took.", ["route"], buckets=BUCKETS, registry=_MINE
)


def answered(route: str, status: int, seconds: float) -> None:
    """Count one answer, which took so many seconds."""
    REQUESTS.labels(route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


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
    counted = _MINE
    if folder is not None:
        counted = CollectorRegistry()
        MultiProcessCollector(counted, folder)  # type: ignore[no-untyped-call]
    return generate_latest(counted) + generate_latest(stands)
