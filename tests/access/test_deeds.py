"""The table of role × deed: complete, and every reach means what it says."""

from typing import get_args

import pytest

from kizuna.access.deeds import (
    ANYWHERE,
    AREA,
    AROUND,
    DEEDS,
    LINK,
    ORGANISATION,
    SELF,
    Reach,
    allow,
    allow_some,
    may,
    reaches,
)
from kizuna.access.viewer import (
    STAFF,
    STRANGER,
    SYSTEM,
    LogInFirst,
    NotAllowed,
    NotFound,
    Role,
    Viewer,
)

ROLES = get_args(Role)
NAMED = {
    AREA: Viewer(role="worker", account="1", areas=frozenset({"north"})),
    ORGANISATION: Viewer(role="worker", account="1", organisations=frozenset({"bank"})),
    SELF: Viewer(role="worker", account="1", person="ada"),
    LINK: Viewer(role="worker", token="referrals:7"),
}


@pytest.fixture
def one_deed(monkeypatch: pytest.MonkeyPatch) -> dict[str, Reach]:
    """A deed whose reach a test sets."""
    row: dict[str, Reach] = {"system": ANYWHERE}
    monkeypatch.setitem(DEEDS, "kettle.boil", row)
    return row


def test_the_table_names_only_known_roles_and_reaches() -> None:
    for deed, row in DEEDS.items():
        assert set(row) <= set(ROLES), deed
        assert set(row.values()) <= set(get_args(Reach)), deed


def test_every_deed_has_a_room_like_name_and_the_house_may_do_it() -> None:
    for deed, row in DEEDS.items():
        assert "." in deed
        assert deed == deed.lower()
        assert row["system"] == ANYWHERE, deed


def test_staff_are_known_roles_and_neither_strangers_nor_the_house() -> None:
    assert set(ROLES) >= STAFF
    assert not STAFF & {"stranger", "resident", "provider", "system"}


def test_strangers_never_have_a_reach_that_needs_an_account() -> None:
    assert {row["stranger"] for row in DEEDS.values() if "stranger" in row} == {ANYWHERE}


@pytest.mark.doors
def test_no_resident_reaches_another_person_and_no_worker_another_area_by_the_table() -> None:
    """What is about a person stays with that person and the workers of their area."""
    for deed in ("person.see", "person.change", "check_up.see", "referral.see"):
        assert DEEDS[deed]["resident"] == SELF
        assert DEEDS[deed]["worker"] == AROUND
    for deed in ("person.export", "person.erase", "ledger.see.own"):
        assert {role: reach for role, reach in DEEDS[deed].items() if role != "system"} == {"resident": SELF}


@pytest.mark.doors
@pytest.mark.parametrize("role", ROLES)
def test_a_role_without_the_deed_is_refused(one_deed: dict[str, Reach], role: Role) -> None:
    if role == "system":
        return
    viewer = Viewer(role=role, account="1")
    assert not may(viewer, "kettle.boil")
    expected = LogInFirst if role == "stranger" else NotAllowed
    with pytest.raises(expected):
        allow_some(viewer, "kettle.boil")
    with pytest.raises(expected):
        allow(viewer, "kettle.boil")


@pytest.mark.doors
@pytest.mark.parametrize(
    ("reach", "own", "other"),
    [
        (AREA, {"area": "north"}, {"area": "south"}),
        (AREA, {"area": "north"}, {}),
        (AREA, {"area": "north"}, {"person": "ada", "organisation": "bank"}),
        (ORGANISATION, {"organisation": "bank"}, {"organisation": "club"}),
        (ORGANISATION, {"organisation": "bank"}, {}),
        (SELF, {"person": "ada"}, {"person": "bob"}),
        (SELF, {"person": "ada"}, {}),
        (LINK, {"link": "referrals:7"}, {"link": "referrals:8"}),
        (LINK, {"link": "referrals:7"}, {"link": "directory:7"}),
        (LINK, {"link": "referrals:7"}, {}),
    ],
)
def test_a_deed_ends_where_it_reaches(
    one_deed: dict[str, Reach], reach: Reach, own: dict[str, str], other: dict[str, str]
) -> None:
    one_deed["worker"] = reach
    viewer = NAMED[reach]
    allow_some(viewer, "kettle.boil")
    allow(viewer, "kettle.boil", **own)
    with pytest.raises(NotFound):
        allow(viewer, "kettle.boil", **other)
    for elsewhere in NAMED:
        if elsewhere != reach:
            with pytest.raises(NotFound):
                allow(NAMED[elsewhere], "kettle.boil", **own)


@pytest.mark.doors
def test_who_has_no_link_reaches_nothing_by_one(one_deed: dict[str, Reach]) -> None:
    one_deed["provider"] = LINK
    for link in ("referrals:7", "", None, "None"):
        with pytest.raises(NotFound):
            allow(Viewer(role="provider", account="1"), "kettle.boil", link=link)


@pytest.mark.doors
def test_nobody_is_nobody(one_deed: dict[str, Reach]) -> None:
    """A viewer without a person is not the person of a row that has none."""
    one_deed["resident"] = SELF
    viewer = Viewer(role="resident", account="1")
    for person in ("", None, "None"):
        assert not reaches(viewer, "kettle.boil", area=None, organisation=None, person=person, link=None)


@pytest.mark.doors
def test_an_area_is_compared_as_a_whole(one_deed: dict[str, Reach]) -> None:
    one_deed["worker"] = AREA
    for area in ("nor", "north2", "", None):
        with pytest.raises(NotFound):
            allow(NAMED[AREA], "kettle.boil", area=area)


def test_the_house_reaches_everywhere_and_says_why() -> None:
    house = SYSTEM("nightly sweep")
    for deed in DEEDS:
        allow(house, deed)
    assert house.name == "system:nightly sweep"


def test_an_unknown_deed_is_an_error_and_not_a_no() -> None:
    with pytest.raises(KeyError):
        allow(SYSTEM("test"), "no.such.deed")


@pytest.mark.parametrize(
    ("viewer", "name"),
    [
        (STRANGER, "stranger:-"),
        (Viewer(role="worker", account="7"), "worker:7"),
        (Viewer(role="provider", token="referral:9"), "provider:referral:9"),
    ],
)
def test_the_ledger_writes_a_role_and_an_identifier(viewer: Viewer, name: str) -> None:
    assert viewer.name == name
