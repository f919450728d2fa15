"""After a withdrawal, whatever worked before is tried again and gives nothing of the person."""

import json
import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from kizuna.outbox.actions import sweep, turn
from kizuna.outbox.models import Message
from kizuna.people.actions import withdraw_consent
from kizuna.people.models import Consent, Correction
from tests.house.api_doors import API_DOORS
from tests.house.doors import DOORS
from tests.house.test_api_doors import body_for, words_for
from tests.house.test_doors import address, browser_of, of_this_route, own_and_other, sessions
from tests.town import Town, build, refer

NAME = re.compile(r"\bAna\b")
LINK = re.compile(r'href="(/[^"#]*)"')


class Crawl:
    """Every page that somebody could open, and what they opened about Ana."""

    def __init__(self, town: Town, roles: tuple[str, ...] = ("worker", "stranger")) -> None:
        self.roles = roles
        self.sessions, values = sessions(town), own_and_other(town)
        self.paths = {address(route, values | of_this_route(route, town), "own") for route in DOORS} - {
            "/leave/",
            "/kiosk/done/",  # ends the session
        }
        # What she says is wrong is answered whatever she agreed to: tests/people/test_said_wrong.py.
        Correction.objects.all().delete()

    def page(self, role: str, path: str) -> tuple[int, str]:
        answer = browser_of(self.sessions[role]).get(path)
        return answer.status_code, b"".join(answer).decode(errors="replace")

    def showing(self, pages: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """Those of these pages that have her name on them now."""
        return {(role, path) for role, path in sorted(pages) if NAME.search(self.page(role, path)[1])}

    def about_her(self) -> set[tuple[str, str]]:
        """Role and path of every page with her name on it, also of pages that those lead to.

        A record opened in an emergency is no agreement: it was never hers to take back, and ends by itself.
        """
        found = set()
        for role in self.roles:
            known, left = set(self.paths), sorted(self.paths)
            for path in left:  # the list grows while it is read: what pages lead to comes after all of them
                status, text = self.page(role, path)
                if status == 200 and NAME.search(text) and not path.startswith("/glass/"):
                    found.add((role, path))
                    new = (
                        {link for link in LINK.findall(text) if "/static/" not in link} - known - {"/leave/"}
                    )
                    known |= new
                    left += sorted(new)[: 400 - len(left)] if len(left) < 400 else []
        return found


@pytest.mark.django_db
def test_nothing_that_worked_before_works_after() -> None:
    town = build(timezone.now())
    crawl = Crawl(town)
    before = crawl.about_her()
    assert {path.split("/")[1] for _, path in before} >= {"cases", "referrals"}, before
    link = next(path for path in crawl.paths if path.startswith("/r/"))
    assert crawl.page("stranger", link)[0] == 200
    withdraw_everything(town)
    assert not crawl.showing(before)
    assert not crawl.about_her()
    assert crawl.page("stranger", link)[0] == 410
    assert "North" not in crawl.page("stranger", link)[1]


def withdraw_everything(town: Town) -> None:
    """Ana takes back whatever she agreed to."""
    for consent in Consent.objects.filter(person=town.ana, withdrawn_at=None):
        withdraw_consent(consent=consent.pk, by=town.viewer("resident"), now=timezone.now())


@pytest.mark.django_db
def test_what_waits_to_be_sent_about_her_is_not_sent() -> None:
    town = build(timezone.now())
    refer(town, town.ana)
    key = Message.objects.get(topic="referral").key
    withdraw_everything(town)
    sweep(now=timezone.now())
    assert Message.objects.get(key=key).status == "stopped"
    assert not turn(by="test", now=timezone.now()).parcels


def operations(town: Town) -> list[tuple[str, str, str]]:
    """Method, address and body of every operation that reads, and of FHIR one by one and as a search."""
    words, ana, found = words_for(town, 0), town.ana, []
    for operation in sorted(API_DOORS):
        method, _, path = operation.partition(" ")
        if method == "GET" or path.endswith("/search"):
            for name, value in words.items():
                path = path.replace(f"{{{name}}}", value)
            found.append((method, path, json.dumps(body_for(operation, town, 0))))
    kinds = ("Patient", "Consent", "ServiceRequest", "Task", "Condition", "Procedure")
    kinds += ("Observation", "QuestionnaireResponse")
    for kind in kinds:
        one = ana if kind == "Patient" else words["referral"]
        for end in (f"/{one}", "", f"?patient={ana}"):
            found.append(("GET", f"/fhir/R4/{kind}{end}", ""))
    return found


@pytest.mark.django_db
def test_no_operation_tells_it_again_not_even_by_the_key_that_it_came_with() -> None:
    """An answer that was kept for who asks twice would outlive the agreement by a day."""
    town = build(timezone.now())
    asked, logged_in = operations(town), sessions(town)

    def tells(role: str, number: int) -> bool:
        method, path, body = asked[number]
        cache.clear()
        key = {"HTTP_IDEMPOTENCY_KEY": f"key {number}"} if method == "POST" else {}
        client = browser_of(logged_in[role])
        answer = client.generic(method, path, body, content_type="application/json", **key)
        text = b"".join(answer).decode()
        if path.startswith("/fhir/") and answer.status_code == 200:
            told = json.loads(text)
            told.pop("link", None)  # a search says again what it was asked
            text = json.dumps(told)
        return bool(answer.status_code == 200 and (NAME.search(text) or str(town.ana) in text))

    roles = ("worker", "provider", "coordinator")
    before = [(role, number) for role in roles for number in range(len(asked)) if tells(role, number)]
    assert {asked[number][1].split("/")[2] for _role, number in before} == {"v1", "R4"}
    assert any(asked[number][0] == "POST" for _role, number in before)
    withdraw_everything(town)
    assert not [(role, asked[number]) for role, number in before if tells(role, number)]
