"""An account by a telephone number and nothing else; and the same work for everybody who asks for a code."""

import re
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kizuna.access.viewer import Refused
from kizuna.outbox.models import Message
from kizuna.people import queries
from kizuna.people.actions import (
    add_person,
    close_account,
    correct_own,
    erase,
    open_account,
    set_phone,
    set_status,
)
from kizuna.people.models import Account
from tests.people.test_second_factor import code_now
from tests.signing_in import signed_in
from tests.town import HOUSE, Town, build

NUMBER = "+13055550155"
ASK = "/account/login/code/"


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def fay(town: Town) -> Any:
    """Somebody whom we know by a mobile number alone."""
    return add_person(name="Fay Li", area=town.north, phone="(305) 555-0155", by=HOUSE, now=town.now)


def code() -> str:
    message = Message.objects.filter(channel="sms", topic="account").latest("created_at")
    assert message.address == NUMBER and not message.subject
    return str(re.search(r"code is ([A-Z0-9-]+)\.", message.text)[1])  # type: ignore[index]


def enter(client: Client) -> None:
    client.post(ASK, {"phone": "305 555 0155"})
    client.post(f"{ASK}confirm/", {"code": code()})


def test_the_first_code_opens_the_account(fay: Any, client: Client) -> None:
    enter(client)
    account = Account.objects.get(person=fay)
    assert (account.email, account.phone, account.role) == (None, NUMBER, "resident")
    assert "Fay" in client.get("/my-data/").content.decode()
    assert client.get("/my-data/export/").status_code == 200
    client.post("/account/logout/")
    enter(client)
    assert Account.objects.filter(person=fay).count() == 1


