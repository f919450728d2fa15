"""Who an account is, the rota, and what the log-in library does through us."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.test import RequestFactory

from kizuna.access.viewer import STRANGER, NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.people.actions import open_account, record_log_in, record_log_out, set_duty
from kizuna.people.adapters import AccountAdapter
from kizuna.people.models import Account, DutyShift
from kizuna.people.profile import DutyHours
from kizuna.people.queries import (
    account,
    account_names,
    accounts,
    accounts_with_role,
    duty_hours,
    next_duty,
    on_duty,
    rota,
    viewer_of,
    worker_areas,
)
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town, viewer_for

DAY = timedelta(days=1)


def test_a_viewer_is_built_from_the_row_in_two_queries(town: Town, django_assert_max_num_queries) -> None:
    row = Account.objects.get(pk=town.coordinator.account)
    with django_assert_max_num_queries(2):
        found = viewer_of(STRANGER, row)
    assert found.areas == {str(town.community), str(town.north), str(town.south)}
    resident = Account.objects.get(pk=town.resident.account)
    with django_assert_max_num_queries(1):
        assert viewer_of(STRANGER, resident).person == str(town.ana)


def test_a_provider_speaks_for_organisations(town: Town) -> None:
    opened = open_account(
        email="Food@Bank.example",
        role="provider",
        name="Food bank",
        organisations=["7"],
        by=town.admin,
        now=NOW,
    )
    assert viewer_for(opened).organisations == {"7"}
    assert account(HOUSE, opened).email == "food@bank.example"


def test_an_address_has_one_account(town: Town) -> None:
    for email in ("worker-n@example.org", "WORKER-n@example.org ", "", "nobody"):
        with pytest.raises(Refused):
            open_account(email=email, role="worker", name="", by=HOUSE, now=NOW)
    with pytest.raises(Refused):
        open_account(email="x@example.org", role="king", name="", by=HOUSE, now=NOW)
    with pytest.raises(NotFound):
        open_account(email="x@example.org", role="worker", areas=["x"], by=HOUSE, now=NOW)
    assert not Account.objects.filter(email="x@example.org").exists()


def test_accounts_are_listed_with_their_areas(town: Town) -> None:
    (north, south) = accounts_with_role(town.admin, "worker")
    assert north.areas == (str(town.north),) and south.areas == (str(town.south),)
    assert len(accounts(HOUSE)) == 5
    assert account_names(town.worker, [town.admin.account]) == {town.admin.account: "admin-all"}
    with pytest.raises(NotFound):
        account(HOUSE, town.ana)
    assert [area.name for area in worker_areas(town.coordinator)] == ["Linden Bay", "North", "South"]


def test_without_a_password_nobody_gets_in_by_one(town: Town) -> None:
    assert not Account.objects.get(pk=town.worker.account).has_usable_password()
    opened = open_account(
        email="p@example.org", role="worker", name="", password="a long password", by=HOUSE, now=NOW
    )
    assert Account.objects.get(pk=opened).check_password("a long password")


def shift(town: Town, who: str, area: UUID, starts: float, ends: float) -> None:
    set_duty(
        account=getattr(town, who).account,
        area=area,
        starts=NOW + starts * DAY,
        ends=NOW + ends * DAY,
        by=town.coordinator,
        now=NOW,
    )


def test_the_nearest_shift_covers(town: Town) -> None:
    assert on_duty(HOUSE, town.north, NOW) is None
    shift(town, "coordinator", town.community, 0, 2)
    found = on_duty(town.worker, town.north, NOW)
    assert found and (found.account, found.until) == (town.coordinator.account, NOW + 2 * DAY)
    shift(town, "worker", town.north, 0, 1)
    found = on_duty(town.worker, town.north, NOW)
    assert found and (found.email, found.name) == ("worker-n@example.org", "worker-n")
    south = on_duty(HOUSE, town.south, NOW)
    assert south and south.account == town.coordinator.account
    nowhere = on_duty(HOUSE, None, NOW)
    assert nowhere and nowhere.account == town.coordinator.account
    after = on_duty(HOUSE, town.north, NOW + DAY)
    assert after and after.account == town.coordinator.account
    assert on_duty(HOUSE, town.north, NOW + 2 * DAY) is None
    assert len(rota(town.admin, NOW)) == 2


def test_pages_tell_the_truth_about_when_answers_are_read(town: Town) -> None:
    assert duty_hours(STRANGER, town.north, NOW) == DutyHours()
    shift(town, "worker", town.north, 3, 4)
    assert duty_hours(STRANGER, town.north, NOW) == DutyHours(next_from=NOW + 3 * DAY)
    coming = next_duty(town.worker, town.north, NOW)
    assert coming and coming.starts == NOW + 3 * DAY
    shift(town, "coordinator", town.community, -1, 1)
    shift(town, "worker", town.north, 1, 2)
    assert duty_hours(STRANGER, town.north, NOW) == DutyHours(until=NOW + 2 * DAY, again=NOW + 3 * DAY)
    assert next_duty(HOUSE, town.south, NOW) is None
    shift(town, "worker", town.north, 2, 3)
    assert duty_hours(STRANGER, town.north, NOW).for_days


def test_nobody_is_on_duty_after_leaving(town: Town) -> None:
    shift(town, "worker", town.north, 0, 1)
    Account.objects.filter(pk=town.worker.account).update(is_active=False)
    assert on_duty(HOUSE, town.north, NOW) is None
    assert duty_hours(STRANGER, town.north, NOW) == DutyHours()


def test_a_shift_makes_sense(town: Town) -> None:
    with pytest.raises(Refused):
        shift(town, "worker", town.north, 1, 1)
    with pytest.raises(Refused):
        shift(town, "resident", town.north, 0, 1)
    shift(town, "worker", town.north, 0, 1)
    shift(town, "worker", town.north, 0, 1)
    assert DutyShift.objects.count() == 1 == Entry.objects.filter(verb="duty.set").count()
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyShift.objects.update(ends=NOW)


def test_nobody_is_on_duty_where_they_could_not_open_a_concern(town: Town) -> None:
    for who, area in (("worker", town.south), ("worker", town.community), ("other_worker", town.north)):
        with pytest.raises(Refused, match="does not work in the area"):
            shift(town, who, area, 0, 1)
    assert not DutyShift.objects.exists()
    shift(town, "coordinator", town.south, 0, 1)
    shift(town, "admin", town.community, 0, 1)
    assert DutyShift.objects.count() == 2


def test_logging_in_and_out_is_noted(town: Town) -> None:
    record_log_in(by=town.resident, now=NOW)
    record_log_out(by=town.resident, now=LATER)
    noted = Entry.objects.filter(verb__startswith="account.logged").order_by("at")
    assert [(entry.verb, entry.person) for entry in noted] == [
        ("account.logged_in", town.ana),
        ("account.logged_out", town.ana),
    ]


def request_of(town: Town, rf: RequestFactory) -> object:
    request = rf.get("/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    request.user = Account.objects.get(pk=town.resident.account)
    return request


@pytest.mark.doors
def test_nobody_signs_up_by_themselves(town: Town, rf: RequestFactory) -> None:
    assert not AccountAdapter(rf.get("/")).is_open_for_signup(rf.get("/"))


def test_the_library_logs_in_and_out_through_us(town: Town, rf: RequestFactory) -> None:
    request = request_of(town, rf)
    adapter = AccountAdapter(request)
    adapter.post_login(
        request,
        request.user,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url="/",
    )
    adapter.logout(request)
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))[-2:]
    assert verbs == ["account.logged_in", "account.logged_out"]
    adapter.logout(request)
    assert list(Entry.objects.order_by("id").values_list("verb", flat=True))[-2:] == verbs


def test_the_library_writes_through_the_outbox(
    town: Town, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    monkeypatch.setattr("kizuna.people.adapters.accounts.send", lambda **message: sent.append(message))
    adapter = AccountAdapter(rf.get("/"))
    adapter.send_mail("account/email/login_code", "ana@example.org", {"code": "ABCDEF"})
    (message,) = sent
    assert message["address"] == "ana@example.org" and "ABCDEF" in message["text"]
    assert "ana" not in message["key"] and "\n" not in message["subject"]
