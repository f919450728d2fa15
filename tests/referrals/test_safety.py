"""A flag on somebody's record with who read it, and colleagues who are out alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.outbox.models import Message
from kizuna.people.actions import set_duty
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Flag, FlagSeen, Visit
from tests.conftest import NOW
from tests.referrals.town import DAY, HOUSE, Town, account, letters, log_in

WORDS = "A bruise on her arm. “It is nothing,” she said."
HOUR = timedelta(hours=1)


def flagged(town: Town, now=NOW):
    attempt = uuid4()
    for _ in range(2):
        actions.raise_flag(attempt=attempt, person=town.ana, note=WORDS, by=town.worker, now=now)
    return attempt


def out(town: Town, **changes):
    attempt = uuid4()
    given = {
        "attempt": attempt,
        "area": town.north,
        "place": "14 Quay Street, second floor",
        "reach": "+1 305 555 0155",
        "until": NOW + HOUR,
        "person": town.ana,
        "by": town.worker,
        "now": NOW,
    }
    for _ in range(2):
        actions.go_on_visit(**{**given, **changes})
    return attempt


def on_duty(town: Town, who, area=None):
    set_duty(
        account=who.account, area=area or town.north, starts=NOW - DAY, ends=NOW + DAY, by=HOUSE, now=NOW
    )


def test_a_flag_asks_whoever_is_on_duty_to_look_and_says_nothing_in_the_message(town: Town):
    on_duty(town, town.coordinator)
    id = flagged(town)
    (letter,) = letters("cora@example.org")
    for secret in ("Ana", "bruise", "arm", "safe", "worr"):
        assert secret not in letter.text + letter.subject
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM referrals_flag")
        assert "bruise" not in cursor.fetchone()[0]
    assert [one.id for one in queries.flags_of(town.worker, town.ana)] == [str(id)]
    for empty in ("", "  ", "x" * 2001):
        with pytest.raises(Refused):
            actions.raise_flag(attempt=uuid4(), person=town.ana, note=empty, by=town.worker, now=NOW)


def test_everybody_who_reads_it_stands_under_it_with_the_first_time(town: Town, client):
    mara = account("mara", "worker", (town.north,))
    id = flagged(town, timezone.now())
    assert [m.kind.code for m in [line.matter for line in queries.today(mara, timezone.now()).lines]] == [
        "flag"
    ]
    assert not queries.today(town.worker, timezone.now()).lines  # whoever raised it has read it
    log_in(client, mara)
    assert (
        "worries about their safety"
        in client.get(reverse("referrals:person", args=[town.ana])).content.decode()
    )
    page = reverse("referrals:flag", args=[id])
    for _ in range(2):
        shown = client.get(page).content.decode()
    assert "bruise" in shown
    assert [one.name for one in queries.flag(mara, id).seen] == ["Marta", "Mara"]
    assert FlagSeen.objects.count() == 2
    assert not queries.today(mara, timezone.now()).lines
    assert client.post(page, {"outcome": ""}).status_code == 422
    for _ in range(2):
        assert client.post(page, {"outcome": "Spoke with her and her doctor."}).status_code in {302, 422}
    assert queries.flags_of(mara, town.ana) == []
    assert "her doctor" in client.get(page).content.decode()
    held = queries.held_about(town.resident, town.ana)["flags"][0]
    assert (held["note"], held["what_was_done"], len(held["seen_at"])) == (
        WORDS,
        "Spoke with her and her doctor.",
        2,
    )


def test_a_visit_is_seen_near_by_and_ends_with_one_button(town: Town, client, django_assert_max_num_queries):
    log_in(client, town.worker)
    page = reverse("referrals:visits")
    form = {
        "attempt": str(uuid4()),
        "area": str(town.north),
        "place": "Quay",
        "reach": "0155",
        "minutes": "60",
    }
    assert "Quay" not in client.get(f"{page}?for={town.ana}").content.decode()
    for wrong in ("area", "place", "reach", "minutes"):
        assert client.post(page, {**form, wrong: ""}).status_code == 422
    for _ in range(2):
        assert client.post(page, {**form, "person": str(town.ana)}).status_code == 302
    with django_assert_max_num_queries(12):
        assert "Ana Ruiz" in client.get(page).content.decode()
    visit = Visit.objects.get()
    log_in(client, town.coordinator)
    shown = client.get(page).content.decode()
    assert "Quay" in shown
    assert "Marta" in shown
    assert "Ana Ruiz" not in shown  # they keep no records of people
    log_in(client, town.worker)
    assert client.post(reverse("referrals:visit", args=[visit.pk]), {"longer": "60"}).status_code == 302
    assert Visit.objects.get().until > visit.until
    for _ in range(2):
        assert client.post(reverse("referrals:visit", args=[visit.pk]), {"do": "back"}).status_code == 302
    assert queries.visits(town.worker, timezone.now()) == []
    for until in (NOW, NOW - HOUR, NOW + timedelta(hours=13)):
        with pytest.raises(Refused):
            out(town, until=until)


def test_who_is_not_back_is_looked_for_first_by_the_one_on_duty_then_by_all_near(town: Town):
    account("mara", "worker", (town.north,))
    on_duty(town, town.coordinator)
    out(town)
    assert actions.watch_visits(by=HOUSE, now=NOW + HOUR) == 0
    late = NOW + HOUR + timedelta(minutes=1)
    assert [actions.watch_visits(by=HOUSE, now=late) for _ in range(2)] == [1, 0]
    (alarm,) = letters("cora@example.org")
    assert alarm.life_safety
    for secret in ("Ana", "Quay", "Marta", "0155", "Northside"):
        assert secret not in alarm.text + alarm.subject
    assert letters("mara@example.org") == []
    later = late + timedelta(minutes=20)
    assert [actions.watch_visits(by=HOUSE, now=later) for _ in range(2)] == [1, 0]
    assert len(letters("mara@example.org")) == 1
    assert letters("marta@example.org") == []  # she is the one who is out
    assert Message.objects.count() == 2  # nobody gets the same alarm twice


def test_where_nobody_else_is_on_duty_all_near_are_told_at_once_and_coming_back_ends_it(town: Town):
    account("mara", "worker", (town.north,))
    on_duty(town, town.worker)
    id = out(town)
    assert actions.watch_visits(by=HOUSE, now=NOW + 2 * HOUR) == 1
    assert len(letters("mara@example.org")) == len(letters("cora@example.org")) == 1
    other = out(town)
    actions.stay_longer(visit=id, minutes=60, by=town.worker, now=NOW + 2 * HOUR)
    actions.back_from_visit(visit=other, by=town.worker, now=NOW + HOUR / 2)
    assert actions.watch_visits(by=HOUSE, now=NOW + 2.5 * HOUR) == 0
    assert actions.watch_visits(by=HOUSE, now=NOW + 4 * HOUR) == 1  # late again: told again
    assert len(letters("mara@example.org")) == 2


def test_whoever_is_erased_while_a_colleague_is_there_takes_no_alarm_along(town: Town):
    flagged(town)
    out(town)
    actions.erase(person=town.ana, by=HOUSE, now=NOW)
    row = Visit.objects.get()
    assert (row.person_id, row.place) == (None, "–")
    assert not Flag.objects.exists()
    assert actions.watch_visits(by=HOUSE, now=NOW + 2 * HOUR) == 1


@pytest.mark.doors
def test_flags_and_visits_are_for_those_who_work_near_by(town: Town):
    flag, visit = flagged(town), out(town)
    far = town.other_worker
    for deed in (
        lambda: queries.flag(far, flag),
        lambda: actions.flag_seen(flag=flag, by=far, now=NOW),
        lambda: actions.close_flag(flag=flag, outcome="x", by=far, now=NOW),
        lambda: actions.raise_flag(attempt=uuid4(), person=town.ana, note="x", by=far, now=NOW),
        lambda: actions.back_from_visit(visit=visit, by=far, now=NOW),
        lambda: actions.stay_longer(visit=visit, minutes=60, by=far, now=NOW),
        lambda: out(town, by=far, person=None),
        lambda: out(town, by=far),
    ):
        with pytest.raises(NotFound):
            deed()
    assert queries.visits(far, NOW) == []
    assert not queries.today(far, NOW).lines
    for viewer, shut in ((STRANGER, LogInFirst), (town.resident, NotAllowed)):
        for deed in (
            lambda v: queries.flag(v, flag),
            lambda v: queries.flags_of(v, town.ana),
            lambda v: queries.visits(v, NOW),
            queries.own_areas,
            lambda v: actions.raise_flag(attempt=uuid4(), person=town.ana, note="x", by=v, now=NOW),
            lambda v: actions.close_flag(flag=flag, outcome="x", by=v, now=NOW),
            lambda v: actions.back_from_visit(visit=visit, by=v, now=NOW),
            lambda v: out(town, by=v),
            lambda v: actions.watch_visits(by=v, now=NOW),
        ):
            with pytest.raises(shut):
                deed(viewer)
    assert Visit.objects.get().back_at is None
    assert Flag.objects.get().closed_at is None
