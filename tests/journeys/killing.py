"""People on the path while the processes under them are killed; and a look at what is left, from outside."""

import random
import re
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.journeys.path import Told, Visitor, answer, check_up, refer, sign_in
from tests.running import Mailbox, Site

# Who dies, by name or command line. `all` is the whole group with its parent, as when a machine loses power.
VICTIMS = {
    "one web worker": "^kizuna page",
    "the web workers": "^kizuna page",
    "the web master": "^kizuna web",
    "the worker": "^kizuna worker",
    "serve": r"^python\S* .*kizuna.cli serve",
    "all": ".",
}
LINK = re.compile(r"http://\S+/r/\S+")
RESIDENTS = 3
EVERY_DANGER = 3


class People:
    """Threads that walk the path until told to stop; each finishes what it has begun.

    `pause`: seconds that a resident rests between two walks. `patience`: how long they try one request.
    """

    def __init__(
        self, site: Site, mail: Mailbox, seed: int, pause: float = 0.0, patience: float = 60.0
    ) -> None:
        self.pause, self.patience = pause, patience
        self.site, self.mail, self.told = site, mail, Told()
        self.stop = threading.Event()
        self.old_links = links(mail)
        """What the town itself had sent before anybody walked."""
        self._waiting: list[str] = []
        self._rng = random.Random(seed)
        jobs: list[Callable[[], None]] = [self._resident(number) for number in range(RESIDENTS)]
        jobs += [self._worker, self._provider]
        self.threads = [threading.Thread(target=self._run, args=(job,), daemon=True) for job in jobs]

    def _run(self, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:  # a thread's failure is the test's, which looks at it afterwards
            self.told.errors.append(f"{type(error).__name__}: {error}")
            self.stop.set()

    def _visitor(self) -> Visitor:
        return Visitor(self.site.url, self.patience)

    def _resident(self, number: int) -> Callable[[], None]:
        def walk() -> None:
            turn = 0
            while not self.stop.is_set():
                name = f"Pathwalker n{number}t{turn:04}"
                self.told.tried.append(name)
                visitor = self._visitor()
                check_up(visitor, self.told, name, danger=turn % EVERY_DANGER == number % EVERY_DANGER)
                self.told.again += visitor.again
                self._waiting.append(name)
                turn += 1
                self.stop.wait(self.pause)

        return walk

    def _worker(self) -> None:
        visitor = self._visitor()
        sign_in(visitor)
        while not self.stop.is_set() or self._waiting:
            if not self._waiting:
                time.sleep(0.05)
                continue
            refer(
                visitor, self.told, self._waiting.pop(0), str(UUID(int=self._rng.getrandbits(128), version=4))
            )
        self.told.again += visitor.again

    def _provider(self) -> None:
        """Opens each link once it is in the mailbox; after the others have stopped, what has come by then."""
        opened = set(self.old_links)
        while True:
            last = self.stop.is_set() and not any(t.is_alive() for t in self.threads[:-1])
            for link in links(self.mail) - opened:
                opened.add(link)
                visitor = self._visitor()
                answer(visitor, self.told, link)
                self.told.again += visitor.again
            if last:
                return
            time.sleep(0.05)

    def start(self) -> None:
        """Begin to walk."""
        for thread in self.threads:
            thread.start()

    def accepted(self) -> int:
        """How much they were shown as done so far."""
        told = self.told
        return len(told.reached) + len(told.referrals) + sum(map(len, told.steps.values()))

    def until(self, more: int, seconds: float) -> None:
        """Wait until so much more is accepted: on a slow machine a kill that comes too soon meets nothing."""
        wanted, end = self.accepted() + more, time.monotonic() + seconds
        while self.accepted() < wanted and time.monotonic() < end and not self.stop.is_set():
            time.sleep(0.02)

    def finish(self, seconds: float = 300) -> None:
        """Let everybody finish what they have begun."""
        self.stop.set()
        end = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0.1, end - time.monotonic()))
        assert not any(thread.is_alive() for thread in self.threads), "somebody is still on the way"


def _links_in(message: EmailMessage) -> list[str]:
    body = message.get_body(("plain",))
    return LINK.findall(body.get_content()) if body is not None else []


