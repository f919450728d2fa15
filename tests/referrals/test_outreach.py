"""Who may be alone: each reason is a fact, and goes with it; nobody without agreement; nothing is sent."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.outbox.models import Message
from kizuna.people.actions import correct_person, withdraw_consent
from kizuna.people.models import Person
from kizuna.people.profile import Profile
from kizuna.people.queries import consents
from kizuna.referrals import actions, queries
from kizuna.referrals.models import Reached
from kizuna.referrals.outreach import FRESH, STRONG, Known, on_list, reasons, rests
from kizuna.screening.actions import record_check_up
from tests.conftest import NOW
from tests.referrals.town import HOUSE, Town, log_in

WEEK = timedelta(weeks=1)
LATER = NOW + 9 * WEEK


def who(**changes: object) -> Profile:
    given = dict.fromkeys(("called", "pronouns", "gender", "preferred_channel", "preferred_language"), "")
    plain = {
        "id": "p",
        "name": "Ana",
        "birth_year": None,
        "languages": (),
        "area_id": "a",
        "lat": None,
        "lon": None,
        "lives_alone": None,
        "access_needs": None,
        "status": "living",
        "contactable": True,
    }
    return Profile(**{**given, **plain, **changes})  # type: ignore[arg-type]


def codes(answers: dict[str, object] | None = None, *, ago: timedelta = WEEK, **changes: object) -> list[str]:
    """Of somebody who was seen yesterday and answered so long ago."""
    at = NOW - ago if answers is not None else None
    known = Known(who(**changes), answers, at, NOW - timedelta(days=1))  # type: ignore[arg-type]
    return [reason.code for reason in reasons(known, NOW, 8)]


@pytest.mark.parametrize(
    ("answers", "changes", "expected"),
    [
        (None, {}, []),
        ({"living": "alone"}, {}, ["alone"]),
        ({"living": "alone"}, {"lives_alone": False}, []),
        (None, {"lives_alone": True}, ["alone"]),
        ({"living": "alone", "loss": ["death"]}, {}, ["alone_loss", "alone", "no_ties"]),
        ({"loss": ["work"]}, {"lives_alone": True}, ["alone"]),
        ({"moving": "rarely"}, {}, ["inactive"]),
        ({"upset": ["nobody"]}, {}, ["no_ties"]),
        ({"new": "new"}, {}, ["new"]),
        ({"lonely": "always"}, {}, ["lonely"]),
        ({"lonely": "sometimes", "upset": ["family"]}, {}, []),
        (None, {"birth_year": NOW.year - 65}, ["older"]),
        ({"age": "80+"}, {}, ["older"]),
        ({"age": "80+"}, {"birth_year": NOW.year - 40, "access_needs": ()}, []),
        (None, {"access_needs": ("wheelchair",)}, ["older"]),
    ],
)
def test_a_reason_is_a_fact(answers, changes, expected):
    assert codes(answers, **changes) == expected


def test_what_passes_with_time_is_no_reason_after_a_year():
    told = {"living": "alone", "loss": ["death"], "new": "new", "moving": "rarely"}
    assert codes(told, ago=FRESH) == ["alone_loss", "alone", "inactive", "no_ties", "new"]
    assert codes(told, ago=FRESH + timedelta(days=1)) == ["alone", "inactive"]


def test_not_seen_is_counted_from_the_last_time_in_weeks():
    for seen, expected in (
        (NOW - 8 * WEEK, []),
        (NOW - 8 * WEEK - timedelta(1), ["unseen"]),
        (None, ["unseen"]),
    ):
        assert [r.code for r in reasons(Known(who(), seen_at=seen), NOW, 8)] == expected
    assert reasons(Known(who(), seen_at=NOW - 8 * WEEK - timedelta(1)), NOW, 12) == ()


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "living": st.sampled_from(["alone", "partner"]),
            "loss": st.lists(st.sampled_from(["death", "pet", "none"]), max_size=2),
            "lonely": st.sampled_from(["never", "always"]),
            "moving": st.sampled_from(["rarely", "weekly"]),
        },
    ),
    st.sampled_from([None, True, False]),
)
def test_one_weighty_reason_or_two_put_somebody_on_the_list(answers, alone):
    found = reasons(Known(who(lives_alone=alone), answers, NOW, NOW), NOW, 8)
    listed = on_list(found)
    assert listed == (bool({one.code for one in found} & STRONG) or len(found) > 1)
    assert all(on_list(found, one.code) for one in found)


def test_whoever_was_looked_after_comes_back_on_their_day():
    day = date(2026, 5, 3)
    assert rests("rang", day + timedelta(1), day)
    assert not rests("rang", day, day)
    assert not rests("rang", None, day)
    assert rests("leave", None, day)
    assert not rests("leave", day, day)


# With the rows, through the doors.


def tell(town: Town, person: object, now: datetime = NOW, **answers: object) -> None:
    record_check_up(attempt=uuid4(), answers=answers, heard=[], person=person, by=HOUSE, now=now)  # type: ignore[arg-type]


def listed(town: Town, now: datetime = NOW, **how: object) -> list[str]:
    found = queries.outreach(town.worker, now, **how)  # type: ignore[arg-type]
    return [one.who.id for one in found.rows]


def mark(town: Town, how: str, next_on: date | None = None, **changes: object) -> None:
    given = {"attempt": uuid4(), "person": town.ana, "by": town.worker, "now": NOW}
    actions.mark_reached(how=how, next_on=next_on, **{**given, **changes})  # type: ignore[arg-type]


def test_changing_the_fact_changes_the_list(town: Town):
    ana = str(town.ana)
    tell(town, town.ana, living="alone", loss=["death"])
    assert listed(town) == [ana]
    correct_person(person=town.ana, changes={"lives_alone": False}, by=HOUSE, now=NOW)
    assert listed(town, wanted="alone_loss") == []
    assert listed(town, wanted="no_ties") == [ana]
    tell(town, town.ana, NOW + timedelta(minutes=1), living="partner", loss=["none"], upset=["family"])
    assert listed(town) == []


@pytest.mark.doors
def test_only_who_agreed_lives_here_and_wants_to_hear_stands_there(town: Town):
    for person in (town.ana, town.ben, town.cem):
        tell(town, person, living="alone", loss=["death"])
    before = Message.objects.count()
    found = queries.outreach(town.worker, NOW)
    assert [one.who.id for one in found.rows] == [str(town.ana)]
    assert found.not_agreed is None, "so few that a number would tell of somebody"
    for gone in (
        {"do_not_contact": True},
        {"status": "died"},
        {"status": "moved_away"},
        {"restricted_at": NOW},
    ):
        Person.objects.filter(pk=town.ana).update(**gone)
        assert listed(town) == []
        Person.objects.filter(pk=town.ana).update(do_not_contact=False, status="living", restricted_at=None)
    assert listed(town) == [str(town.ana)]
    given = next(one for one in consents(HOUSE, town.ana) if one.purpose == "support")
    withdraw_consent(consent=given.id, by=HOUSE, now=NOW)
    assert listed(town) == []
    assert Message.objects.count() == before, "nothing is sent by itself"


@pytest.mark.doors
def test_nobody_else_sees_the_list_or_writes_on_it(town: Town):
    tell(town, town.ana, living="alone", loss=["death"])
    theirs = [one.who.id for one in queries.outreach(town.other_worker, LATER).rows]
    assert theirs == [str(town.cem)]
    with pytest.raises(NotFound):
        queries.outreach_of(town.other_worker, town.ana, NOW)
    for viewer, shut in (
        (STRANGER, LogInFirst),
        (town.resident, NotAllowed),
        (town.coordinator, NotAllowed),
    ):
        with pytest.raises(shut):
            queries.outreach(viewer, NOW)
        with pytest.raises(shut):
            queries.outreach_of(viewer, town.ana, NOW)
    for viewer in (STRANGER, town.resident, town.coordinator, town.other_worker):
        with pytest.raises((LogInFirst, NotAllowed, NotFound)):
            mark(town, "rang", by=viewer)
    assert not Reached.objects.exists()


def test_a_mark_takes_them_off_until_its_day_and_counts_as_seen(town: Town):
    ana = str(town.ana)
    assert listed(town, wanted="unseen") == [], "who is new here is missed by nobody"
    assert listed(town, LATER, wanted="unseen") == [ana], "nobody has ever seen them"
    mark(town, "wrote")
    assert listed(town, LATER, wanted="unseen") == [ana], "whoever is written to is not seen"
    mark(town, "rang", now=NOW + 2 * WEEK)
    assert listed(town, LATER, wanted="unseen") == []
    tell(town, town.ana, living="alone", loss=["death"])
    mark(town, "visited", (NOW + 3 * WEEK).date(), now=NOW + 2 * WEEK + timedelta(1))
    found = queries.outreach(town.worker, NOW)
    assert (found.total, found.resting, found.left) == (0, 1, 0)
    assert queries.outreach(town.worker, NOW + 3 * WEEK).total == 1
    mark(town, "leave", now=NOW + 3 * WEEK)
    found = queries.outreach(town.worker, NOW + timedelta(days=300))
    assert (found.total, found.resting, found.left) == (0, 0, 1)
    held = queries.held_about(town.resident, town.ana)["outreach"]
    assert [one["how"] for one in held] == ["wrote", "rang", "visited", "leave"]
    actions.erase(person=town.ana, by=HOUSE, now=NOW)
    assert not Reached.objects.exists()


def test_a_mark_is_written_once_and_never_a_wrong_one(town: Town):
    attempt = uuid4()
    for _ in range(2):
        mark(town, "rang", attempt=attempt)
    assert Reached.objects.count() == 1
    for how, day in (("danced", None), ("rang", NOW.date())):
        with pytest.raises(Refused):
            mark(town, how, day)


def test_the_pages_name_the_reasons_and_take_few_queries(town: Town, client, django_assert_max_num_queries):
    tell(town, town.ana, living="alone", loss=["death"])
    log_in(client, town.worker)
    with django_assert_max_num_queries(12):
        text = client.get(
            reverse("referrals:outreach"), {"weeks": "12", "why": "alone_loss"}
        ).content.decode()
    assert "Lives alone, and lost someone within a year" in text
    page = reverse("referrals:outreach_to", args=[town.ana])
    asked = client.get(page)
    assert "Nothing is sent" in asked.content.decode()
    assert client.post(page, {"id": uuid4()}).status_code == 422
    sent = client.post(
        page, {"id": uuid4(), "how": "visited", "next_on_0": "", "next_on_1": "", "next_on_2": ""}
    )
    assert sent.status_code == 302
    assert Reached.objects.get().how == "visited"
