"""STOP while 10,000 messages to one address wait and leave: `make bench NAME=stop ARGS="messages=10000"`.

Real workers send to a provider on loopback that answers in 5 ms. While they do, STOP comes in; others go on
writing to the address. Seen from the provider: what came after the STOP was written down. On SQLite with one
worker and on PostgreSQL with two.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

import tests.environment  # noqa: F401 - sets what Django reads
from tests.bench.run import Bench
from tests.bench.sending import FIVE_MS, _ready, begin, until, workers
from tests.postgres import binaries, cluster

PHONE = "+13055550199"


def run(bench: Bench) -> dict[str, Any]:
    """Figures of both databases (`postgres=0`, `sqlite=0` leave one out)."""
    number = bench.setting("messages", 10_000)
    bench.rows = {"messages": number}
    figures: dict[str, Any] = {}
    for step, (database, many) in enumerate((("sqlite", 1), ("postgres", 2))):
        if not bench.setting(database, 1) or (database == "postgres" and binaries() is None):
            continue
        with tempfile.TemporaryDirectory() as folder:
            if database == "sqlite":
                figures[database] = _child(number, many, f"sqlite:///{folder}/bench.sqlite3")
            else:
                with cluster() as url:
                    figures[database] = _child(number, many, url)
        bench.progress(step + 1, 2, json.dumps(figures[database]))
    return figures


def _child(number: int, many: int, url: str) -> dict[str, Any]:
    line = [sys.executable, "-m", "tests.bench.stop", str(number), str(many)]
    done = subprocess.run(line, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def measure(number: int, many: int) -> dict[str, Any]:
    """One database."""
    from tests.outbox.provider import Provider, running

    with running(Provider(FIVE_MS)) as provider:
        begin(KIZUNA_SMS_URL=provider.url, KIZUNA_QUIET_HOURS="")
        from django.utils import timezone

        from kizuna.outbox.actions import receive, send_many
        from kizuna.outbox.message import Draft
        from kizuna.outbox.models import Message, Reply

        def write(first: int, last: int) -> None:
            drafts = [Draft(f"k{n}", PHONE, "", f"tea {n}", "sms") for n in range(first, last)]
            send_many(messages=drafts, now=timezone.now())

        with workers(many):
            _ready(provider, many)
            before = len(provider.times)
            for first in range(0, number, 1000):
                write(first, first + 1000)
            until(lambda: len(provider.times) > before + 100)
            start = time.monotonic()
            receive(channel="sms", address=PHONE, text="please stop", reference="stop", now=timezone.now())
            written = time.monotonic()
            for turn in range(20):
                write(number + turn * 10, number + turn * 10 + 10)
            answer = until(lambda: any("LIFE" in text for text in provider.order), 60)
            time.sleep(5)
        late = [
            at
            for at, text in zip(provider.times, provider.order, strict=False)
            if at > written and text.startswith("tea")
        ]
        states = dict.fromkeys(("queued", "sending", "unknown"), 0)
        for state in states:
            states[state] = Message.objects.filter(key__startswith="k", status=state).count()
        return {
            "left_before": len(provider.times) - before - len(late) - 1,
            "stop_took_seconds": round(written - start, 3),
            "under_way_when_stop_was_written": Reply.objects.get().under_way,
            "of_these_came_after": len(late),
            "last_of_them_after_seconds": round(max(late, default=written) - written, 3),
            "started_after_stop": max(0, len(late) - Reply.objects.get().under_way),
            "answer_after_seconds": round(answer, 2),
            "answers": sum("LIFE" in text for text in provider.order),
            "still_open": sum(states.values()),
            "stopped": Message.objects.filter(status="stopped").count(),
        }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2]))))
