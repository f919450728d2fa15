"""No page tells who reported something, or how a member is reached: every such page × every role."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.cache import cache
from django.utils import timezone

from kizuna.access.viewer import STRANGER, Viewer
from kizuna.activities import actions as activities
from kizuna.people.actions import correct_person
from kizuna.voice import actions, queries
from kizuna.voice.report import NewReport
from tests.house.doors import DOORS, ROLES
from tests.house.test_doors import address, browser_of, of_this_route, own_and_other, sessions
from tests.talks import join
from tests.town import HOUSE, Town, build

REACH, PHONE, MAIL = "zqxreporter@example.org", "+13055550777", "zqxmember@example.org"
PAGES = ("groups/", "conduct/", "messages/", "runs/", "ledger/", "answers/", "operation/", "bonds/")


def _written(town: Town) -> UUID:
    """Ana reports without her name, Ben belongs to the group and writes to it; the report."""
    how: dict[str, Any] = {"by": HOUSE, "now": town.now}
    correct_person(person=town.ben, changes={"phone": PHONE, "email": MAIL}, **how)
    join(town, town.ana, town.ben)
    ben = Viewer(role="resident", person=str(town.ben))
    letter = uuid4()
    activities.write_letter(key=letter, group=town.group, subject="Soup", text="Hello.", by=ben, now=town.now)
    activities.decide_letter(letter=letter, state="sent", **how)
    new = NewReport(uuid4(), "hurtful", "Somebody shouted.", group=str(town.group), tell="write", reach=REACH)
    report = actions.make_report(new=new, by=town.viewer("resident"), now=town.now)
    admin = {"report": report, "by": town.viewer("admin"), "now": town.now}
    actions.take_step(step="take", **admin)
    actions.take_step(step="decide", outcome="spoken", words="We spoke with them.", **admin)
    return report


@pytest.mark.django_db
@pytest.mark.usefixtures("as_in_life")
def test_no_page_tells_a_reporter_or_how_a_member_is_reached() -> None:
    town = build(timezone.now())
    values, logged_in = own_and_other(town), sessions(town)
    values["report"] = (_written(town), values["report"][1])
    told = []
    for route in sorted(route for route in DOORS if route.startswith(PAGES)):
        cache.clear()
        for whose in ("own", "other"):
            path = address(route, values | of_this_route(route, town), whose)
            for role in ROLES:
                said = browser_of(logged_in[role]).get(path).content.decode(errors="replace")
                if any(word in said for word in (REACH, PHONE, PHONE[2:], MAIL)):
                    told.append(f"{role} {path}")
                if route.startswith("conduct/") and role != "resident" and "Ana" in said:
                    told.append(f"{role} {path}: the name")
    assert not told, "\n".join(told)


@pytest.mark.django_db
def test_two_lists_side_by_side_do_not_tell_a_reporter() -> None:
    """With and without a report of Ana, nobody who decides sees another difference than the report itself."""
    town = build(timezone.now())
    reads = town.viewer("coordinator")
    mine = NewReport(uuid4(), "hurtful", "Somebody shouted.")
    theirs = NewReport(uuid4(), "hurtful", "Somebody shouted.")
    made = [
        actions.make_report(new=mine, by=town.viewer("resident"), now=town.now),
        actions.make_report(new=theirs, by=STRANGER, now=town.now),
    ]
    one, other = (queries.report(reads, id, town.now) for id in made)
    assert {**vars(one), "id": ""} == {**vars(other), "id": ""}
