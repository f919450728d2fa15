"""Programs refer and answer by FHIR while the processes under them are killed; and a look at what is left.

Nothing of Kizuna is imported: HTTP in, SQL out. A request that broke is sent again just as it was.
"""

import http.client
import json
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.journeys.killing import Rows, kill, kills, letters, record_id, rows, settle
from tests.running import Mailbox, Site

WAYS = (
    ("accepted", "in-progress", "completed"),
    ("accepted", "on-hold", "in-progress", "failed"),
    ("accepted", "completed"),
    ("accepted", "cancelled", "in-progress", "completed"),
    ("accepted", "failed"),
    ("rejected",),
    ("cancelled",),
    ("entered-in-error",),
    ("accepted", "on-hold"),
)
"""How referrals go on, each a way through the table of steps."""
ASKS = frozenset({"cancelled", "entered-in-error"})
"""States into which whoever asked puts it; the other side takes all other steps."""
GONE_ON = {
    "": {"requested"},
    "requested": {"accepted", "rejected", "cancelled", "entered-in-error"},
    "accepted": {"in-progress", "on-hold", "cancelled", "completed", "failed"},
    "on-hold": {"in-progress"},
    "in-progress": {"completed", "failed"},
    "cancelled": {"in-progress"},
}
DESKS = 4
BREATH = 5.0
"""Seconds to wait when the door says that it was too much."""
SCOPES = ("--scope", "fhir:read", "--scope", "fhir:write")
WHERE = """SELECT s.id, s.organization_id FROM directory_service s WHERE s.email <> ''
           AND s.status = 'active' AND s.organization_id IS NOT NULL ORDER BY s.id LIMIT 1"""
AREA = "SELECT name FROM places_area WHERE level = 'neighbourhood' ORDER BY name LIMIT 1"


class Client:
    """A program with its token, and the patience to send the same again until it is told."""

    def __init__(self, site: Site, name: str, *role: str, patience: float = 180.0) -> None:
        made = site.run("api", "client", "add", name, *SCOPES, *role)
        self.port, self.patience, self.again = site.port, patience, 0
        self.login = "&".join(
            ["grant_type=client_credentials"]
            + [
                f"{word}={found[1]}"
                for word in ("client_id", "client_secret")
                if (found := _said(word, made))
            ]
        )
        self.token = ""

    def _once(self, method: str, path: str, body: str, kind: str) -> tuple[int, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Content-Type": kind, "Authorization": f"Bearer {self.token}"}
            connection.request(method, path, body, headers if self.token else {"Content-Type": kind})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null")
        finally:
            connection.close()

    def send(self, method: str, path: str, body: str, kind: str = "application/fhir+json") -> Any:
        """The answer; fails when the door says no, or nobody answers for long."""
        if not self.token and path != "/api/v1/token":
            self.token = self.send("POST", "/api/v1/token", self.login, "application/x-www-form-urlencoded")[
                "access_token"
            ]
        end = time.monotonic() + self.patience
        while True:
            try:
                status, found = self._once(method, path, body, kind)
            except (OSError, http.client.HTTPException, ValueError):
                status, found = 503, None
            if status in {200, 201}:
                return found
            if status not in {429, 503} or time.monotonic() > end:
                raise AssertionError(f"{method} {path}: {status} {found}")
            self.again += 1
            time.sleep(BREATH if status == 429 else 0.1)


def _said(word: str, text: str) -> re.Match[str] | None:
    return re.search(rf"{word}[^:\n]*: (\S+)", text)


@dataclass
class Told:
    """What the programs were told."""

    opened: dict[str, str] = field(default_factory=dict)
    """Mark of a referral → its number."""
    steps: dict[str, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def accepted(self) -> int:
        """Referrals and steps that were accepted so far."""
        return len(self.opened) + sum(map(len, list(self.steps.values())))


def parcel(mark: str, area: str, service: str) -> str:
    """Somebody new, what they agreed to, and what is asked for them: one transaction."""
    who, order = f"urn:kill:{mark}:who", f"urn:kill:{mark}:order"
    name = {"text": f"Parcel {mark}"}
    found = (
        (who, {"resourceType": "Patient", "name": [name], "address": [{"district": area}]}),
        (
            f"urn:kill:{mark}:yes",
            {
                "resourceType": "Consent",
                "status": "active",
                "scope": {"coding": [{"code": "patient-privacy"}]},
                "patient": {"reference": who},
            },
        ),
        (
            order,
            {
                "resourceType": "ServiceRequest",
                "status": "active",
                "intent": "order",
                "code": {"coding": [{"system": "urn:kizuna:need", "code": "food"}]},
                "subject": {"reference": who},
                "performer": [{"reference": f"HealthcareService/{service}"}],
                "note": [{"text": f"Mark {mark}"}],
            },
        ),
        (
            f"urn:kill:{mark}:task",
            {
                "resourceType": "Task",
                "status": "requested",
                "intent": "order",
                "focus": {"reference": order},
            },
        ),
    )
    entries = [
        {"fullUrl": url, "resource": one, "request": {"method": "POST", "url": one["resourceType"]}}
        for url, one in found
    ]
    return json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries})


