"""A link worker changes somebody's number or e-mail: the old one opens nothing more, and hears of it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kizuna.outbox.models import Message
from kizuna.people.actions import (
    add_person,
    correct_person,
    give_consent,
    merge_persons,
    open_account,
    set_status,
    undo_merge,
)
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Account, Person
from kizuna.people.queries import viewer_of
from tests.town import HOUSE, Town, build, guarded

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "/account/login/code/", "/account/login/code/confirm/"
OLD, NEW = "+13055550155", "+13055550199"
WAYS = [
    pytest.param("phone", OLD, NEW, id="number"),
    pytest.param("email", "fay@example.org", "fay@example.net", id="address"),
]


@pytest.fixture
def town() -> Town:
    return build(timezone.now())


def known(town: Town, way: str, value: str) -> Any:
    """Fay, whom a link worker sees, with one way to be reached."""
    fay = add_person(name="Fay Li", area=town.north, **{way: value}, by=HOUSE, now=town.now)  # type: ignore[arg-type]
    give_consent(person=fay, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", by=HOUSE, now=town.now)
    return fay


def code_to(address: str) -> str:
    """The last code that went there; empty when none did."""
    for message in Message.objects.filter(topic="account").order_by("-created_at"):
        if message.address == address:
            found = re.search(r"code is ([A-Z0-9-]+)\.|^([A-Z0-9-]{6,})$", message.text, re.MULTILINE)
            return (found[1] or found[2]) if found else ""
    return ""


def enters(client: Client, code: str) -> bool:
    client.post(CONFIRM, {"code": code})
    return inside(client)


def inside(client: Client) -> bool:
    return bool(client.get("/my-data/who/").status_code == 200)


def worker_changes(town: Town, fay: Any, **ways: str) -> None:
    """On the page where link workers do it."""
    client = Client()
    client.force_login(town.accounts["worker"])
    page = reverse("people:change", args=[fay, "reach"])
    initial = {k: v for k, v in client.get(page).context["form"].initial.items() if isinstance(v, str)}
    answer = client.post(page, {**initial, **ways})
    assert answer.status_code == 302, answer.context["form"].errors


@pytest.mark.parametrize(("way", "old", "new"), WAYS)
def test_an_account_goes_along_and_the_old_way_is_out_at_once(
    town: Town, way: str, old: str, new: str
) -> None:
    fay = known(town, way, old)
    inside_before, has_a_code = Client(), Client()
    inside_before.post(ASK, {way: old})
    assert enters(inside_before, code_to(old))
    has_a_code.post(ASK, {way: old})
    code = code_to(old)
    worker_changes(town, fay, **{way: new})
    assert not inside(inside_before), "whoever holds the old telephone is signed out"
    assert not enters(has_a_code, code), "a code that went there before is none"
    codes = Message.objects.filter(topic="account").count()
    Client().post(ASK, {way: old})
    assert Message.objects.filter(topic="account").count() == codes, "no new one goes there"
    client = Client()
    client.post(ASK, {way: new})
    assert enters(client, code_to(new))
    assert Account.objects.get(person=fay).is_active


@pytest.mark.parametrize(("way", "old", "new"), WAYS)
def test_a_record_changed_before_there_is_an_account_opens_one_by_the_new_way_only(
    town: Town, way: str, old: str, new: str
) -> None:
    fay = known(town, way, old)
    worker_changes(town, fay, **{way: new})
    Client().post(ASK, {way: old})
    assert not Account.objects.filter(person=fay).exists()
    client = Client()
    client.post(ASK, {way: new})
    assert enters(client, code_to(new))


@pytest.mark.parametrize(("way", "old", "new"), WAYS)
def test_the_old_way_is_told_without_a_word_of_it(town: Town, way: str, old: str, new: str) -> None:
    fay = known(town, way, old)
    worker_changes(town, fay, **{way: new})
    told = Message.objects.get(topic="own data")
    assert told.address == old
    for word in (new, "Fay", "Li ", "account", "number", "e-mail"):
        assert word not in told.text + told.subject
    worker_changes(town, fay, **{way: new})
    assert Message.objects.filter(topic="own data").count() == 1, "the same again changes nothing"


@pytest.mark.parametrize("why", ["shared", "gone", "hidden", "quiet"])
def test_nothing_goes_where_it_would_do_harm(town: Town, why: str) -> None:
    fay = known(town, "phone", OLD)
    if why == "shared":
        Person.objects.filter(pk=fay).update(shared_contact=True)
    elif why == "quiet":
        Person.objects.filter(pk=fay).update(do_not_contact=True)
    elif why == "gone":
        set_status(person=fay, status="died", by=HOUSE, now=town.now)
    by = town.viewer("worker")
    if why == "hidden":
        guarded(town, fay)
        by = viewer_of(HOUSE, Account.objects.get(email="keeper.one@example.org"))
    correct_person(person=fay, changes={"phone": NEW}, by=by, now=town.now)
    assert Person.objects.get(pk=fay).phone == NEW
    assert not Message.objects.filter(topic="own data").exists()


@pytest.mark.parametrize("why", ["taken out", "somebody else's", "shared from now on"])
def test_an_account_without_a_way_left_goes_and_comes_back_by_a_new_one(town: Town, why: str) -> None:
    fay = known(town, "phone", OLD)
    client = Client()
    client.post(ASK, {"phone": OLD})
    assert enters(client, code_to(OLD))
    changes: dict[str, Any] = {"phone": "" if why == "taken out" else NEW}
    if why == "somebody else's":
        open_account(role="resident", phone=NEW, by=HOUSE, now=town.now)
    changes |= {"shared_contact": True} if why == "shared from now on" else {}
    correct_person(person=fay, changes=changes, by=town.viewer("worker"), now=town.now)
    assert not inside(client)
    assert not Account.objects.filter(person=fay).exists()
    correct_person(
        person=fay, changes={"email": "fay@example.net", "shared_contact": False},
        by=town.viewer("worker"), now=town.now,
    )  # fmt: skip
    again = Client()
    again.post(ASK, {"email": "fay@example.net"})
    assert enters(again, code_to("fay@example.net"))


def test_two_ways_change_at_once(town: Town) -> None:
    fay = known(town, "email", "fay@example.org")
    correct_person(person=fay, changes={"phone": OLD}, by=HOUSE, now=town.now)
    Client().post(ASK, {"email": "fay@example.org"})
    account = Account.objects.get(person=fay)
    Account.objects.filter(pk=account.pk).update(phone_verified=True)
    account.refresh_from_db()
    account.phone = OLD
    account.save()
    worker_changes(town, fay, email="fay@example.net", phone=NEW)
    account.refresh_from_db()
    assert (account.email, account.phone, account.phone_verified) == ("fay@example.net", NEW, True)
    worker_changes(town, fay, email="", phone=NEW)
    account.refresh_from_db()
    assert (account.email, account.phone) == (None, NEW)


def test_what_they_changed_themselves_in_the_account_stays(town: Town) -> None:
    """Their account signs in by something of their own: what the record says is another matter."""
    fay = known(town, "phone", OLD)
    account = open_account(role="resident", phone="+13055550101", person=fay, by=HOUSE, now=town.now)
    worker_changes(town, fay, phone=NEW)
    assert Account.objects.get(pk=account).phone == "+13055550101"


def test_merging_takes_the_account_along_and_undoing_it_back(town: Town) -> None:
    fay, same = known(town, "phone", OLD), known(town, "phone", NEW)
    Client().post(ASK, {"phone": OLD})
    how: dict[str, Any] = {"by": town.viewer("worker"), "now": town.now}
    merge = merge_persons(keep=fay, other=same, take=["phone"], **how)
    assert Account.objects.get(person=fay).phone == NEW
    undo_merge(merge=merge, **how)
    assert Account.objects.get(person=fay).phone == OLD
