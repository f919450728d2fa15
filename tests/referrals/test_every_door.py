"""The table of steps holds the same through every door: actions, pages, the API, the link and FHIR."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import Refused
from kizuna.directory.models import Service
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Referral, Step
from kizuna.referrals.pathway import CLOSED, CODES, NEEDS_REASON, added_steps
from tests.exchange.caring import Program, program, why
from tests.referrals.test_pathway import ALLOWED, REQUESTERS, TARGETS
from tests.referrals.town import HOUSE, Town, letters, log_in, refer, token_in

PAIRS = [(a, b) for a, b in itertools.product(CODES, CODES) if a != b]
MORE = "in-progress>on-hold:target,in-progress>cancelled:either"
Door = Callable[[str, bool], bool]
"""Tries a step into a state, as the target's or not; whether it was let through."""


def stand(id: UUID, status: str) -> None:
    """Put a referral where it would stand, whatever way led there."""
    late = timezone.now() + timedelta(days=3)
    closed = status in CLOSED
    Referral.objects.filter(pk=id).update(
        status=status,
        reason="other" if status in NEEDS_REASON else "",
        closed_at=late if closed else None,
        due_step="" if closed else "answer",
        due_at=None if closed else late,
    )


def by_actions(town: Town, id: UUID, client) -> Door:
    def take(to: str, told: bool) -> bool:
        try:
            actions.take_step(referral=id, to=to, reason="other", by=HOUSE, now=timezone.now())
        except Refused:
            return False
        return True

    return take


def by_page(town: Town, id: UUID, client) -> Door:
    log_in(client, town.worker)
    url = reverse("referrals:case", args=[id])

    def take(to: str, told: bool) -> bool:
        answer = client.post(url, {"to": f"told:{to}" if told else to, "reason": "other"})
        assert answer.status_code in {302, 422}
        return answer.status_code == 302

    return take


def by_api(town: Town, id: UUID, client) -> Door:
    log_in(client, town.worker)
    url = f"/api/v1/referrals/referrals/{id}/steps"

    def take(to: str, told: bool) -> bool:
        said = {"to": to, "reason": "other", "as_told": told}
        answer = client.post(url, said, content_type="application/json")
        assert answer.status_code in {200, 409, 422}, answer.content
        return answer.status_code == 200

    return take


def by_link(town: Town, id: UUID, client) -> Door:
    url = reverse("referrals:answer", args=[token_in(letters()[0])])

    def take(to: str, told: bool) -> bool:
        answer = client.post(url, {"to": to, "reason": "other"})
        assert answer.status_code in {302, 422, 410}
        return answer.status_code == 302

    return take


def by_fhir(town: Town, id: UUID, client) -> Door:
    return _fhir(program("worker", areas=[town.north]), id)


def by_fhir_of_target(town: Town, id: UUID, client) -> Door:
    body = Service.objects.get(pk=town.club).organization_id
    return _fhir(program("provider", organisations=[body]), id)


def _fhir(clinic: Program, id: UUID) -> Door:
    def take(to: str, told: bool) -> bool:
        said = {"resourceType": "Task", "id": str(id), "intent": "order", "status": to, **why("other")}
        url = f"/fhir/R4/Task/{id}"
        answer = Client().put(url, said, content_type="application/fhir+json", headers=clinic.head)
        assert answer.status_code in {200, 404, 422}, answer.content
        return answer.status_code == 200

    return take


DOORS = {
    "actions": (by_actions, REQUESTERS | TARGETS),
    "page": (by_page, REQUESTERS | TARGETS),
    "api": (by_api, REQUESTERS | TARGETS),
    "link": (by_link, TARGETS),
    "fhir": (by_fhir, REQUESTERS | TARGETS),
    "fhir of the target": (by_fhir_of_target, TARGETS),
}


@pytest.mark.parametrize("more", ["", MORE])
@pytest.mark.parametrize("name", DOORS)
def test_each_door_lets_the_steps_of_the_table_through_and_refuses_all_others(
    town: Town, client, settings, name: str, more: str
):
    # 6 × 99 requests, each with a database: they take some seconds, and are one of the bars of this room.
    settings.REFERRAL_STEPS = added_steps(more)
    added = {(step.before, step.after) for step in settings.REFERRAL_STEPS}
    id = refer(town, now=timezone.now())
    open_door, sides = DOORS[name]
    door = open_door(town, id, client)
    pairs = [pair for pair in PAIRS if not more or pair[0] == "in-progress"]
    let = set()
    for before, after in pairs:
        stand(id, before)
        if door(after, after not in REQUESTERS):
            let.add((before, after))
            assert Referral.objects.get(pk=id).status == after
        else:
            assert Referral.objects.get(pk=id).status == before
    assert let == {pair for pair in ALLOWED | added if pair in pairs and pair[1] in sides}
    if not more and sides == REQUESTERS | TARGETS:
        assert (len(let), len(pairs) - len(let)) == (25, 65)


def test_a_waiting_list_is_a_yes_first_and_says_how_long(town: Town, client):
    id = refer(town, now=timezone.now())
    url = reverse("referrals:answer", args=[token_in(letters()[0])])
    for _ in range(2):
        said = client.post(url, {"to": "accepted+on-hold", "weeks": "6"})
        assert said.status_code == 302
    case = queries.case(town.worker, id, timezone.now())
    assert [step.after for step in case.steps] == ["requested", "accepted", "on-hold"]
    assert (case.estimate_weeks, case.due_step) == (6, "follow-up")
    assert "About 6 weeks" in client.get(url).content.decode()
    log_in(client, town.resident)
    assert "About 6 weeks" in client.get(reverse("referrals:case", args=[id])).content.decode()
    client.logout()
    assert client.post(url, {"to": "in-progress"}).status_code == 302
    assert queries.case(town.worker, id, timezone.now()).estimate_weeks is None


def test_did_not_come_is_one_answer_and_brings_its_own_reason(town: Town, client):
    id = refer(town, now=timezone.now())
    url = reverse("referrals:answer", args=[token_in(letters()[0])])
    assert client.post(url, {"to": "failed+did-not-come"}).status_code == 422  # nobody said yes yet
    client.post(url, {"to": "accepted"})
    assert client.post(url, {"to": "failed+did-not-come", "reason": "other"}).status_code == 302
    row = Referral.objects.get(pk=id)
    assert (row.status, row.reason, row.due_at, row.due_step) == ("failed", "did-not-come", None, "")


def test_a_step_that_cannot_be_taken_half_is_not_taken_at_all(town: Town):
    id = refer(town)
    with pytest.raises(Refused):
        actions.take_step(
            referral=id, to="rejected", via=("accepted",), reason="other", by=HOUSE, now=timezone.now()
        )
    assert Referral.objects.get().status == "requested"
    assert Step.objects.count() == 1


def test_weeks_that_make_no_sense_are_shown_again(town: Town, client):
    refer(town, now=timezone.now())
    url = reverse("referrals:answer", args=[token_in(letters()[0])])
    for weeks in ("0", "-1", "105", "soon", "1e3"):
        assert client.post(url, {"to": "accepted+on-hold", "weeks": weeks}).status_code == 422
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    assert len(seen) <= 12
