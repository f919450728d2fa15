"""Pages under load: `make bench NAME=pages ARGS="seconds=60 rate=50"`; open loop, so that queues show."""

import asyncio
import os
import random
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.journeys.path import ANSWERS, Page, Visitor, answer_all, sign_in
from tests.postgres import cluster
from tests.running import Site, database_of_its_own

LIMIT_MS = 100
MOST_AT_ONCE = 400
WARM, ALONE = 40, 60


@dataclass(frozen=True)
class Asked:
    """A request that is sent again and again, and what the answer must hold."""

    name: str
    raw: bytes
    holds: bytes


def _request(visitor: Visitor, path: str, body: list[tuple[str, str]] | None = None) -> bytes:
    """The bytes of a request as this visitor's browser sends them."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.jar)
    sent = urllib.parse.urlencode(body).encode() if body else b""
    lines = [
        f"{'POST' if body else 'GET'} {path} HTTP/1.1",
        f"Host: {urllib.parse.urlsplit(visitor.site).netloc}",
        "Accept-Encoding: gzip",
        "Connection: close",
        f"Cookie: {cookies}",
    ]
    if body:
        lines += [
            f"Origin: {visitor.site}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(sent)}",
        ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + sent


def _with_body(page: Page, action: str) -> tuple[str, list[tuple[str, str]]]:
    form = page.form(action)
    return urllib.parse.urlsplit(urllib.parse.urljoin(page.url, form.action)).path, form.fields


def every(site: Site) -> list[Asked]:
    """Home, a question, results, and as a link worker: a person, a referral."""
    stranger, worker = Visitor(site.url), Visitor(site.url)
    home = _request(stranger, "/")
    page = stranger.get("/check-up/")
    start = page.form("/check-up/")
    first = stranger.post(page, start, start.fields)
    form = first.form("/check-up/questions/")
    question = [*form.filled(lonely="often"), ("go", "next")]
    page = answer_all(stranger, first, ANSWERS)
    heard = page.form("/check-up/heard/")
    page = stranger.post(page, heard, heard.fields)
    where, results = _with_body(page, "/help/for-me/")
    sign_in(worker)
    cases = worker.get("/cases/")
    person = next(link for link, _ in cases.links if link.startswith("/cases/") and len(link) > 40)
    found = [
        Asked("home", home, b"Linden Bay"),
        Asked("check-up question", _request(stranger, "/check-up/questions/", question), b'name="state"'),
        Asked("results", _request(stranger, where, results), b"<article"),
        Asked("today", _request(worker, "/today/"), b"/cases/"),
        Asked("person", _request(worker, person), b"/help/for/"),
    ]
    for link, _ in cases.links:
        if link.startswith("/cases/") and len(link) > 40:
            one = next(
                (a for a, _ in worker.get(link).links if a.startswith("/referrals/") and "open" not in a), ""
            )
            if one:
                return [*found, Asked("referral", _request(worker, one), b"history")]
    return found


async def ask(port: int, asked: Asked) -> tuple[float, bool]:
    """Seconds until the whole answer was there, and whether it was the right one."""
    start = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(asked.raw)
        answer = await reader.read(-1)
    finally:
        writer.close()
    return time.perf_counter() - start, answer.startswith(b"HTTP/1.1 200")


async def load(port: int, mix: list[Asked], rate: int, seconds: int, bench: Bench) -> dict[str, list[float]]:
    """Open loop: a request begins when its time has come, however many are still under way."""
    times: dict[str, list[float]] = {one.name: [] for one in mix}
    wrong = dropped = 0
    running: set[asyncio.Task[None]] = set()

    async def one(asked: Asked, due: float) -> None:
        nonlocal wrong
        try:
            _, good = await ask(port, asked)
        except OSError:
            good = False
        wrong += not good
        if good:
            # From when it was due: a late start is a wait too.
            times[asked.name].append(time.perf_counter() - due)

    rng, begin = random.Random(bench.seed), time.perf_counter()
    for number in range(rate * seconds):
        due = begin + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        if len(running) >= MOST_AT_ONCE:
            dropped += 1
            continue
        task = asyncio.create_task(one(rng.choice(mix), due))
        running.add(task)
        task.add_done_callback(running.discard)
        if number % (rate * 10) == 0:
            bench.progress(number // rate, seconds, "seconds")
    await asyncio.gather(*running)
    bench.rows |= {"wrong_answers": wrong, "not_sent": dropped}
    return times


def percentile(values: list[float], share: float) -> float:
    """Milliseconds within which this share of the answers came."""
    ordered = sorted(values)
    return round(1000 * ordered[max(0, ceil(share * len(ordered)) - 1)], 1) if ordered else float("nan")


def figures(times: dict[str, list[float]]) -> dict[str, Any]:
    """Percentiles by page and over all."""
    everything = {**times, "all": [took for page in times.values() for took in page]}
    return {
        name: {
            "requests": len(took),
            "p50_ms": percentile(took, 0.5),
            "p95_ms": percentile(took, 0.95),
            "p99_ms": percentile(took, 0.99),
            "slowest_ms": percentile(took, 1),
        }
        for name, took in everything.items()
    }


def cpu_seconds(site: Site) -> float:
    """Processor time that the web workers have used so far."""
    ticks = 0
    for pid in site.processes("^kizuna page"):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def one_at_a_time(site: Site, asked: Asked) -> dict[str, float]:
    """Without a queue: how long an answer takes, and its time on a core, which neighbours change little."""
    before = cpu_seconds(site)
    times = [asyncio.run(ask(site.port, asked))[0] for _ in range(ALONE)]
    used = cpu_seconds(site) - before
    return {"p50_ms": percentile(times, 0.5), "cpu_ms": round(1000 * used / ALONE, 1)}


@contextmanager
def database(bench: Bench) -> Iterator[str]:
    """SQLite, or with `postgres=1` a PostgreSQL of its own."""
    with ExitStack() as stack:
        os.environ["DATABASE_URL"] = "sqlite://:memory:"
        if bench.setting("postgres", 0):
            os.environ["DATABASE_URL"] = stack.enter_context(cluster())
        yield stack.enter_context(database_of_its_own())


def run(bench: Bench) -> dict[str, Any]:
    """Figures of the demo town under an open load of `rate` requests a second for `seconds`."""
    rate, seconds, workers = (bench.setting(k, v) for k, v in (("rate", 50), ("seconds", 60), ("workers", 2)))
    with tempfile.TemporaryDirectory() as folder, database(bench) as url:
        site = Site(Path(folder) / "site", database=url)
        site.make_demo(bench.setting("people", 2000))
        site.start("--workers", str(workers))
        try:
            mix = every(site)
            for asked in mix * WARM:
                _, good = asyncio.run(ask(site.port, asked))
                assert good, asked.name
            alone = {one.name: one_at_a_time(site, one) for one in mix}
            before = os.getloadavg()[0]
            times = asyncio.run(load(site.port, mix, rate, seconds, bench))
        finally:
            site.stop()
    found = figures(times)
    return {
        "database": "PostgreSQL" if url else "SQLite",
        "requests_per_second": rate,
        "pages": found,
        "one_at_a_time": alone,
        "p95_within_100_ms": found["all"]["p95_ms"] <= LIMIT_MS,
        "load_average_before_and_after": [round(before, 2), round(os.getloadavg()[0], 2)],
    }
