"""Goals in the person's own words, the plan to print, and both times of asking."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.instruments.actions import keep_wording
from kizuna.instruments.queries import scale_to_word
from kizuna.instruments.wording import slots
from kizuna.ledger.models import Entry
from kizuna.referrals import actions, queries
from kizuna.referrals.measuring import AROUND, LATE, MeasuringValue, WrongScales, begins, scales, window
from kizuna.referrals.models import Goal, Measuring
from kizuna.screening.actions import record_check_up
from tests.conftest import NOW
from tests.referrals.town import HOUSE, Town, log_in, refer

SHUT = (LogInFirst, NotFound, NotAllowed)
DAY = timedelta(days=1)
AGAIN = NOW + 84 * DAY
ONE = MeasuringValue("m", "p", NOW, AGAIN, ("ons-4",))


@pytest.mark.parametrize(
    ("stage", "answered", "at", "stands"),
    [
        ("first", [], NOW, "due"),
        ("first", [NOW - 20 * DAY], NOW, "done"),
        ("first", [NOW - 40 * DAY], NOW, "due"),
        ("first", [], NOW + AROUND, "missing"),
        ("again", [], AGAIN - DAY, "not yet"),
        ("again", [AGAIN - 10 * DAY], AGAIN - DAY, "done"),
        ("again", [], AGAIN, "due"),
        ("again", [], AGAIN + LATE, "missing"),
        ("again", [AGAIN + LATE], AGAIN + LATE, "missing"),
    ],
)
def test_where_a_time_stands_follows_from_the_days_of_the_answers(stage, answered, at, stands):
    assert ONE.stands(stage, answered, at) == stands


def test_no_time_counts_as_both_and_a_second_beginning_waits_for_the_end_of_the_first():
    for days in (1, 10, 30, 84):
        first, again = (window(stage, NOW, NOW + days * DAY) for stage in ("first", "again"))
        assert first.closes <= again.opens
    assert begins(None, NOW) and begins(AGAIN, AGAIN + LATE) and not begins(AGAIN, AGAIN)
    assert scales(" ons-4, who-5,ons-4") == ("ons-4", "who-5") and scales("") == ()
    with pytest.raises(WrongScales):
        scales("ONS 4")


def test_a_goal_is_kept_once_moves_and_is_the_persons_to_take_along(town: Town):
    attempt = uuid4()
    for _ in range(2):
        actions.set_goal(attempt=attempt, person=town.ana, words=" To sing again ", by=town.worker, now=NOW)
    for _ in range(2):
        actions.mark_goal(goal=attempt, state="attained", by=town.worker, now=NOW)
    (found,) = queries.goals(town.worker, town.ana)
    assert (found.words, found.state, found.ended_at) == ("To sing again", "attained", NOW)
    assert Entry.objects.filter(verb__startswith="goal.").count() == 2
    (held,) = queries.held_about(town.resident, town.ana)["goals"]
    assert held["goal"] == "To sing again"
    with pytest.raises(Refused):
        actions.mark_goal(goal=attempt, state="dreamt", by=town.worker, now=NOW)
    actions.erase(person=town.ana, by=HOUSE, now=NOW)
    assert not Goal.objects.exists()


def worded() -> None:
    """The site types the words of one questionnaire."""
    words = {slot.key: slot.key for slot in slots(scale_to_word(HOUSE, "ons-4"))}
    keep_wording(scale="ons-4", language="en", words=words, by=HOUSE, now=NOW)


def test_both_times_are_set_with_the_first_referral_where_the_site_has_words(town: Town):
    refer(town, option=town.shelf)
    assert not Measuring.objects.exists()
    worded()
    refer(town)
    (row,) = Measuring.objects.all()
    assert (row.scales, row.begun_at, row.again_at) == (["ons-4"], NOW, AGAIN)
    (found,) = queries.measured(town.worker, town.ana, AGAIN)
    assert [(one.stage, one.standing) for one in found.asked] == [("first", "missing"), ("again", "due")]
    for _ in range(2):
        actions.leave_measuring(measuring=row.pk, stage="again", by=town.worker, now=AGAIN)
    (found,) = queries.measured(town.worker, town.ana, AGAIN)
    assert [one.standing for one in found.asked] == ["missing", "left"]
    assert Entry.objects.filter(verb="measuring.left").count() == 1


def test_the_pages(town: Town, client, django_assert_max_num_queries):
    worded()
    refer(town)
    log_in(client, town.worker)
    url = reverse("referrals:goals", args=[town.ana])
    said = {"attempt": str(uuid4()), "words": "To sing again", "need": "company"}
    assert client.post(url, {**said, "words": ""}).status_code == 422
    assert client.post(url, said)["Location"] == url
    plan = reverse("referrals:plan", args=[town.ana])
    for page in (url, plan, f"{plan}?print=large"):
        with django_assert_max_num_queries(12):
            answer = client.get(page)
        assert answer.status_code == 200 and "To sing again" in answer.content.decode()
    assert "Soup and songs" in answer.content.decode() and "large" in answer.content.decode()


def test_the_day_and_the_person_say_whom_to_ask(town: Town, client, django_assert_max_num_queries):
    worded()
    now = timezone.now()
    refer(town, now=now)
    actions.set_goal(attempt=uuid4(), person=town.ana, words="To sing again", by=town.worker, now=now)
    log_in(client, town.worker)
    person = reverse("referrals:person", args=[town.ana])
    client.get(person)
    said = {}
    for url in (reverse("referrals:today"), reverse("referrals:caseload"), person):
        with django_assert_max_num_queries(12, info=url):
            said[url] = client.get(url).content.decode()
    assert "Asked at the beginning" in said[person] and "To sing again" in said[person]
    again = now + 84 * DAY
    assert [line.more for line in queries.today(town.worker, again).lines] == [1], "beside what is overdue"
    answers = dict.fromkeys(("satisfaction", "worthwhile", "happiness", "anxiety"), "5")
    record_check_up(
        attempt=uuid4(),
        person=town.ana,
        answers=answers,
        heard=(),
        instrument_code="ons-4",
        by=town.worker,
        now=again,
    )
    assert [line.more for line in queries.today(town.worker, again).lines] == [0]


@pytest.mark.doors
def test_nobody_else_reads_or_writes_goals(town: Town):
    kept = actions.set_goal(attempt=uuid4(), person=town.ana, words="To sing", by=town.worker, now=NOW)
    row = Measuring.objects.create(
        person_id=town.ana, area_id=town.north, scales=["ons-4"], begun_at=NOW, again_at=AGAIN
    )
    for viewer in (STRANGER, town.coordinator, town.other_worker, town.other_resident):
        with pytest.raises(SHUT):
            actions.set_goal(attempt=uuid4(), person=town.ana, words="No", by=viewer, now=NOW)
        with pytest.raises(SHUT):
            actions.mark_goal(goal=kept, state="attained", by=viewer, now=NOW)
        with pytest.raises(SHUT):
            actions.leave_measuring(measuring=row.pk, stage="first", by=viewer, now=NOW)
        with pytest.raises(SHUT):
            queries.plan(viewer, town.ana, NOW)
        try:
            assert not queries.goals(viewer, town.ana)
            assert not queries.measured(viewer, town.ana, NOW)
        except SHUT:
            pass
    assert Goal.objects.get().state == "open"
