"""Web, worker, writers and PostgreSQL killed at random moments, and what is left, looked at from outside."""

import random
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from tests.journeys.effects import BREWED
from tests.journeys.killing import (
    DANGERS,
    VICTIMS,
    People,
    Rows,
    kill,
    lost_and_doubled,
    rows,
    settle,
)
from tests.postgres import Cluster
from tests.running import Mailbox, Site

CLERKS = 2
CLERK, POSTGRES = "a clerk", "PostgreSQL"
PATIENCE = 120.0
"""Seconds. The figure says how soon it was; a test of promises waits for a busy machine."""
REST = 0.5
"""Seconds between two walks of a resident: most writes are the clerks'."""


class Office:
    """Clerks who write through the house's own actions, beside the people on the path."""

    def __init__(self, site: Site, rate: float) -> None:
        self.site, self.rate = site, rate
        self.file = site.home.parent / "busy"
        self.file.touch()
        site.environment |= {"BUSY_FILE": str(self.file)}
        self.hired = 0
        self.clerks: list[subprocess.Popen[bytes]] = []

    def hire(self, number: int = 0, rate: float | None = None) -> subprocess.Popen[bytes]:
        """Start a clerk: for so many writes, or for ever."""
        self.hired += 1
        words = (f"clerk{self.hired}", str(number), str(self.rate / CLERKS if rate is None else rate))
        environment = {**self.site.environment, "DJANGO_SETTINGS_MODULE": "kizuna.web.settings"}
        line = [sys.executable, "-m", "tests.journeys.clerk", *words]
        return subprocess.Popen(line, env=environment)

    def lines(self, word: str) -> list[list[str]]:
        """What was noted with this word: word, key, …, time."""
        found = (line.split() for line in self.file.read_text().splitlines())
        return [line for line in found if line and line[0] == word]

    def since(self, word: str, moment: float) -> bool:
        """Whether something was noted after this moment."""
        return any(float(line[-1]) > moment for line in self.lines(word))

    def open(self, tasks: int) -> None:
        """Put the first tasks into the queue, and let the clerks begin."""
        assert self.hire(tasks, 0).wait(300) == 0
        self.clerks = [self.hire() for _ in range(CLERKS)]

    def replace(self, rng: random.Random) -> int:
        """SIGKILL one clerk; another takes the place."""
        place = rng.randrange(CLERKS)
        self.clerks[place].kill()
        self.clerks[place].wait()
        self.clerks[place] = self.hire()
        return 1

    def close(self) -> None:
        """End of the day: no more writes."""
        for clerk in self.clerks:
            clerk.kill()
            clerk.wait()


def victims(number: int, rng: random.Random, cluster: Cluster | None) -> list[str]:
    """Whom to kill: everybody in turn, in a seeded order."""
    names = [*VICTIMS, CLERK, *([POSTGRES] if cluster else [])]
    found = [names[turn % len(names)] for turn in range(number)]
    rng.shuffle(found)
    return found


def strike(
    victim: str, site: Site, office: Office, cluster: Cluster | None, rng: random.Random, away: float = 0.0
) -> int:
    """SIGKILL; what nobody else starts again is started again here. How many died.

    `away`: seconds that PostgreSQL stays away.
    """
    if victim == CLERK:
        return office.replace(rng)
    if victim == POSTGRES:
        assert cluster is not None
        cluster.kill()
        time.sleep(away)
        cluster.start()
        return 1
    return kill(site, victim, rng)


def back(site: Site, office: Office, struck: float) -> float:
    """Seconds from a kill until the site answers, a write is accepted and a task is done."""
    end = struck + PATIENCE
    while not (site.answers() and office.since("accepted", struck) and office.since("end", struck)):
        assert time.time() < end, f"not back after {PATIENCE} s: {site.log.read_text()[-2000:]}"
        time.sleep(0.05)
    return time.time() - struck


@contextmanager
def open_office(site: Site, mail: Mailbox, *, rate: float, tasks: int, seed: int) -> Iterator[Any]:
    """People on the path and clerks at work for as long as the block lasts; yields office and people."""
    office = Office(site, rate)
    site.start("--workers", "2")
    people = None
    try:
        with rows(site) as ask:
            settle(ask)
        office.open(tasks)
        people = People(site, mail, seed, pause=REST, patience=180.0)
        people.start()
        people.until(more=3, seconds=120)
        yield office, people
    finally:
        office.close()
        if people is not None:
            people.stop.set()
        site.stop()