def test_everything_of_an_account_works_without_an_address(fay: Any, client: Client) -> None:
    enter(client)
    for page in ("", "app/", "spare-codes/new/"):
        assert client.get(f"/account/second-factor/{page}").status_code == 200, page
    for page in ("passkeys/", "passkeys/add/", "sessions/", "phone/"):
        assert client.get(f"/account/{page}").status_code == 200, page
    assert "this one" in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/", {"which": "all"})
    assert client.get("/my-data/export/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_spare_codes_and_an_app_work_too(fay: Any, client: Client) -> None:
    enter(client)
    page = client.get("/account/second-factor/app/")
    answer = client.post("/account/second-factor/app/", {"code": code_now(page.context["form"].secret)})
    assert answer["Location"] == "/account/second-factor/spare-codes/"
    told = Message.objects.filter(channel="sms").latest("created_at")
    assert told.address == NUMBER and "signed out everywhere else" in told.text
    spare = client.get(answer["Location"]).context["unused_codes"][0]
    other = Client()
    enter(other)
    assert other.get("/my-data/export/").status_code == 302
    assert other.post("/account/second-factor/code/", {"code": spare}).status_code == 302
    assert other.get("/my-data/export/").status_code == 200


def test_an_old_sign_in_is_confirmed_by_a_text(fay: Any, client: Client) -> None:
    enter(client)
    account = Account.objects.get(person=fay)
    signed_in(client, account, at=time.time() - 3600)
    page = client.post("/account/confirm/", {"action": "send", "next": "/my-data/export/"})
    assert "to your phone" in page.content.decode()
    answer = client.post("/account/confirm/", {"code": code(), "next": "/my-data/export/"})
    assert answer["Location"] == "/my-data/export/"


@pytest.mark.doors
def test_a_number_of_two_or_of_nobody_opens_nothing(town: Town) -> None:
    how: dict[str, Any] = {"by": HOUSE, "now": town.now}
    for name in ("Gil", "Hal"):
        add_person(name=name, area=town.north, phone="+13055550161", **how)
    add_person(name="Ida", area=town.north, phone="+13055550162", shared_contact=True, **how)
    gone = add_person(name="Jon", area=town.north, phone="+13055550163", **how)
    set_status(person=gone, status="died", **how)
    for last in (1, 2, 3, 9):
        Client().post(ASK, {"phone": f"+1305555016{last}"})
    assert not Message.objects.filter(channel="sms").exists()
    assert not Account.objects.filter(email=None).exists()


@pytest.mark.doors
def test_a_number_that_an_account_has_is_not_opened_anew(town: Town, fay: Any) -> None:
    owner = town.accounts["resident"]
    set_phone(account=owner.pk, phone=NUMBER, verified=True, by=HOUSE, now=town.now)
    client = Client()
    enter(client)
    assert not Account.objects.filter(person=fay).exists()
    assert "Ana" in client.get("/my-data/").content.decode()


def test_the_only_way_in_is_not_taken_away(fay: Any, client: Client) -> None:
    enter(client)
    account = Account.objects.get(person=fay)
    for phone, verified in (("", True), ("+13055550199", False)):
        with pytest.raises(Refused):
            set_phone(account=account.pk, phone=phone, verified=verified, by=HOUSE, now=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(phone_index="")


def test_only_residents_do_without_an_address(town: Town) -> None:
    for given in ({"role": "worker", "phone": NUMBER}, {"role": "resident"}):
        with pytest.raises(Refused):
            open_account(**given, by=HOUSE, now=town.now)


def test_erased_and_closed(fay: Any, client: Client, town: Town) -> None:
    enter(client)
    account = Account.objects.get(person=fay)
    assert NUMBER in str(queries.held_about(queries.viewer_of(HOUSE, account), fay))
    close_account(account=account.pk, by=town.viewer("admin"), now=timezone.now())
    assert "closed your account" in Message.objects.filter(channel="sms").latest("created_at").text
    erase(person=fay, by=HOUSE, now=timezone.now())
    assert not Account.objects.filter(phone_index__gt="", person=fay).exists()


def test_a_browser_known_by_an_address_is_known_by_the_number(town: Town) -> None:
    """Whoever hammers at a telephone number does not lock its owner out at home."""
    ana = town.accounts["resident"]
    set_phone(account=ana.pk, phone=NUMBER, verified=True, by=HOUSE, now=town.now)
    ana.refresh_from_db()
    ana.set_password("a long enough password")
    ana.save()
    at_home = Client()
    at_home.post("/account/login/", {"login": ana.email, "password": "a long enough password"})
    at_home.post("/account/logout/")
    attacker = Client(REMOTE_ADDR="198.51.100.7")
    for _ in range(9):
        attacker.post(ASK, {"phone": NUMBER})
    sent = Message.objects.filter(channel="sms").count()
    at_home.post(ASK, {"phone": NUMBER})
    assert Message.objects.filter(channel="sms").count() == sent + 1


def writes(data: dict[str, str]) -> list[str]:
    """What one who asks for a code makes the database write: kinds of statements and tables, in any order."""
    with CaptureQueriesContext(connection) as asked:
        Client().post(ASK, data)
    found = re.findall(
        r"(INSERT INTO|UPDATE) \"(\w+)\"", "\n".join(one["sql"] for one in asked.captured_queries)
    )
    queue = ("work_", "django_tasks")  # one wake-up serves many messages: who asks first pays for it
    return sorted(f"{kind} {table}" for kind, table in found if not table.startswith(queue))


@pytest.mark.doors
def test_whoever_asks_makes_the_same_work(town: Town, fay: Any) -> None:
    """Known, known without an account yet, and unknown: the same rows are written, kept or taken back."""
    first = {"phone": NUMBER}
    opening, known = writes(first), writes(first)
    unknown = writes({"phone": "+13055550198"})
    assert opening == known == unknown and "INSERT INTO outbox_message" in unknown
    opening, known = writes({"email": "cem@example.org"}), writes({"email": "cem@example.org"})
    assert opening == known == writes({"email": "nobody@example.org"})
    assert "INSERT INTO people_account" in known
    assert not Account.objects.filter(email__endswith="rehearsal.invalid").exists()


def changed(account: Account, now: Any, **ways: str) -> Account:
    correct_own(changes=ways, by=queries.viewer_of(HOUSE, account), now=now)
    return Account.objects.get(pk=account.pk)


def test_a_number_that_is_theirs_no_more_opens_nothing(fay: Any, client: Client, town: Town) -> None:
    enter(client)
    account = changed(Account.objects.get(person=fay), town.now, phone="+13055550199")
    assert (account.phone, account.phone_verified) == ("+13055550199", True)
    before = Message.objects.filter(topic="account").count()
    Client().post(ASK, {"phone": NUMBER})
    assert Message.objects.filter(topic="account").count() == before
    Client().post(ASK, {"phone": "+13055550199"})
    assert Message.objects.filter(topic="account").latest("created_at").address == "+13055550199"


@pytest.mark.parametrize("phone", ["", "+13055550177"])
def test_the_last_way_in_is_changed_only_for_one_that_is_free(
    fay: Any, client: Client, town: Town, phone: str
) -> None:
    open_account(role="resident", phone="+13055550177", by=HOUSE, now=town.now)
    enter(client)
    with pytest.raises(Refused):
        changed(Account.objects.get(person=fay), town.now, phone=phone)
    assert Account.objects.get(person=fay).phone == NUMBER


def test_an_address_that_is_theirs_no_more_opens_nothing(town: Town, client: Client) -> None:
    who = add_person(name="Gil", area=town.north, email="gil@example.org", by=HOUSE, now=town.now)
    client.post(ASK, {"email": "gil@example.org"})
    account = Account.objects.get(person=who)
    EmailAddress.objects.create(user=account, email="gil@example.org", verified=True, primary=True)
    assert changed(account, town.now, email="gil@example.net").email == "gil@example.net"
    before = Message.objects.filter(topic="account").count()
    Client().post(ASK, {"email": "gil@example.org"})
    assert Message.objects.filter(topic="account").count() == before
    with pytest.raises(Refused):
        changed(Account.objects.get(person=who), town.now, email="")
