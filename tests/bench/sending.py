"""A site of its own for the benchmarks of messages: `python -m tests.bench.sending WHAT …`.

The providers run here, on loopback; the workers are real `kizuna worker` processes.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import tests.environment  # noqa: F401 - sets what Django reads
from tests.bench.beside import pages
from tests.bench.planner import planned
from tests.postgres import cluster

FIVE_MS = 0.005
WORKER = [sys.executable, "-m", "kizuna.cli", "worker"]


def ask(what: str, database: str, **settings: object) -> dict[str, Any]:
    """What `what` measured on a database: `sqlite`, or `postgres` on a cluster of its own."""
    words = [f"{name}={value}" for name, value in settings.items()]
    with tempfile.TemporaryDirectory() as folder:
        if database == "sqlite":
            return _child(what, words, f"sqlite:///{folder}/bench.sqlite3")
        with cluster() as url:
            return _child(what, words, url)


def _child(what: str, words: list[str], url: str) -> dict[str, Any]:
    line = [sys.executable, "-m", "tests.bench.sending", what, *words]
    done = subprocess.run(line, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


@contextmanager
def workers(number: int, **environment: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """So many real workers for as long as the block lasts."""
    whole = {**os.environ, "KIZUNA_QUIET_HOURS": "", **environment}
    found = [subprocess.Popen(WORKER, env=whole) for _ in range(number)]
    try:
        yield found
    finally:
        for one in found:
            one.terminate()
        for one in found:
            one.wait(30)


def begin(**environment: str) -> None:
    """Django with these settings, and an empty site."""
    os.environ.update(environment)
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.web.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def until(true: Any, seconds: float = 600) -> float:
    """Wait until something is true; the seconds it took."""
    start = time.monotonic()
    while not true():
        if time.monotonic() - start > seconds:
            raise TimeoutError
        time.sleep(0.005)
    return time.monotonic() - start


def started(run: Any) -> datetime:
    """Start a run now."""
    from django.utils import timezone

    from kizuna.outbox.actions import start_run

    now = timezone.now()
    assert start_run(run=run, now=now)
    return now


def _ready(provider: Any, number: int, name: str = "") -> None:
    """Wait until each worker has sent something: starting Python is not what is measured."""
    from django.utils import timezone

    from kizuna.outbox.actions import send

    before = len(provider.times)
    for n in range(3 * number):
        told = {"channel": "sms", "subject": "", "text": "warm", "life_safety": True}
        send(key=f"warm:{name}{n}", address=f"+130555500{n:02}", now=timezone.now(), **told)
        until(lambda n=n: len(provider.times) > before + n, 60)  # type: ignore[misc]
    time.sleep(3)


def send(messages: int, many: int) -> dict[str, Any]:
    """Planning of 100,000, how fast a run leaves by HTTP, and how soon its first message does."""
    from tests.outbox.provider import Provider, running

    with running(Provider(FIVE_MS)) as provider:
        begin(KIZUNA_SMS_URL=provider.url, KIZUNA_QUIET_HOURS="")
        with workers(many):
            _ready(provider, many)
            run, planning = planned(messages)
            before, start = len(provider.times), time.monotonic()
            started(run)
            until(lambda: len(provider.times) >= before + messages)
            seconds = provider.times[-1] - start
            first = provider.times[before] - start
    return {
        "messages_per_second": round(messages / seconds),
        "first_after_seconds": round(first, 3),
        "planning_per_second": round(messages / planning),
        "doubled": sum(times > 1 for times in provider.taken.values()),
    }


def smtp(messages: int, many: int) -> dict[str, Any]:
    """How fast a run leaves by e-mail through a real mail server on loopback."""
    from tests.running import mailbox

    with mailbox() as box:
        begin(KIZUNA_EMAIL_URL=box.url, KIZUNA_QUIET_HOURS="")
        with workers(many, KIZUNA_EMAIL_URL=box.url):
            time.sleep(6)
            run, _ = planned(messages, "email")
            start = time.monotonic()
            started(run)
            until(lambda: len(box.messages) >= messages)
            seconds = time.monotonic() - start
    return {"emails_per_second": round(messages / seconds)}


def plan(messages: int, many: int) -> dict[str, Any]:
    """How long planning takes, and what its forecast takes to be told."""
    begin(KIZUNA_SMS_URL="http://127.0.0.1:9/x?rate=100&cost=75", KIZUNA_QUIET_HOURS="")
    from django.utils import timezone

    from kizuna.access.viewer import SYSTEM
    from kizuna.outbox.queries import run_forecast

    cpu = time.process_time()
    run, seconds = planned(messages)
    cpu, start = time.process_time() - cpu, time.monotonic()
    told = run_forecast(SYSTEM("bench"), run, timezone.now())
    return {
        "planning_seconds": round(seconds, 1),
        "planning_cpu_seconds": round(cpu, 1),
        "forecast_seconds": round(time.monotonic() - start, 2),
        "forecast_people": told.people,
    }


def overtake(messages: int, many: int) -> dict[str, Any]:
    """How soon life safety is out while a newsletter waits and goes on."""
    from tests.outbox.provider import Provider, running

    with running(Provider(FIVE_MS)) as provider:
        begin(KIZUNA_SMS_URL=f"{provider.url}?rate=200", KIZUNA_QUIET_HOURS="")
        from django.utils import timezone

        from kizuna.outbox.actions import send as write

        with workers(many):
            _ready(provider, many)
            run, planning = planned(messages)
            started(run)
            before = len(provider.times)
            until(lambda: len(provider.times) > before + 500)
            waits = []
            for n in range(10):
                told = {"channel": "sms", "subject": "", "text": f"danger {n}", "life_safety": True}
                start = time.monotonic()
                write(key=f"danger:{n}", address=f"+130555501{n:02}", now=timezone.now(), **told)
                waits.append(until(lambda n=n: f"danger {n}" in provider.order[-2000:], 60))  # type: ignore[misc]
                time.sleep(max(0.0, 0.7 - (time.monotonic() - start)))
            left = messages - (len(provider.times) - before)
    return {
        "planning_seconds": round(planning, 1),
        "first_out_worst_seconds": round(max(waits), 3),
        "first_out_usual_seconds": round(sorted(waits)[5], 3),
        "newsletter_rows_left": left,
    }


SPEEDS = (("throttled", "?rate=50", FIVE_MS, 1), ("free", "", FIVE_MS, 3), ("slow", "", 0.06, 2))
"""What the forecast is asked of: a throttled way, a free one, and the same when its provider grows slow."""


def forecast(messages: int, many: int) -> dict[str, Any]:
    """What was said of the end before the start and at a third of the way, and when it was."""
    from tests.outbox.provider import Provider, running

    figures = {}
    with running(Provider(FIVE_MS)) as provider:
        for name, setting, delay, turns in SPEEDS:
            os.environ["KIZUNA_SMS_URL"] = provider.url + setting
            begin(KIZUNA_QUIET_HOURS="")
            from django.conf import settings

            from kizuna.outbox.ways import ways

            provider.delay = delay
            settings.OUTBOX_WAYS = {**settings.OUTBOX_WAYS, "sms": ways(provider.url + setting, "sms")}
            with workers(many):
                _ready(provider, many, name)
                for turn in range(turns):
                    figures[f"{name}_{turn}"] = _foretold(provider, messages, f"{name}{turn}")
    return figures


def _foretold(provider: Any, messages: int, key: str) -> dict[str, Any]:
    """One run: what was said, twice, and what it was."""
    from django.utils import timezone

    from kizuna.access.viewer import SYSTEM
    from kizuna.outbox.actions import end_runs
    from kizuna.outbox.models import Run
    from kizuna.outbox.queries import run_forecast

    run, _ = planned(messages, key=key)
    before, now = len(provider.times), started(run)
    until(lambda: len(provider.times) >= before + messages // 3)
    told, third = run_forecast(SYSTEM("bench"), run, timezone.now()), timezone.now()

    def over() -> bool:
        time.sleep(0.2)
        end_runs(now=timezone.now())
        return Run.objects.get(id=run).state == "done"

    until(over)
    row = Run.objects.get(id=run)
    said, was = row.said_end - now, row.ended_at - now
    return {
        "said_seconds": round(said.total_seconds(), 1),
        "was_seconds": round(was.total_seconds(), 1),
        "off_percent": round(100 * (said / was - 1), 1),
        "off_percent_of_what_was_left_at_a_third": round(
            100 * ((told.last_at - third) / (row.ended_at - third) - 1), 1
        ),
    }


WHAT = {
    "send": send,
    "smtp": smtp,
    "plan": plan,
    "pages": pages,
    "overtake": overtake,
    "forecast": forecast,
}


def main(words: list[str]) -> int:
    """Measure one thing, and print it as JSON."""
    what, *rest = words
    said = dict(word.split("=", 1) for word in rest)
    print(json.dumps(WHAT[what](int(said["messages"]), int(said["workers"]))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
