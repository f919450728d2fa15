"""The public list of very many services: `make bench NAME=hsds_list ARGS="services=100000"`.

A real directory, resampled. Pages of a hundred from anywhere in the list, as a program asks for them, by the
whole of Django in this process (no network): as they are, in full, of one term, and changed since a day. Then
all of it as a stream: how long it takes, and how much memory from before the first line to after the last.
The peer, in the same run: a hundred rows of the bare table by the driver.
"""

import json
import random
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from django.core.management import call_command
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client

from kizuna.directory.models import Service, ServiceTerm
from tests.bench.resample import resample
from tests.bench.run import Bench

PAGE, TIMES = 100, 60
LIMIT_MS = 150


def _memory_mib() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _figures(took: Iterable[tuple[float, float]]) -> dict[str, float]:
    wall, cpu = (sorted(some) for some in zip(*took, strict=True))
    return {
        "p50_ms": round(1000 * wall[len(wall) // 2], 1),
        "p95_ms": round(1000 * wall[int(len(wall) * 0.95)], 1),
        "cpu_p50_ms": round(1000 * cpu[len(cpu) // 2], 1),
        "cpu_p95_ms": round(1000 * cpu[int(len(cpu) * 0.95)], 1),
    }


def _asked(client: Client, address: str) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    answer = client.get(address, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, answer.content[:300]
    return time.perf_counter() - wall, time.process_time() - cpu


def _pages(client: Client, pages: int, words: str, rng: random.Random) -> dict[str, float]:
    numbers = [rng.randint(1, max(1, pages)) for _ in range(TIMES)]
    return _figures(
        [_asked(client, f"/hsds/services?per_page={PAGE}&page={number}{words}") for number in numbers]
    )


def _stream(client: Client, words: str) -> dict[str, float]:
    """All of it, a piece at a time, as a server hands it on."""
    start, begin, lines, size, most = time.perf_counter(), _memory_mib(), 0, 0, 0.0
    cpu = time.process_time()
    answer = cast(StreamingHttpResponse, client.get(f"/hsds/services?format=ndjson{words}"))
    first = 0.0
    for piece in cast(Iterable[bytes], answer.streaming_content):
        first = first or time.perf_counter() - start
        lines, size = lines + piece.count(b"\n"), size + len(piece)
        most = max(most, _memory_mib())
    return {
        "lines": lines,
        "first_ms": round(first * 1000, 1),
        "seconds": round(time.perf_counter() - start, 1),
        "cpu_s": round(time.process_time() - cpu, 1),
        "mib": round(size / 2**20, 1),
        "memory_grew_mib": round(most - begin, 1),
    }


def _bare(pages: int, rng: random.Random) -> dict[str, float]:
    """The same hundred rows by the driver, as JSON."""
    took = []
    with connection.cursor() as cursor:
        for _ in range(TIMES):
            wall, cpu = time.perf_counter(), time.process_time()
            first = rng.randint(0, max(0, pages - 1)) * PAGE
            sql = "SELECT * FROM directory_service ORDER BY id LIMIT %s OFFSET %s"
            json.dumps(cursor.execute(sql, [PAGE, first]).fetchall(), default=str)
            took.append((time.perf_counter() - wall, time.process_time() - cpu))
    return _figures(took)


def run(bench: Bench) -> dict[str, Any]:
    """Figures of pages and of the stream."""
    call_command("migrate", verbosity=0)
    count = resample(bench.setting("services", 100_000), bench)
    bench.rows["services"], pages = count, count // PAGE
    rng, client = random.Random(bench.seed), Client(headers={"host": "localhost"})
    terms = list(ServiceTerm.objects.values_list("term", flat=True).distinct())
    term = f"&taxonomy_term_id={rng.choice(terms)}"
    figures: dict[str, Any] = {}
    asked = {"list": ("", pages), "full": ("&full=true", pages), "minimal": ("&minimal=true", pages)}
    asked |= {"of_a_term": (term, 1), "changed_since": ("&modified_after=2019-01-01T00:00:00Z", pages)}
    for done, (name, (words, some)) in enumerate(asked.items()):
        bench.progress(done, len(asked) + 1, name)
        figures[name] = _pages(client, some, words, rng)
    bench.progress(len(asked), len(asked) + 1, "stream")
    body = Service.objects.exclude(organization=None).values_list("organization", flat=True).first()
    _stream(client, f"&organization_id={body}")  # whatever is loaded once
    figures["stream_minimal"] = _stream(client, "&minimal=true")
    figures["stream"] = _stream(client, "")
    figures["peer_bare_rows"] = _bare(pages, rng)
    return figures | {"list_p95_within_150_ms": figures["list"]["p95_ms"] <= LIMIT_MS}