def step_of(referral: str, state: str) -> str:
    """A Task in its next state."""
    why = {"statusReason": {"coding": [{"system": "urn:kizuna:reason", "code": "other"}]}}
    said = {"resourceType": "Task", "id": referral, "intent": "order", "status": state}
    return json.dumps(said | (why if state in {"rejected", "cancelled", "failed"} else {}))


class Desks:
    """Threads, each with two programs: one that asks, and one that answers for the service."""

    def __init__(self, site: Site, ask: Rows, referrals: int, seed: int, desks: int = DESKS) -> None:
        self.told, self.wanted = Told(), referrals
        (service, body), (area,) = ask(WHERE)[0], ask(AREA)[0]
        self.service, self.area = record_id(service), str(area)
        self._left = iter(range(referrals))
        self.pairs = [
            (
                Client(site, f"Asks {n}", "--role", "worker", "--area", self.area),
                Client(site, f"Answers {n}", "--role", "provider", "--organisation", record_id(body)),
            )
            for n in range(desks)
        ]
        self.threads = [
            threading.Thread(target=self._run, args=(n, random.Random(f"{seed}:{n}")), daemon=True)
            for n in range(desks)
        ]

    def _run(self, number: int, rng: random.Random) -> None:
        try:
            while True:
                with self.told.lock:
                    turn = next(self._left, None)
                if turn is None:
                    return
                self._refer(*self.pairs[number], f"n{turn:05}", rng.choice(WAYS))
        except Exception as error:  # a thread's failure is the run's, which looks at it afterwards
            self.told.errors.append(f"{type(error).__name__}: {error}")

    def _refer(self, asks: Client, answers: Client, mark: str, way: tuple[str, ...]) -> None:
        made = asks.send("POST", "/fhir/R4", parcel(mark, self.area, self.service))
        id = made["entry"][-1]["response"]["location"].rpartition("/")[2]
        with self.told.lock:
            self.told.opened[mark], self.told.steps[id] = id, []
        for state in way:
            who = asks if state in ASKS else answers
            found = who.send("PUT", f"/fhir/R4/Task/{id}", step_of(id, state))
            assert found["status"] == state, found
            self.told.steps[id].append(state)

    @property
    def busy(self) -> bool:
        """Whether anybody still refers."""
        return any(thread.is_alive() for thread in self.threads)

    def until(self, share: float, seconds: float = 120) -> None:
        """Wait until this share of all referrals is opened, so that kills come from first to last."""
        end = time.monotonic() + seconds
        while len(self.told.opened) < self.wanted * share and self.busy and time.monotonic() < end:
            time.sleep(0.02)

    @property
    def again(self) -> int:
        """Requests that were sent again."""
        return sum(client.again for pair in self.pairs for client in pair)


