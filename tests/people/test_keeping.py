"""Another role or area, closing and opening again: at once, told, noted, and an administrator stays."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import SYSTEM, NotAllowed, NotFound, Refused, Viewer
from kizuna.directory.models import Organization
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people import queries
from kizuna.people.actions import (
    accept_invitation,
    approve,
    change_account,
    close_account,
    decline,
    invite,
    make_admin,
    open_account,
    protect,
    reopen_account,
    set_duty,
)
from kizuna.people.models import Account, Approval
from tests.people.test_invitations import link
from tests.signing_in import signed_in
from tests.town import HOUSE, Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def admin(town: Town, client: Client) -> Client:
    client.force_login(town.accounts["admin"])
    return client


def change(town: Town, who: str = "worker", **given: Any) -> bool:
    usual = {"role": "worker", "areas": [town.north], "by": town.viewer("admin"), "now": town.now}
    return change_account(account=town.accounts[who].pk, **{**usual, **given})


def second_admin(town: Town) -> Viewer:
    key = open_account(email="second@example.org", role="admin", name="Sol", by=HOUSE, now=town.now)
    return queries.viewer_of(HOUSE, Account.objects.get(pk=key))


def told(town: Town, who: str) -> list[str]:
    address = town.accounts[who].email
    return [m.subject for m in Message.objects.order_by("created_at") if m.address == address]


def page_of(town: Town, who: str) -> str:
    return f"/accounts/{town.accounts[who].pk}/"


def test_another_area_counts_from_the_next_request(town: Town, admin: Client) -> None:
    worker = Client()
    worker.force_login(town.accounts["worker"])
    assert worker.get(f"/people/{town.ana}/").status_code == 200
    answer = admin.post(page_of(town, "worker"), {"role": "worker", "areas": [str(town.south)]})
    assert answer.status_code == 302
    assert worker.get(f"/people/{town.ana}/").status_code == 404
    assert worker.get(f"/people/{town.cem}/").status_code == 200
    assert told(town, "worker") == ["What you do here was changed"]
    assert Entry.objects.filter(verb="account.changed").count() == 1


def test_another_role_ends_the_sessions(town: Town, admin: Client) -> None:
    worker = town.accounts["worker"]
    worker.set_password("a long enough password")
    worker.save()
    there = Client()
    there.post("/account/login/", {"login": worker.email, "password": "a long enough password"})
    assert queries.sessions(town.viewer("worker"), "")
    admin.post(page_of(town, "worker"), {"role": "analyst", "areas": [str(town.north)]})
    assert not queries.sessions(town.viewer("worker"), "")
    assert there.get("/today/")["Location"].startswith("/account/login/")
    assert Account.objects.get(pk=worker.pk).role == "analyst"


def test_the_same_again_changes_nothing(town: Town) -> None:
    assert change(town)
    assert not Entry.objects.filter(verb="account.changed").exists() and not told(town, "worker")


def test_a_place_belongs_to_the_role(town: Town) -> None:
    with pytest.raises(Refused, match="areas"):
        change(town, areas=[])
    with pytest.raises(Refused, match="organisation"):
        change(town, role="provider")
    change(town, role="provider", organisations=["7", "7"])
    found = town.viewer("worker")
    assert found.organisations == {"7"} or found.role == "worker"
    account = queries.staff_account(town.viewer("admin"), town.accounts["worker"].pk)
    assert (account.role, account.areas, account.organisations) == ("provider", (), ("7",))


def test_a_new_administrator_needs_a_second_one(town: Town) -> None:
    assert not change(town, role="admin", why="She takes over")
    assert Account.objects.get(pk=town.accounts["worker"].pk).role == "worker"
    waiting = Approval.objects.get()
    with pytest.raises(NotAllowed):
        approve(approval=waiting.pk, by=town.viewer("admin"), now=town.now)
    make_admin(approval=waiting.pk, by=SYSTEM("test"), now=town.now)
    assert Account.objects.get(pk=town.accounts["worker"].pk).role == "worker"
    approve(approval=waiting.pk, by=second_admin(town), now=town.now)
    for _twice in range(2):
        make_admin(approval=waiting.pk, by=SYSTEM("test"), now=town.now)
    account = queries.staff_account(town.viewer("admin"), town.accounts["worker"].pk)
    assert (account.role, account.areas) == ("admin", ())
    assert told(town, "worker") == ["What you do here was changed"]


def test_a_closed_administrator_comes_back_by_two(town: Town) -> None:
    second = second_admin(town)
    how: dict[str, Any] = {"by": town.viewer("admin"), "now": town.now}
    close_account(account=second.account, **how)
    assert not reopen_account(account=second.account, why="Back from leave", **how)
    assert not Account.objects.get(pk=second.account).is_active
    third = open_account(email="third@example.org", role="admin", name="T", by=HOUSE, now=town.now)
    by = queries.viewer_of(HOUSE, Account.objects.get(pk=third))
    waiting = Approval.objects.get()
    decline(approval=waiting.pk, reason="Not yet", by=by, now=town.now)
    make_admin(approval=waiting.pk, by=SYSTEM("test"), now=town.now)
    assert not Account.objects.get(pk=second.account).is_active
    reopen_account(account=second.account, why="Now", **how)
    waiting = Approval.objects.get(decision="")
    approve(approval=waiting.pk, by=by, now=town.now)
    make_admin(approval=waiting.pk, by=SYSTEM("test"), now=town.now)
    assert Account.objects.get(pk=second.account).is_active


def test_nobody_changes_themselves(town: Town, admin: Client) -> None:
    for deed in (
        lambda: change(town, "admin"),
        lambda: close_account(account=town.viewer("admin").account, by=town.viewer("admin"), now=town.now),
    ):
        with pytest.raises(Refused, match="your own account"):
            deed()
    page = admin.get(page_of(town, "admin")).content.decode()
    assert "your own account" in page and '<form method="post" action="/accounts/' not in page


def test_the_last_administrator_stays(town: Town) -> None:
    for deed in (
        lambda: close_account(account=town.accounts["admin"].pk, by=HOUSE, now=town.now),
        lambda: change(town, "admin", by=HOUSE),
    ):
        with pytest.raises(Refused, match="last administrator"):
            deed()
    second = second_admin(town)
    close_account(account=second.account, by=town.viewer("admin"), now=town.now)
    with pytest.raises(Refused, match="last administrator"):
        close_account(account=town.accounts["admin"].pk, by=HOUSE, now=town.now)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_close_each_other_at_once_leave_one(town: Town) -> None:
    two = (town.viewer("admin"), second_admin(town))
    together = Barrier(2)

    def close(by: Viewer, other: Viewer) -> None:
        together.wait()
        try:
            close_account(account=other.account, by=by, now=town.now)
        except Refused:
            pass
        finally:
            connection.close()

    threads = [Thread(target=close, args=pair) for pair in (two, two[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Account.objects.filter(role="admin", is_active=True).count() == 1


def test_a_shift_to_come_is_given_to_somebody_else_first(town: Town) -> None:
    ends = town.now + timedelta(hours=8)
    set_duty(
        account=town.accounts["worker"].pk,
        area=town.north,
        starts=town.now,
        ends=ends,
        by=HOUSE,
        now=town.now,
    )
    for given in ({"areas": [town.south]}, {"role": "analyst"}):
        with pytest.raises(Refused, match="on duty"):
            change(town, **given)
    assert change(town, areas=[town.north, town.south])
    assert change(town, areas=[town.community])
    assert change(town, areas=[town.south], now=ends)


def test_whoever_must_not_be_found_keeps_two_who_can_see_them(town: Town) -> None:
    how: dict[str, Any] = {"by": HOUSE, "now": town.now}
    other = open_account(email="o@example.org", role="worker", name="O", areas=[town.north], **how)
    keepers = [town.accounts["worker"].pk, other]
    protect(person=town.ana, keepers=keepers, reason="She fled.", **how)
    for given in ({"areas": [town.south]}, {"role": "analyst"}, {"role": "admin"}):
        with pytest.raises(Refused, match="must not be found"):
            change(town, **given)
    with pytest.raises(Refused, match="must not be found"):
        close_account(account=town.accounts["worker"].pk, by=town.viewer("admin"), now=town.now)


def test_closed_and_open_again(town: Town, admin: Client) -> None:
    worker = Client()
    worker.force_login(town.accounts["worker"])
    assert admin.post(f"{page_of(town, 'worker')}close/").status_code == 302
    assert worker.get("/today/")["Location"].startswith("/account/login/")
    page = admin.get("/accounts/").content.decode()
    assert (
        page.index(page_of(town, "far worker")) < page.index("Closed") < page.index(page_of(town, "worker"))
    )
    assert "Open it again" in admin.get(page_of(town, "worker")).content.decode()
    assert admin.post(f"{page_of(town, 'worker')}reopen/").status_code == 302
    assert queries.viewer_of(HOUSE, Account.objects.get(pk=town.accounts["worker"].pk)).role == "worker"
    assert told(town, "worker") == ["Your account was closed", "Your account is open again"]
    assert Entry.objects.filter(verb="account.reopened").count() == 1


def test_shifts_from_before_do_not_come_back(town: Town) -> None:
    account = town.accounts["worker"].pk
    span = {"starts": town.now, "ends": town.now + timedelta(hours=8)}
    set_duty(account=account, area=town.north, **span, by=HOUSE, now=town.now)
    close_account(account=account, by=town.viewer("admin"), now=town.now)
    reopen_account(account=account, by=town.viewer("admin"), now=town.now)
    assert queries.on_duty(HOUSE, town.north, town.now) is None


def test_an_administrator_signs_somebody_out(town: Town, admin: Client) -> None:
    worker = town.accounts["resident"]
    assert admin.post(f"/accounts/{worker.pk}/sign-out/").status_code == 404
    assert admin.post(f"{page_of(town, 'worker')}sign-out/").status_code == 302
    assert Entry.objects.filter(verb="account.signed_out_everywhere").exists()


@pytest.mark.doors
@pytest.mark.parametrize("role", ["resident", "worker", "organiser", "provider", "coordinator", "analyst"])
def test_nobody_else_keeps_accounts(town: Town, role: str) -> None:
    by, account = town.viewer(role), town.accounts["far worker"].pk
    how: dict[str, Any] = {"account": account, "by": by, "now": town.now}
    for deed in (
        lambda: change_account(role="worker", areas=[town.north], **how),
        lambda: close_account(**how),
        lambda: reopen_account(**how),
        lambda: queries.staff_account(by, account),
        lambda: queries.staff_accounts(by),
        lambda: make_admin(approval=account, by=by, now=town.now),
    ):
        with pytest.raises(NotAllowed):
            deed()


@pytest.mark.doors
def test_a_resident_s_account_is_nobody_s_to_keep(town: Town, admin: Client) -> None:
    with pytest.raises(Refused, match="resident"):
        change(town, "resident")
    with pytest.raises(NotAllowed):
        change(town, role="resident")
    with pytest.raises(NotFound):
        queries.staff_account(town.viewer("admin"), town.accounts["resident"].pk)


@pytest.mark.doors
def test_an_old_sign_in_keeps_no_accounts(town: Town, admin: Client) -> None:
    signed_in(admin, town.accounts["admin"], at=town.now.timestamp() - 1200)
    for page in ("/accounts/", page_of(town, "worker")):
        assert admin.get(page)["Location"].startswith("/account/confirm/")
    for deed in ("", "close/", "reopen/", "sign-out/"):
        answer = admin.post(f"{page_of(town, 'worker')}{deed}", {"role": "analyst"})
        assert answer["Location"].startswith("/account/confirm/"), deed
    assert Account.objects.filter(pk=town.accounts["worker"].pk, role="worker", is_active=True).exists()


def test_a_provider_is_invited_for_an_organisation_of_the_directory(town: Town, admin: Client) -> None:
    bank = Organization.objects.create(name="Linden Food Bank")
    Organization.objects.create(name="Linden Foot Clinic")
    given = {"email": "pro@example.org", "role": "provider"}
    for named, words in (("", "Write which"), ("Nowhere", "has this name"), ("linden foo", "Choose the")):
        answer = admin.post("/invitations/", {**given, "organisation": named})
        assert answer.status_code == 422 and words in answer.content.decode()
    assert "Linden Foot Clinic" in answer.content.decode()
    answer = admin.post("/invitations/", {**given, "organisation": "linden", "organisations": [str(bank.pk)]})
    assert answer.status_code == 302
    assert "Linden Food Bank" in admin.get("/invitations/").content.decode()
    account = accept_invitation(token=link(), name="Pru", by=HOUSE, now=timezone.now())
    found = queries.viewer_of(HOUSE, Account.objects.get(pk=account))
    assert (found.role, found.organisations) == ("provider", {str(bank.pk)})
    assert "Linden Food Bank" in admin.get(f"/accounts/{account}/").content.decode()


def test_the_whole_name_is_enough(town: Town, admin: Client) -> None:
    bank = Organization.objects.create(name="Linden Food Bank")
    Organization.objects.create(name="Linden Food Bank South")
    given = {"email": "p@example.org", "role": "provider", "organisation": " linden food bank "}
    assert admin.post("/invitations/", given).status_code == 302
    (row,) = queries.invitations(town.viewer("admin"))
    assert row.organisations == (str(bank.pk),)


def test_made_up_organisations_are_refused(town: Town, admin: Client) -> None:
    Organization.objects.create(name="Linden Food Bank")
    given = {"email": "p@example.org", "role": "provider", "organisation": "linden", "organisations": ["x"]}
    assert admin.post("/invitations/", given).status_code == 422
    assert not queries.invitations(town.viewer("admin"))


def test_only_what_the_role_needs_is_kept(town: Town) -> None:
    invite(
        email="w@example.org",
        role="worker",
        areas=[town.north],
        organisations=["7"],
        by=HOUSE,
        now=town.now,
    )
    assert queries.invitations(HOUSE)[0].organisations == ()


def test_the_pages_ask_little(town: Town, admin: Client, django_assert_max_num_queries: Any) -> None:
    for n in range(30):
        open_account(email=f"n{n}@example.org", role="worker", areas=[town.north], by=HOUSE, now=town.now)
    for page in ("/accounts/", page_of(town, "worker"), "/invitations/"):
        with django_assert_max_num_queries(12):
            assert admin.get(page).status_code == 200
