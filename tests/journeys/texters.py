"""People who write text messages while the processes under them are killed; and what is left of it."""

import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kizuna.outbox.signature import HEADER, signature
from kizuna.screening.values import id_for
from tests.journeys.killing import Rows, record_id, rows
from tests.running import Mailbox, Site

SECRET = "a-secret-of-the-provider-in-this-test"
DANGERS = ("I want to kill my self", "me quiero morir", "he hit me again", "أريد أن أموت", "i am not safe")
"""Of each second one the number is in the middle of questions."""
WORRIES = "SELECT count(*) FROM screening_worry"


@dataclass
class Texts:
    """What the provider was told is taken: what must be there afterwards."""

    tried: set[str] = field(default_factory=set)
    accepted: list[str] = field(default_factory=list)
    dangers: list[str] = field(default_factory=list)
    rounds: int = 0
    again: int = 0
    errors: list[str] = field(default_factory=list)


class Texters:
    """Telephones of nobody we know: they ask for the check-up, answer, and tell of a danger.

    The provider hands each message over until it is taken, and one in three once more.
    """

    def __init__(self, site: Site, seed: int, number: int = 2, pause: float = 0.0) -> None:
        self.site, self.pause, self.told = site, pause, Texts()
        self.stop = threading.Event()
        site.environment["KIZUNA_INBOUND_SECRET"] = SECRET
        self.threads = [
            threading.Thread(target=self._run, args=(n, random.Random(seed + n)), daemon=True)
            for n in range(number)
        ]

    def _run(self, number: int, rng: random.Random) -> None:
        try:
            with rows(self.site) as ask:
                turn = 0
                while not self.stop.is_set():
                    self._walk(f"+1305{number:02}{turn:05}", turn, rng, ask)
                    turn += 1
                    self.stop.wait(self.pause)
        except Exception as error:  # a thread's failure is the test's, which looks at it afterwards
            self.told.errors.append(f"{type(error).__name__}: {error}")
            self.stop.set()

    def _walk(self, phone: str, turn: int, rng: random.Random, ask: Rows) -> None:
        if turn % 2:
            self._say(phone, "check", "CHECK", rng)
            self.told.rounds += 1
            _until(lambda: bool(ask(_placed(f"{phone}-check"))))
            self._say(phone, "first", "1", rng)
            _until(lambda: bool(ask(_placed(f"{phone}-first"))))
        self.told.dangers.append(self._say(phone, "danger", rng.choice(DANGERS), rng))

    def _say(self, phone: str, what: str, text: str, rng: random.Random) -> str:
        mark = f"{phone}-{what}"
        self.told.tried.add(mark)
        body = json.dumps({"id": mark, "from": phone, "text": text}).encode()
        for _ in range(2 if rng.random() < 1 / 3 else 1):
            end = time.monotonic() + 90
            while (status := _handed(self.site.url, body)) != 200:
                assert time.monotonic() < end, f"{mark} was not taken: {status}"
                self.told.again += 1
                time.sleep(0.1)
        self.told.accepted.append(mark)
        return mark

    def start(self) -> None:
        """Begin to write."""
        for thread in self.threads:
            thread.start()

    def finish(self, seconds: float = 200) -> None:
        """Let everybody finish what they have begun."""
        self.stop.set()
        for thread in self.threads:
            thread.join(seconds)
        assert not any(thread.is_alive() for thread in self.threads), "somebody is still writing"


def _handed(url: str, body: bytes) -> int:
    request = urllib.request.Request(f"{url}/incoming/sms/", data=body, method="POST")
    request.add_header("Content-Type", "application/json")
    request.add_header(HEADER, signature(body, SECRET, datetime.now(UTC)))
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
    except OSError:
        return 0


def _placed(mark: str) -> str:
    return f"SELECT 1 FROM outbox_reply WHERE reference = '{mark}' AND placed_at IS NOT NULL"


def _until(done: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.05)


UNREAD = """SELECT count(*) FROM outbox_reply WHERE placed_at IS NULL
            OR (topic = 'screening.hear_text' AND collected_at IS NULL)"""


def all_read(ask: Rows, seconds: float = 120) -> int:
    """Wait until nobody's message waits to be read; how many still do."""
    _until(lambda: not ask(UNREAD)[0][0], seconds)
    return int(ask(UNREAD)[0][0])


def texts_lost_and_doubled(ask: Rows, told: Texts, mail: Mailbox, worries_before: int) -> list[str]:
    """Every sentence is a promise that was broken."""
    return [*_taken_once(ask, told), *_worries(ask, told, mail, worries_before), *_rounds(ask, told)]


def _taken_once(ask: Rows, told: Texts) -> Iterator[str]:
    counted = Counter(mark for (mark,) in ask("SELECT reference FROM outbox_reply"))
    yield from (f"text {mark} is there {counted[mark]} times" for mark in told.accepted if counted[mark] != 1)


def _worries(ask: Rows, told: Texts, mail: Mailbox, before: int) -> Iterator[str]:
    ids = {mark: record_id(one) for mark, one in ask("SELECT reference, id FROM outbox_reply")}
    there = {record_id(one) for (one,) in ask("SELECT id FROM screening_worry")}
    states: dict[str, set[str]] = {}
    for key, state in ask("SELECT key, status FROM outbox_message WHERE key LIKE 'worry:%'"):
        states.setdefault(str(key).split(":")[1], set()).add(str(state))
    bodies = (message.get_body(("plain",)) for message in list(mail.messages))
    arrived = " ".join(str(body.get_content()) for body in bodies if body is not None)
    for mark in told.dangers:
        worry = str(id_for(UUID(ids[mark]), "worry")) if mark in ids else ""
        if worry not in there:
            yield f"the danger in {mark} is lost"
        elif not states.get(worry):
            yield f"the danger in {mark}: nobody was told"
        elif f"/worries/{worry}/" not in arrived and states[worry] != {"unknown"}:
            yield f"the danger in {mark}: {states[worry]}, and nothing arrived"
    unaccepted = len([mark for mark in told.tried - set(told.accepted) if mark.endswith("-danger")])
    if not len(told.dangers) <= len(there) - before <= len(told.dangers) + unaccepted:
        yield f"{len(told.dangers)} people in danger, and {len(there) - before} worries"


def _rounds(ask: Rows, told: Texts) -> Iterator[str]:
    """Each round has as many messages as it says, numbered without a gap."""
    asked: list[tuple[Any, ...]] = ask("SELECT id, sent FROM screening_textround WHERE person_id IS NULL")
    keys: dict[str, list[int]] = {}
    for (key,) in ask("SELECT key FROM outbox_message WHERE key LIKE 'text-round:%'"):
        _name, one, number = str(key).split(":")[:3]
        if number.isdigit():
            keys.setdefault(one, []).append(int(number))
    for one, sent in asked:
        if sorted(keys.get(record_id(one), [])) != list(range(1, sent + 1)):
            yield f"the questions of round {record_id(one)} are not there once each"
    if len(asked) < told.rounds:
        yield f"{told.rounds} rounds were asked for, and {len(asked)} are there"