def day(
    site: Site,
    mail: Mailbox,
    *,
    kills_wanted: int,
    referrals: int,
    seed: int,
    desks: int = DESKS,
    tell: Any = None,
) -> dict[str, Any]:
    """So many kills while so many referrals are opened and walk on; figures, and broken promises."""
    rng, died = random.Random(seed), Counter[str]()
    site.start("--workers", "2")
    try:
        with rows(site) as ask:
            settle(ask)
            office = Desks(site, ask, referrals, seed, desks)
            start = time.monotonic()
            for thread in office.threads:
                thread.start()
            for turn, victim in enumerate(kills(kills_wanted, rng)):
                office.until((turn + rng.random()) / (kills_wanted + 1))
                site.wait()
                while not kill(site, victim, rng):
                    time.sleep(0.05)  # it is just being started again
                died[victim] += 1
                if tell:
                    tell(turn, kills_wanted, f"{victim}; {len(office.told.opened)} referrals")
            for thread in office.threads:
                thread.join(600)
            seconds = time.monotonic() - start
            left = settle(ask)
            broken = [*office.told.errors, *broken_promises(ask, office, mail)]
        verified = site.run("ledger", "verify")
    finally:
        site.stop()
    return {
        "kills": kills_wanted,
        "died": dict(died),
        "seconds": round(seconds, 1),
        "referrals": len(office.told.opened),
        "steps": sum(map(len, office.told.steps.values())),
        "requests_sent_again": office.again,
        "broken_promises": broken,
        "ledger": verified.strip().splitlines()[0],
        **{name.replace(" ", "_"): count for name, count in left.items()},
    }


PARCELS = "SELECT id, name FROM people_person WHERE name LIKE 'Parcel n%'"
MINE = "SELECT id FROM people_person WHERE name LIKE 'Parcel n%'"


def broken_promises(ask: Rows, desks: Desks, mail: Mailbox) -> Iterator[str]:
    """Every sentence is a promise that was broken."""
    told = desks.told
    persons = Counter(name for _id, name in ask(PARCELS))
    yield from (f"{name} is there {n} times" for name, n in persons.items() if n > 1)
    yield from (f"Parcel {mark} is lost" for mark in told.opened if not persons[f"Parcel {mark}"])
    found = {
        record_id(id): status
        for id, status in ask(f"SELECT id, status FROM referrals_referral WHERE person_id IN ({MINE})")
    }
    yield from (f"referral {id} is lost" for id in told.opened.values() if id not in found)
    if len(found) != len(set(told.opened.values())):
        yield f"{len(found)} referrals are there, and {len(told.opened)} were accepted"
    taken: dict[str, list[tuple[str, str]]] = {}
    sql = f"""SELECT s.referral_id, s.before, s.after FROM referrals_step s JOIN referrals_referral r
              ON r.id = s.referral_id WHERE r.person_id IN ({MINE}) ORDER BY s.id"""
    for id, before, after in ask(sql):
        taken.setdefault(record_id(id), []).append((before, after))
    for id, steps in taken.items():
        yield from _walked(id, steps, told.steps.get(id, []), found.get(id, ""))
    yield from _ledger(ask, taken)
    agreed = f"""SELECT person_id, purpose, count(*) FROM people_consent WHERE person_id IN ({MINE})
                 GROUP BY person_id, purpose HAVING count(*) <> 1"""
    yield from (f"{record_id(who)} agreed to {what} {n} times" for who, what, n in ask(agreed))
    yield from letters(ask, mail)


def _walked(id: str, steps: list[tuple[str, str]], told: list[str], status: str) -> Iterator[str]:
    if [after for _before, after in steps] != ["requested", *told]:
        yield f"referral {id} went {steps}, and its programs were told {told}"
    for before, after in steps:
        if after not in GONE_ON.get(before, ()):
            yield f"referral {id} went from {before!r} to {after!r}, which is no step"
    if any(one[1] != next_[0] for one, next_ in pairwise(steps)) or steps[-1][1] != status:
        yield f"referral {id} jumps: {steps}, and it is {status}"


def _ledger(ask: Rows, taken: dict[str, list[tuple[str, str]]]) -> Iterator[str]:
    """One line for each step, and none without one."""
    sql = f"SELECT subject, verb FROM ledger_entry WHERE verb LIKE 'referral.%' AND person IN ({MINE})"
    lines = Counter((subject.partition(":")[2], verb.partition(".")[2]) for subject, verb in ask(sql))
    steps = Counter((id, after) for id, every in taken.items() for _before, after in every)
    for one, n in steps.items():
        if lines[one] != n:
            yield f"the ledger has {lines[one]} lines of {one}, and {n} were taken"
    yield from (f"the ledger tells of {one}, which nobody did" for one in lines if not steps[one])
