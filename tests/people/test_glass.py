"""Breaking the glass: with a reason, for a while, noted, told, and reviewed by a second person."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people import actions, queries
from kizuna.people.glass import QUIET, REVIEW_WITHIN, WAIT_FOR_SECOND
from kizuna.people.models import Account, Approval, Glass, Keeper, Person, Protection
from kizuna.work.models import Job
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town

WHY = "No answer for three days, post at the door."


def broken(town: Town, **more: Any) -> UUID:
    """The worker opens the record of Ben, who agreed to nothing."""
    given: dict[str, Any] = {
        "sought": "ben  ONO", "reason": "missing", "words": WHY, "minutes": 60, "by": town.worker, "now": NOW,
    }  # fmt: skip
    return actions.break_glass(**{**given, **more})


def told(glass: UUID, now: Any = NOW) -> bool:
    actions.tell_glass(glass=glass, turn=0, by=HOUSE, now=now)
    return Glass.objects.get(pk=glass).told_at is not None


def reachable(town: Town) -> None:
    actions.correct_person(person=town.ben, changes={"email": "ben@example.org"}, by=HOUSE, now=NOW)


def test_it_opens_what_is_needed_and_nothing_else_and_not_for_long(town: Town) -> None:
    reachable(town)
    glass = broken(town)
    _held, seen = queries.through_glass(town.worker, glass, NOW)
    assert (seen.name, seen.email) == ("Ben Ono", "ben@example.org")
    assert not hasattr(seen, "address")
    assert seen.dependences == ()
    actions.add_dependence(person=town.ben, kind="oxygen", words="Two bottles", by=HOUSE, now=NOW)
    (needed,) = queries.through_glass(town.worker, glass, NOW)[1].dependences
    assert (needed.kind, needed.note) == ("oxygen", "Two bottles")
    with pytest.raises(NotFound):
        queries.profile(town.worker, town.ben)
    with pytest.raises(NotFound):
        queries.through_glass(town.worker, glass, NOW + timedelta(minutes=60))
    with pytest.raises(NotFound):
        actions.look_through(glass=glass, by=town.worker, now=NOW + timedelta(minutes=60))


@pytest.mark.parametrize(
    "wrong", [{"words": " "}, {"reason": "curious"}, {"minutes": 0}, {"minutes": 481}, {"sought": "ben"}]
)
def test_without_a_reason_an_end_and_a_whole_name_nothing_opens(town: Town, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        broken(town, **wrong)
    assert not Glass.objects.exists()


@pytest.mark.doors
def test_who_must_not_be_found_is_not_found_here_either(town: Town) -> None:
    protection = Protection.objects.create(person_id=town.ben, reason="x", by="test", at=NOW)
    with pytest.raises(Refused, match="Nobody"):
        broken(town)
    Keeper.objects.create(protection=protection, account_id=town.worker.account)
    assert broken(town)


@pytest.mark.doors
@pytest.mark.parametrize("how", ["protected", "kept apart"])
def test_an_open_glass_shuts_when_somebody_must_not_be_found_any_more(town: Town, how: str) -> None:
    glass = broken(town)
    assert queries.through_glass(town.worker, glass, NOW) and queries.own_glasses(town.worker, NOW)
    if how == "protected":
        Protection.objects.create(person_id=town.ben, reason="x", by="test", at=NOW)
    else:
        actions.block_colleague(person=town.ben, account=town.worker.account, by=HOUSE, now=NOW)
    with pytest.raises(NotFound):
        queries.through_glass(town.worker, glass, NOW)
    assert queries.own_glasses(town.worker, NOW) == []


def test_trying_out_names_is_noted(town: Town) -> None:
    with pytest.raises(Refused):
        broken(town, sought="Nobody Here")
    assert Entry.objects.filter(verb="glass.tried", by=town.worker.name).count() == 1


def test_two_of_the_same_name_are_not_mixed_up(town: Town) -> None:
    actions.add_person(name="Ben Ono", area=town.north, phone="(305) 555-0144", by=HOUSE, now=NOW)
    with pytest.raises(Refused, match="Several"):
        broken(town)
    glass = broken(town, sought="305 555 0144")
    assert queries.through_glass(town.worker, glass, NOW)[1].phone == "+13055550144"


def test_each_look_is_noted_and_the_person_is_told_without_content(town: Town) -> None:
    reachable(town)
    glass = broken(town)
    assert Job.objects.filter(name="people.tell_glass").count() == 1
    for _twice in range(2):
        assert told(glass)
    (message,) = Message.objects.all()
    assert message.address == "ben@example.org"
    assert not any(word in message.subject + message.text for word in ("Ben", "missing", WHY, "opened"))
    for _look in range(2):
        actions.look_through(glass=glass, by=town.worker, now=LATER - timedelta(minutes=1))
    looks = Entry.objects.filter(subject=f"people.Glass:{glass}", person=town.ben)
    assert looks.count() == 4  # opened, told, and two looks


def test_where_others_read_along_nothing_is_written(town: Town) -> None:
    reachable(town)
    Person.objects.filter(pk=town.ben).update(shared_contact=True)
    assert told(broken(town))
    assert not Message.objects.exists()


def test_telling_waits_only_as_long_as_a_second_person_agrees(town: Town) -> None:
    reachable(town)
    glass = broken(town, tell_later=True)
    assert not Entry.objects.filter(person=town.ben, subject=f"people.Glass:{glass}").exists()
    approval = Approval.objects.get(deed="glass.silence")
    with pytest.raises(NotAllowed):
        actions.approve(approval=approval.pk, by=town.worker, now=LATER)
    actions.approve(approval=approval.pk, by=town.coordinator, now=LATER)
    actions.keep_quiet(approval=approval.pk, by=HOUSE, now=LATER)
    assert not told(glass, NOW + WAIT_FOR_SECOND)
    assert Job.objects.filter(name="people.tell_glass").count() == 2
    assert told(glass, LATER + QUIET)


def test_without_a_second_person_they_are_told_after_a_day(town: Town) -> None:
    glass = broken(town, tell_later=True)
    assert told(glass, NOW + WAIT_FOR_SECOND)


@pytest.mark.doors
def test_a_second_person_reviews_it_and_never_the_one_who_looked(town: Town) -> None:
    glass = broken(town, by=town.coordinator)
    assert queries.glasses_to_review(town.coordinator) == []
    with pytest.raises(NotAllowed):
        actions.review_glass(glass=glass, verdict="justified", words="", by=town.coordinator, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Glass.objects.update(reviewed_by=town.coordinator.account, reviewed_at=LATER, verdict="justified")
    (waiting,) = queries.glasses_to_review(town.admin)
    assert queries.glasses_overdue(town.admin, NOW + REVIEW_WITHIN - timedelta(seconds=1)) == 0
    assert queries.glasses_overdue(town.admin, NOW + REVIEW_WITHIN) == 1 and waiting.words == WHY
    with pytest.raises(Refused):
        actions.review_glass(glass=glass, verdict="perhaps", words="", by=town.admin, now=LATER)
    actions.review_glass(glass=glass, verdict="talk", words="Ask me.", by=town.admin, now=LATER)
    assert queries.glasses_to_review(town.admin) == []


@pytest.mark.doors
def test_only_those_near_by_break_it_and_nobody_else_looks_through(town: Town) -> None:
    for viewer, answer in ((STRANGER, LogInFirst), (town.resident, NotAllowed), (town.admin, NotAllowed)):
        with pytest.raises(answer):
            broken(town, by=viewer)
    with pytest.raises(Refused):
        broken(town, by=town.other_worker)
    glass = broken(town)
    for viewer in (town.other_worker, town.coordinator):
        with pytest.raises(NotFound):
            queries.through_glass(viewer, glass, NOW)
        with pytest.raises(NotFound):
            actions.look_through(glass=glass, by=viewer, now=NOW)
    for viewer, answer in ((STRANGER, LogInFirst), (town.worker, NotAllowed), (town.resident, NotAllowed)):
        for ask in (
            lambda viewer=viewer: queries.glasses_to_review(viewer),
            lambda viewer=viewer: queries.glass_to_review(viewer, glass),
            lambda viewer=viewer: queries.glasses_overdue(viewer, NOW),
            lambda viewer=viewer: actions.review_glass(
                glass=glass, verdict="not", words="", by=viewer, now=NOW
            ),
        ):
            with pytest.raises(answer):
                ask()
        assert not queries.visible_glasses(viewer).exists()
    with pytest.raises(NotFound):
        queries.glasses_about(town.resident, town.ben)
    with pytest.raises(NotAllowed):
        actions.tell_glass(glass=glass, turn=0, by=town.worker, now=NOW)


def test_the_person_reads_who_when_and_why_and_takes_it_along(town: Town) -> None:
    glass = broken(town, sought="Anita")
    assert queries.glasses_about(town.resident, town.ana) == []
    told(glass)
    phone = Client()
    phone.force_login(Account.objects.get(pk=town.resident.account))
    page = phone.get("/my-data/agreements/").content.decode()
    assert "Nobody can reach them" in page and "worker-n" in page
    assert queries.held_about(town.resident, town.ana)["opened_in_an_emergency"]
    actions.erase(person=town.ana, by=town.resident, now=LATER)
    assert not Glass.objects.exists()


def test_it_asks_for_a_recent_sign_in_and_says_what_happens(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    desk = Client()
    desk.force_login(Account.objects.get(pk=town.worker.account))
    with django_assert_max_num_queries(12):
        assert "A second person reviews it" in desk.get("/glass/").content.decode()
    assert desk.post("/glass/", {}).status_code == 422
    form = {"sought": "Ben Ono", "reason": "missing", "words": WHY, "minutes": "60"}
    page = desk.post("/glass/", form, follow=True)
    assert "Ben Ono" in page.content.decode()
    session = desk.session
    long_ago = (timezone.now() - timedelta(hours=2)).timestamp()
    session["account_authentication_methods"] = [{"method": "code", "at": long_ago}]
    session.save()
    assert "/account/confirm/" in desk.get("/glass/")["Location"]
