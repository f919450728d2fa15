"""Invitations: who may invite whom, once, for one address, for a while."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, SYSTEM, NotAllowed, NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people import queries
from kizuna.people.actions import (
    accept_invitation,
    add_person,
    approve,
    close_account,
    invite,
    invite_admin,
    open_account,
    open_own_account,
    send_again,
    withdraw_invitation,
)
from kizuna.people.models import Account, Approval, Invitation
from tests.town import HOUSE, Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def link() -> str:
    text = Message.objects.filter(key__startswith="invitation:").latest("created_at").text
    return str(re.search(r"/account/invited/([^/]+)/", text)[1])  # type: ignore[index]


def invite_worker(town: Town, **changes: Any) -> Any:
    given = {"email": "New@Example.org", "role": "worker", "areas": [town.north], "now": town.now}
    return invite(**{"by": town.viewer("coordinator"), **given, **changes})


def accept(town: Town, token: str, **changes: Any) -> Any:
    return accept_invitation(**{"token": token, "name": "Noor", "by": STRANGER, "now": town.now, **changes})


def test_an_invitation_becomes_an_account_of_its_role_and_area(town: Town, client: Client) -> None:
    invite_worker(town)
    page = client.get(f"/account/invited/{link()}/").content.decode()
    assert "new@example.org" in page and "Link worker" in page
    answer = client.post(f"/account/invited/{link()}/", {"name": "Noor", "role": "admin", "email": "x@y.org"})
    assert answer["Location"] == "/account/login/code/"
    account = Account.objects.get(email="new@example.org")
    assert (account.role, account.name) == ("worker", "Noor")
    assert queries.viewer_of(HOUSE, account).areas == {str(town.north)}
    assert not Account.objects.filter(email="x@y.org").exists()


@pytest.mark.doors
def test_nobody_gives_what_is_not_theirs(town: Town) -> None:
    for role in ("coordinator", "analyst", "provider", "admin", "resident"):
        with pytest.raises(NotAllowed):
            invite_worker(town, role=role)
    with pytest.raises(NotFound):
        invite_worker(town, areas=[town.south])
    with pytest.raises(NotFound):
        invite_worker(town, areas=[town.north, town.south])
    with pytest.raises(Refused):
        invite_worker(town, areas=[])
    for role in ("worker", "organiser", "analyst", "resident", "provider"):
        with pytest.raises(NotAllowed):
            invite_worker(town, by=town.viewer(role))


@pytest.mark.doors
def test_the_form_lets_no_role_through_that_is_not_offered(town: Town, client: Client) -> None:
    client.force_login(town.accounts["coordinator"])
    for role, area in (("admin", town.north), ("worker", town.south)):
        given = {"email": "a@b.org", "role": role, "areas": [str(area)]}
        assert client.post("/invitations/", given).status_code == 422
    assert not Invitation.objects.exists()
    given = {"email": "a@b.org", "role": "worker", "areas": [str(town.north)]}
    assert client.post("/invitations/", given).status_code == 302
    assert "a@b.org" in client.get("/invitations/").content.decode()
    kept = Invitation.objects.values_list("email_index", flat=True)[0]
    assert "a@b.org" not in kept


def test_it_works_once(town: Town) -> None:
    invite_worker(town)
    token = link()
    accept(town, token)
    with pytest.raises(NotFound):
        accept(town, token)


def test_it_ends(town: Town) -> None:
    made = invite_worker(town)
    token = link()
    with pytest.raises(NotFound):
        accept(town, token, now=town.now + timedelta(days=8))
    withdraw_invitation(invitation=made, by=town.viewer("coordinator"), now=town.now)
    with pytest.raises(NotFound):
        accept(town, token)
    with pytest.raises(Refused):
        send_again(invitation=made, by=town.viewer("coordinator"), now=town.now)


def test_sent_again_the_older_link_is_dead(town: Town) -> None:
    made = invite_worker(town)
    old = link()
    send_again(invitation=made, by=town.viewer("coordinator"), now=town.now + timedelta(seconds=1))
    with pytest.raises(NotFound):
        accept(town, old)
    accept(town, link())


def test_a_second_invitation_of_the_same_address_takes_the_place_of_the_first(town: Town) -> None:
    invite_worker(town)
    old = link()
    invite_worker(town, email=" new@example.org ")
    with pytest.raises(NotFound):
        accept(town, old)


@pytest.mark.doors
def test_others_keep_no_invitation_of_an_area_that_is_not_theirs(town: Town) -> None:
    far = invite_worker(town, areas=[town.south], by=HOUSE)
    coordinator = town.viewer("coordinator")
    assert queries.invitations(coordinator) == []
    with pytest.raises(NotFound):
        withdraw_invitation(invitation=far, by=coordinator, now=town.now)
    with pytest.raises(NotAllowed):
        queries.invitations(town.viewer("worker"))


def test_an_administrator_needs_a_second_one(town: Town) -> None:
    by = town.viewer("admin")
    invited = invite(email="boss@example.org", role="admin", why="Two of us", by=by, now=town.now)
    assert invited is None and not Invitation.objects.exists()
    waiting = Approval.objects.get()
    invite_admin(approval=waiting.pk, by=SYSTEM("test"), now=town.now)
    assert not Invitation.objects.exists()
    with pytest.raises(NotAllowed):
        approve(approval=waiting.pk, by=town.viewer("admin"), now=town.now)
    second = open_account(email="second@example.org", role="admin", name="S", by=HOUSE, now=town.now)
    by = queries.viewer_of(HOUSE, Account.objects.get(pk=second))
    approve(approval=waiting.pk, by=by, now=town.now)
    for _twice in range(2):
        invite_admin(approval=waiting.pk, by=SYSTEM("test"), now=town.now)
    assert Invitation.objects.get().role == "admin"


def test_a_closed_account_is_out_at_the_next_request(town: Town, client: Client) -> None:
    client.force_login(town.accounts["worker"])
    assert client.get("/today/").status_code == 200
    admin = Client()
    admin.force_login(town.accounts["admin"])
    worker = town.accounts["worker"].pk
    assert admin.post(f"/accounts/{worker}/close/").status_code == 302
    assert client.get("/today/")["Location"].startswith("/account/login/")
    with pytest.raises(Refused):
        close_account(account=town.accounts["admin"].pk, by=town.viewer("admin"), now=town.now)
    assert Entry.objects.filter(verb="account.closed").exists()


def test_another_role_counts_from_the_next_request(town: Town, client: Client) -> None:
    client.force_login(town.accounts["worker"])
    assert client.get("/today/").status_code == 200
    Account.objects.filter(pk=town.accounts["worker"].pk).update(role="analyst")
    assert client.get("/today/").status_code == 403


def test_a_resident_opens_their_own_account_by_the_address_they_left(town: Town, client: Client) -> None:
    known = client.post("/account/login/code/", {"email": "cem@example.org"}, follow=True)
    code = Message.objects.filter(topic="account").latest("created_at").text
    stranger = Client().post("/account/login/code/", {"email": "nobody@example.org"}, follow=True)
    assert known.status_code == stranger.status_code == 200

    def words(page: Any, address: str) -> str:
        text = page.content.decode().replace(address, "")
        return re.sub(r'value="[^"]{30,}"', "", text)

    assert words(known, "cem@example.org") == words(stranger, "nobody@example.org")
    found = re.search(r"^[A-Z0-9-]{6,}$", code, re.MULTILINE)
    assert found
    client.post("/account/login/code/confirm/", {"code": found[0]})
    assert "Cem" in client.get("/my-data/").content.decode()


def test_an_address_of_two_or_a_shared_one_opens_no_account(town: Town) -> None:
    how: dict[str, Any] = {"by": HOUSE, "now": town.now}
    for name in ("Eva", "Finn"):
        add_person(name=name, area=town.north, email="both@example.org", **how)
    add_person(name="Gus", area=town.north, email="shared@example.org", shared_contact=True, **how)
    for address in ("both@example.org", "shared@example.org", "nobody@example.org"):
        assert open_own_account(email=address, **how) is None