def links(mail: Mailbox) -> set[str]:
    """The links to referrals in the mailbox."""
    return {link for message in list(mail.messages) for link in _links_in(message)}


def kill(site: Site, victim: str, rng: random.Random) -> int:
    """SIGKILL; what nobody else starts again is started again here. How many processes died."""
    if victim == "one web worker":
        found = site.processes(VICTIMS[victim])
        return site.kill_one(rng.choice(found)) if found else 0
    count = site.kill(VICTIMS[victim])
    if victim in {"serve", "all"}:
        site.reap()
        site.start("--workers", "2")
    return count


def kills(number: int, rng: random.Random) -> list[str]:
    """Whom to kill: everybody in turn, in a seeded order."""
    names = list(VICTIMS)
    found = [names[turn % len(names)] for turn in range(number)]
    rng.shuffle(found)
    return found


Rows = Callable[[str], list[tuple[Any, ...]]]


@contextmanager
def rows(site: Site) -> Iterator[Rows]:
    """The site's database, read only."""
    if url := site.environment.get("DATABASE_URL", ""):
        import psycopg

        with psycopg.connect(url, autocommit=True) as server:
            server.read_only = True
            yield lambda sql: list(server.execute(sql).fetchall())  # type: ignore[arg-type]
        return
    file = Path(site.home) / "kizuna.sqlite3"
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)) as here:
        yield lambda sql: here.execute(sql).fetchall()


NAMES = "SELECT id FROM people_person WHERE name LIKE 'Pathwalker %'"
RUNNING = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'RUNNING'"
OPEN = """SELECT count(*) FROM outbox_message WHERE status IN ('queued', 'sending') AND channel <> 'voice'
          AND (next_try IS NULL OR next_try < '{soon}')"""
"""Messages that leave by themselves soon: a call waits for a human, a text at night for the morning."""
SOON = timedelta(minutes=15)


def settle(ask: Rows, seconds: float = 180) -> dict[str, int]:
    """Wait until no message waits and no task runs; what is left when the time is over."""
    end = time.monotonic() + seconds
    while True:
        soon = (datetime.now(UTC) + SOON).strftime("%Y-%m-%d %H:%M:%S+00")
        waiting = ask(OPEN.format(soon=soon))[0][0]
        left = {"tasks running": ask(RUNNING)[0][0], "messages waiting": waiting}
        if not any(left.values()) or time.monotonic() > end:
            return left
        time.sleep(0.2)


def record_id(value: object) -> str:
    """An id as it stands in addresses: databases write it in two ways."""
    return str(UUID(str(value)))


def lost_and_doubled(ask: Rows, people: People, dangers_before: int) -> list[str]:
    """Every sentence is a promise that was broken."""
    told = people.told
    return [
        *_residents(ask, told),
        *_concerns(ask, people.mail),
        *_referrals(ask, told),
        *letters(ask, people.mail),
        *_counted(ask, told, dangers_before),
        *_ledger(ask),
    ]


def _residents(ask: Rows, told: Told) -> Iterator[str]:
    persons = Counter(
        name for (name,) in ask("SELECT name FROM people_person WHERE name LIKE 'Pathwalker %'")
    )
    yield from (f"{name} is lost" for name in told.reached if not persons[name])
    yield from (f"{name} is there {n} times" for name, n in persons.items() if n > 1)
    yield from (f"{name} never tried" for name in persons if name not in told.tried)
    for table in ("screening_checkup", "screening_contactrequest"):
        sql = f"""SELECT p.name, (SELECT count(*) FROM {table} c WHERE c.person_id = p.id)
                  FROM people_person p WHERE p.name LIKE 'Pathwalker %'"""
        yield from (f"{name} has {n} rows in {table}" for name, n in ask(sql) if n != 1)
    agreed = f"""SELECT person_id, count(*) FROM people_consent WHERE purpose = 'support'
                 AND person_id IN ({NAMES}) GROUP BY person_id"""
    yield from (f"{record_id(person)} agreed {n} times" for person, n in ask(agreed) if n != 1)


