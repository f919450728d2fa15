"""SIGKILL while people are erased and while old things go: each is wholly there or wholly gone."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone

from kizuna.ledger.models import Entry
from kizuna.outbox.actions import send
from kizuna.outbox.models import Message
from kizuna.people.actions import add_person, give_consent, withdraw_consent
from kizuna.people.models import Consent, Person
from kizuna.screening.actions import record_check_up
from kizuna.screening.models import CheckUp
from kizuna.web import queries
from kizuna.web.actions import erase_person, keep_to_periods
from tests.town import HOUSE, Town, build
from tests.web.forgetting import BATCH
from tests.work.test_kill import database_url

pytestmark = [pytest.mark.kill, pytest.mark.django_db(transaction=True)]

PEOPLE = 10
Forget = Callable[..., None]


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Start the process with these words and kill it in the middle of the thing with this number."""
    file, started = tmp_path / "begun", []

    def forget(what: str, *rest: str, begun: int) -> None:
        file.write_text("")
        found = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "kizuna.web.settings"),
            "DATABASE_URL": database_url(),
        }
        line = [sys.executable, "-m", "tests.web.forgetting", what, str(file), str(begun), *rest]
        process = subprocess.Popen(line, env=found)
        started.append(process)
        end = time.monotonic() + 60
        while len(file.read_text().splitlines()) < begun:
            assert process.poll() is None, "it ended before it was killed"
            assert time.monotonic() < end
            time.sleep(0.02)
        process.kill()
        assert process.wait() == -9

    yield forget
    for process in started:
        process.kill()
        process.wait()


def somebody(town: Town, number: int) -> str:
    """With a check-up, an agreement and a message."""
    now = timezone.now()
    person = add_person(name=f"Known {number}", area=town.north, by=HOUSE, now=now)
    how = {"person": person, "by": HOUSE, "now": now}
    record_check_up(attempt=uuid4(), answers={"lonely": "often"}, heard=["company.group"], **how)
    give_consent(purpose="support", recipient="link workers", how="spoken", **how)
    send(key=f"to {number}", address=f"{number}@example.org", subject="s", text="t", person=person, now=now)
    return str(person)


def left_of(person: str) -> list[bool]:
    """Whether there is still something of theirs in each room."""
    return [
        Person.objects.filter(pk=person, name__startswith="Known").exists(),
        Consent.objects.filter(person=person).exists(),
        any(row.answers for row in CheckUp.objects.filter(person=person)),
        any(row.text for row in Message.objects.filter(person=person)),
    ]


def test_whoever_is_erased_while_it_is_killed_is_wholly_there_or_wholly_gone(killed: Forget) -> None:
    town = build(timezone.now())
    people = [somebody(town, number) for number in range(PEOPLE)]
    waiting = people
    for begun in (1, 4):
        before = len(waiting)
        killed("people", *waiting, begun=begun)
        left = {person: left_of(person) for person in people}
        assert all(all(each) or not any(each) for each in left.values()), left
        waiting = [person for person in people if all(left[person])]
        assert before - len(waiting) == begun - 1, "it was not killed in the middle of one"
        receipts = Entry.objects.filter(verb="person.receipt")
        assert receipts.count() == PEOPLE - len(waiting)
    finish(*people)
    assert not any(any(left_of(person)) for person in people)
    subjects = list(Entry.objects.filter(verb="person.receipt").values_list("subject", flat=True))
    assert len(subjects) == len(set(subjects)) == PEOPLE
    assert Entry.objects.filter(verb="person.erased").count() == PEOPLE
    assert Person.objects.get(pk=town.ana).name == "Ana Ruiz"


def finish(*people: str) -> None:
    """Everybody is asked for again, also those who are erased already."""
    for person in people:
        erase_person(person=person, by=HOUSE, now=timezone.now())


def due(now: datetime) -> dict[str, int]:
    return {kind.code: held.due for kind, held in queries.due(HOUSE, now) if held.due}


def test_a_night_that_is_killed_goes_on_to_its_end_and_is_noted_once(killed: Forget) -> None:
    town = build(timezone.now())
    now, long_ago = town.now, town.now - timedelta(days=2000)
    old = [add_person(name="Gone", area=town.south, by=HOUSE, now=long_ago) for _ in range(15)]
    for turn in range(15):
        how = {"by": HOUSE, "now": long_ago}
        consent = give_consent(person=town.ben, purpose="p", recipient=str(turn), how="paper", **how)
        withdraw_consent(consent=consent, **how)
    said = due(now)
    assert (said["people.consents"], said["people.persons"]) == (15, 15)
    key = "web.keep_to_periods@night"
    gone = 0
    for begun in (2, 3):
        killed("night", key, now.isoformat(), begun=begun)
        left = due(now)
        gone += (begun - 1) * BATCH
        assert left == said | {"people.persons": 15 - gone}
    keep_to_periods(run=key, by=HOUSE, now=now)
    assert due(now) == {}
    assert not Person.objects.filter(pk__in=old).exists()
    assert Person.objects.filter(pk__in=(town.ana, town.ben, town.cem)).count() == 3
    noted = list(Entry.objects.filter(verb="retention.erased").values_list("subject", flat=True))
    assert sorted(noted) == ["people.consents:15", "people.persons:15"]
