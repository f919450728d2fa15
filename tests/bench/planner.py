"""Writes a run of very many messages, and says what it took: a process of its own, beside a site's pages."""

import json
import os
import sys
import time
from typing import Any


def planned(number: int, channel: str = "sms", key: str = "news") -> tuple[Any, float]:
    """A run of so many messages, and how many seconds its planning took."""
    from django.utils import timezone

    from kizuna.outbox.actions import open_run, plan_run
    from kizuna.outbox.message import Draft

    run = open_run(key=key, label="Newsletter", now=timezone.now())
    text = "The hall is open until ten tonight. Bring a blanket."

    def address(n: int) -> str:
        return f"+1305555{n:07}"[:16] if channel == "sms" else f"a{n}@example.org"

    drafts = (Draft(f"{key}:{n}", address(n), "News", text, channel) for n in range(number))
    start = time.monotonic()
    plan_run(run=run, messages=drafts, now=timezone.now())
    return run, time.monotonic() - start


def main(number: int) -> None:
    """Plan, and print what it took as JSON."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.web.settings")
    django.setup()
    cpu = time.process_time()
    _, seconds = planned(number)
    told = {"planning_seconds": round(seconds, 1), "planning_cpu_seconds": time.process_time() - cpu}
    print(json.dumps({name: round(value, 1) for name, value in told.items()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