def _concerns(ask: Rows, mail: Mailbox) -> Iterator[str]:
    """One for each danger; each told to somebody, or shown as unknown."""
    sql = """SELECT p.name, (SELECT count(*) FROM screening_concern c WHERE c.person_id = p.id)
             FROM people_person p WHERE p.name LIKE 'Pathwalker %'"""
    for name, count in ask(sql):
        number, turn = name.split()[1].lstrip("n").split("t")
        danger = int(turn) % EVERY_DANGER == int(number) % EVERY_DANGER
        if count != danger:
            yield f"{name} has {count} concerns and not {int(danger)}"
    status = dict(ask("SELECT key, status FROM outbox_message WHERE key LIKE 'concern:%'"))
    arrived = " ".join(str(m.get_body(("plain",)).get_content()) for m in mail.messages)  # type: ignore[union-attr]
    for (one,) in ask(f"SELECT id FROM screening_concern WHERE person_id IN ({NAMES})"):
        states = {state for key, state in status.items() if key.startswith(f"concern:{record_id(one)}:")}
        if not states:
            yield f"concern {record_id(one)}: nobody was told"
        elif f"/concerns/{record_id(one)}/" not in arrived and states != {"unknown"}:
            yield f"concern {record_id(one)}: {states}, and nothing arrived"


def _referrals(ask: Rows, told: Told) -> Iterator[str]:
    found = {record_id(one): state for one, state in ask("SELECT id, status FROM referrals_referral")}
    yield from (f"referral {one} is lost" for one in told.referrals if one not in found)
    for one, steps in told.steps.items():
        if found.get(one) != steps[-1]:
            yield f"referral {one} is {found.get(one)} and not {steps[-1]}"
    taken = Counter(
        (record_id(one), after) for one, after in ask("SELECT referral_id, after FROM referrals_step")
    )
    yield from (f"referral {one[0]}: {one[1]} {n} times" for one, n in taken.items() if n > 1)
    for one, steps in told.steps.items():
        yield from (f"referral {one}: {step} is lost" for step in steps if not taken[one, step])
    sent = Counter(
        key.split(":")[1] for (key,) in ask("SELECT key FROM outbox_message WHERE key LIKE 'referral:%'")
    )
    yield from (f"referral {one}: no message" for one in told.referrals if not sent[one])
    asked = f"""SELECT person_id, recipient, count(*) FROM people_consent WHERE purpose = 'referral'
                AND person_id IN ({NAMES}) GROUP BY person_id, recipient"""
    yield from (f"{record_id(person)} agreed to {what} {n} times" for person, what, n in ask(asked) if n > 1)


def letters(ask: Rows, mail: Mailbox) -> Iterator[str]:
    """A letter that was sent arrived, once; one that may have been is shown as unknown."""
    sql = "SELECT status, count(*) FROM outbox_message WHERE key LIKE 'referral:%' GROUP BY status"
    count, arrived = Counter(dict(ask(sql))), len(links(mail))
    if not count["sent"] <= arrived <= count["sent"] + count["unknown"]:
        yield f"{arrived} letters to providers arrived, and the house says {dict(count)}"
    each = Counter(letter for message in mail.messages for letter in _links_in(message))
    yield from (f"a letter arrived {n} times" for n in each.values() if n > 1)


def _counted(ask: Rows, told: Told, before: int) -> Iterator[str]:
    counted = ask(DANGERS)[0][0] - before
    if counted != told.dangers:
        yield f"{told.dangers} people in danger were counted as {counted}"


DANGERS = "SELECT coalesce(sum(count), 0) FROM screening_dangercount"
ONCE = (
    "check_up.recorded",
    "concern.opened",
    "referral.requested",
    "referral.accepted",
    "referral.completed",
)


def _ledger(ask: Rows) -> Iterator[str]:
    for verb in ONCE:
        sql = f"""SELECT subject, count(*) FROM ledger_entry WHERE verb = '{verb}' AND person IN ({NAMES})
                  GROUP BY subject HAVING count(*) > 1"""
        yield from (f"the ledger says {n} times that {subject}: {verb}" for subject, n in ask(sql))
