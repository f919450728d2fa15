"""A record that rests, asked for by programs: every operation of the API that told of it or wrote to it."""

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from kizuna.people.actions import let_rest, use_again
from tests.house.api_doors import API_DOORS
from tests.house.doors import ROLES
from tests.house.test_api_doors import body_for, words_for
from tests.house.test_doors import browser_of, sessions
from tests.town import Town, build
from tests.web.test_consent_replay import NAME

pytestmark = [pytest.mark.django_db, pytest.mark.doors, pytest.mark.usefixtures("as_in_life")]
WATCHING = tuple(role for role in ROLES if role not in {"resident", "admin"})
DANGER = ("/concerns", "/worries")
"""Danger rests for nobody: whoever is on duty still takes it and closes it (tests/web/test_resting.py)."""
Asked = dict[tuple[str, str], tuple[int, str]]


class Programs:
    """Every operation, by every role, with its answers; nothing of it stays."""

    def __init__(self, town: Town) -> None:
        self.words, self.sessions = words_for(town, 0), sessions(town)
        self.bodies: dict[str, dict[str, Any]] = {
            operation: body_for(operation, town, 0)
            for operation in sorted(API_DOORS)
            if not any(part in operation for part in DANGER)
        }

    def ask(self) -> Asked:
        return {
            (role, operation): self._answer(role, operation) for operation in self.bodies for role in WATCHING
        }

    def _answer(self, role: str, operation: str) -> tuple[int, str]:
        cache.clear()
        client = browser_of(self.sessions[role])
        method, _, path = operation.partition(" ")
        for name, value in self.words.items():
            path = path.replace(f"{{{name}}}", value)
        with transaction.atomic():
            said = json.dumps(self.bodies[operation])
            got = client.generic(method, path, said, content_type="application/json")
            transaction.set_rollback(True)
        return got.status_code, got.content.decode()


def _written(operation: str) -> bool:
    """Taking an agreement back counts also while the record rests: a worker notes it when they are told."""
    return not operation.startswith("GET") and any(
        operation.endswith(end) or f"{end}/" in operation
        for end in ("{person}", "{consent}/renew", "{referral}")
    )


def about_her(asked: Asked, town: Town) -> set[tuple[str, str]]:
    """Who got an answer, to what, that names her or her number, or that was done to her record."""
    return {
        (role, operation)
        for (role, operation), (status, text) in asked.items()
        if status < 300 and (NAME.search(text) or str(town.ana) in text or _written(operation))
    }


def test_no_program_reads_it_or_writes_into_it_while_it_rests_and_all_do_afterwards() -> None:
    town = build(timezone.now())
    programs = Programs(town)
    before = about_her(programs.ask(), town)
    operations = {operation for _role, operation in before}
    assert {"GET /api/v1/people/persons/{person}", "PATCH /api/v1/people/persons/{person}"} <= operations
    assert len(operations) > 15
    let_rest(person=town.ana, by=town.viewer("resident"), now=timezone.now())
    assert sorted(about_her(programs.ask(), town)) == []
    use_again(person=town.ana, by=town.viewer("resident"), now=timezone.now())
    assert about_her(programs.ask(), town) == before