def day(
    site: Site,
    mail: Mailbox,
    *,
    kills: int,
    tasks: int,
    seed: int,
    rate: float = 20.0,
    cluster: Cluster | None = None,
    away: float = 0.0,
    gap: float = 1.2,
    tell: Any = None,
) -> dict[str, Any]:
    """So many kills, at most `gap` seconds apart, while all are at work; figures, and broken promises."""
    rng, died, slow = random.Random(seed), Counter[str](), defaultdict[str, float](float)
    with rows(site) as ask:
        before = ask(DANGERS)[0][0]
    with open_office(site, mail, rate=rate, tasks=tasks, seed=seed) as (office, people):
        start, moments = time.monotonic(), []
        for turn, victim in enumerate(victims(kills, rng, cluster)):
            time.sleep(rng.uniform(0.0, gap))
            moments.append(time.time())
            long = away if victim == POSTGRES and not died[POSTGRES] else 0.0
            died[victim] += bool(strike(victim, site, office, cluster, rng, long))
            took = back(site, office, moments[-1] + long)
            slow[victim] = max(slow[victim], took)
            if tell:
                tell(turn, kills, f"{victim}: back after {took:.1f} s")
        seconds = time.monotonic() - start
        people.finish()
        office.close()
        with rows(site) as ask:
            left = settle_all(ask)
            broken = [*people.told.errors, *lost_and_doubled(ask, people, before), *orders(ask, office)]
    accepted = people.accepted() + len(office.lines("accepted"))
    begun = [line[1] for line in office.lines("begin")]
    return {
        "kills": kills,
        "died": dict(died),
        "seconds": round(seconds, 1),
        "accepted_writes": accepted,
        "accepted_writes_per_s": round((accepted - tasks) / seconds, 1),
        "tasks_done": len({line[1] for line in office.lines("end")}),
        "tasks_begun_again": len(begun) - len(set(begun)),
        "back_worst_s": round(max(slow.values()), 1),
        "back_worst_s_by_victim": {name: round(took, 1) for name, took in slow.items()},
        "interrupted_task_begun_again_worst_s": round(max(interrupted(office, moments), default=0.0), 1),
        "lost_or_doubled": broken,
        **{name.replace(" ", "_"): count for name, count in left.items()},
    }


def settle_all(ask: Rows, seconds: float = 600) -> dict[str, int]:
    """Wait until the whole queue is empty; what is left when the time is over."""
    end = time.monotonic() + seconds
    waiting = "SELECT count(*) FROM work_job WHERE name = 'tests.brew' AND outcome = ''"
    while (count := ask(waiting)[0][0]) and time.monotonic() < end:
        time.sleep(0.2)
    return {"tasks waiting": count, **settle(ask)}


def interrupted(office: Office, moments: list[float]) -> Iterator[float]:
    """For each task that a kill broke off: seconds from that kill until it began again."""
    begun: dict[str, list[float]] = defaultdict(list)
    for line in office.lines("begin"):
        begun[line[1]].append(float(line[-1]))
    for times in begun.values():
        for first, again in pairwise(times):
            kills = [moment for moment in moments if first <= moment <= again]
            if kills:
                yield again - kills[0]


def orders(ask: Rows, office: Office) -> Iterator[str]:
    """Every sentence is a promise that was broken."""
    kinds = {line[1]: line[2] for line in office.lines("tried")}
    accepted = {line[1] for line in office.lines("accepted")}
    noted: dict[str, Counter[str]] = {}
    for verb in ("tea.ordered", BREWED):
        found = ask(f"SELECT subject FROM ledger_entry WHERE verb = '{verb}'")
        noted[verb] = Counter(subject.removeprefix("tea:") for (subject,) in found)
    jobs = dict(ask("SELECT key, outcome FROM work_job WHERE name = 'tests.brew'"))
    letters = Counter(key for (key,) in ask("SELECT key FROM outbox_message WHERE key LIKE 'clerk%'"))
    for verb, counted in noted.items():
        yield from (f"{verb} {n} times: {key}" for key, n in counted.items() if n > 1)
        yield from (f"{verb}, and nobody tried: {key}" for key in counted if key not in kinds)
    for key, kind in kinds.items():
        ordered, job = noted["tea.ordered"][key], jobs.get(key)
        if kind == "back" and (ordered or job is not None):
            yield f"{key} was taken back, and left something behind"
        elif kind != "back" and key in accepted and not ordered:
            yield f"{key} was accepted and is lost"
        elif kind == "task" and len({bool(ordered), job is not None, bool(noted[BREWED][key])}) > 1:
            yield f"{key}: ordered {ordered} times, task {job!r}, brewed {noted[BREWED][key]} times"
        elif kind == "letter" and bool(ordered) != bool(letters[key]):
            yield f"{key}: ordered {ordered} times, and {letters[key]} letters"
        if job not in {None, "done"}:
            yield f"{key}: the task ended as {job!r}"
