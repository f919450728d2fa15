"""Two records become one person, and two again, without loss."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kizuna.access.viewer import NotAllowed, NotFound, Refused
from kizuna.house import ROOMS
from kizuna.people import actions, queries
from kizuna.people.models import Consent, Person
from kizuna.people.profile import tidy
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town, supported, viewer_for

NOT_THE_PERSONS = {"people.Merge", "ledger.Entry"}


def everything() -> dict[str, Any]:
    """Every table of every room with opened values: sealed ones differ in bytes each time they are saved."""
    return {
        model._meta.label: sorted(
            repr([(field.attname, field.value_from_object(row)) for field in model._meta.concrete_fields])
            for row in model._default_manager.all()
        )
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and model._meta.label not in NOT_THE_PERSONS
        and model._meta.managed and not model._meta.label.startswith("ledger.")
    }  # fmt: skip


@pytest.fixture
def double(town: Town) -> UUID:
    """Ana once more, as a colleague wrote her down."""
    person = actions.add_person(
        name="Ana Ruíz", area=town.north, birth_year=1950, phone="305 555 0199", address="9 Pier Road",
        languages=["ca"], by=HOUSE, now=NOW,
    )  # fmt: skip
    supported(person)
    return person


def test_a_merge_and_its_undo_leave_everything_as_it_was(town: Town, double: UUID) -> None:
    before = everything()
    merge = actions.merge_persons(
        keep=town.ana, other=double, take=["phone", "address", "name"], by=town.worker, now=NOW
    )
    assert everything() != before
    merged = queries.profile(town.worker, double)
    assert (merged.id, merged.name) == (str(town.ana), "Ana Ruíz")
    assert queries.details(town.worker, town.ana).phone == "+13055550199"
    assert [each.id for each in queries.find(town.worker, "ruiz")] == [str(town.ana)]
    assert queries.same_person(town.worker, double) == {town.ana, double}
    actions.undo_merge(merge=merge, by=town.worker, now=LATER)
    assert everything() == before
    with pytest.raises(NotFound):
        actions.undo_merge(merge=merge, by=town.worker, now=LATER)


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=30).filter(tidy)
persons = st.fixed_dictionaries(
    {
        "name": texts,
        "called": st.one_of(st.just(""), texts),
        "birth_year": st.one_of(st.none(), st.integers(1900, 2020)),
        "lives_alone": st.one_of(st.none(), st.booleans()),
        "phone": st.sampled_from(["", "+13055550101", "+442079460018", "+819012345678"]),
        "email": st.sampled_from(["", "a@example.org", "ü@example.org"]),
        "address": st.one_of(st.just(""), texts),
        "access_needs": st.one_of(st.none(), st.lists(texts, max_size=2)),
        "not_said": st.lists(st.sampled_from(["gender", "pronouns"]), unique=True),
    }
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    one=persons,
    two=persons,
    take=st.lists(st.sampled_from(["name", "phone", "address", "area"]), unique=True),
)
def test_whoever_they_are_an_undo_gives_them_back(
    town: Town, one: dict[str, Any], two: dict[str, Any], take: list[str]
) -> None:
    with transaction.atomic():
        keep = actions.add_person(**one, area=town.north, by=HOUSE, now=NOW)
        other = actions.add_person(**two, area=town.community, by=HOUSE, now=NOW)
        before = everything()
        merge = actions.merge_persons(keep=keep, other=other, take=take, by=HOUSE, now=NOW)
        actions.undo_merge(merge=merge, by=HOUSE, now=LATER)
        assert everything() == before
        transaction.set_rollback(True)


def test_what_changed_since_the_merge_stays_with_the_one_who_was_kept(town: Town, double: UUID) -> None:
    merge = actions.merge_persons(keep=town.ana, other=double, take=["phone", "name"], by=HOUSE, now=NOW)
    actions.correct_person(person=double, changes={"name": "Ana R. Ruiz"}, by=HOUSE, now=NOW)
    actions.add_dependence(person=double, kind="power", by=HOUSE, now=NOW)
    actions.undo_merge(merge=merge, by=HOUSE, now=LATER)
    assert queries.profile(HOUSE, town.ana).name == "Ana R. Ruiz"
    assert queries.details(HOUSE, town.ana).phone == "+13055550123"
    assert len(queries.dependences(HOUSE, town.ana)) == 1 and queries.dependences(HOUSE, double) == []
    assert queries.profile(HOUSE, double).name == "Ana Ruíz"


def test_agreements_of_both_hold_each_for_what_it_said(town: Town, double: UUID) -> None:
    Consent.objects.filter(person=town.ana).delete()
    with pytest.raises(NotFound):
        queries.profile(town.worker, town.ana)
    actions.merge_persons(keep=town.ana, other=double, by=HOUSE, now=NOW)
    assert queries.profile(town.worker, town.ana)
    assert len(queries.consents(town.worker, town.ana)) == 1


@pytest.mark.parametrize("which", ["keep", "other"])
def test_do_not_contact_and_death_always_win(town: Town, double: UUID, which: str) -> None:
    silent = town.ana if which == "keep" else double
    actions.leave_in_peace(person=silent, quiet=True, by=HOUSE, now=NOW)
    actions.set_status(person=silent, status="died", by=HOUSE, now=NOW)
    merge = actions.merge_persons(keep=town.ana, other=double, by=HOUSE, now=NOW)
    assert queries.profile(HOUSE, town.ana).status == "died"
    assert queries.contact(HOUSE, town.ana, NOW) is None
    actions.undo_merge(merge=merge, by=HOUSE, now=LATER)
    other = double if which == "keep" else town.ana
    assert queries.contact(HOUSE, other, NOW) is not None


def test_merges_are_undone_the_last_one_first(town: Town, double: UUID) -> None:
    third = actions.add_person(name="A Ruiz", area=town.north, by=HOUSE, now=NOW)
    before = everything()
    first = actions.merge_persons(keep=double, other=third, by=HOUSE, now=NOW)
    second = actions.merge_persons(keep=town.ana, other=double, by=HOUSE, now=NOW)
    assert queries.profile(HOUSE, third).id == str(town.ana)
    with pytest.raises(Refused):
        actions.undo_merge(merge=first, by=HOUSE, now=LATER)
    with pytest.raises(Refused):
        actions.merge_persons(keep=town.ana, other=third, by=HOUSE, now=NOW)
    actions.undo_merge(merge=second, by=HOUSE, now=LATER)
    assert queries.profile(HOUSE, third).id == str(double)
    actions.undo_merge(merge=first, by=HOUSE, now=LATER)
    assert everything() == before


def test_whoever_logs_in_with_a_merged_record_is_the_one_who_stays(town: Town, double: UUID) -> None:
    actions.merge_persons(keep=double, other=town.ana, by=HOUSE, now=NOW)
    again = viewer_for(UUID(town.resident.account))
    assert again.person == str(double)
    assert queries.profile(again, town.ana).id == str(double)


@pytest.mark.doors
def test_only_those_who_see_both_put_records_together(town: Town, double: UUID) -> None:
    with pytest.raises(NotFound):
        actions.merge_persons(keep=town.ana, other=town.cem, by=town.worker, now=NOW)
    with pytest.raises(NotFound):
        actions.merge_persons(keep=town.ana, other=double, by=town.other_worker, now=NOW)
    for viewer in (town.resident, town.admin, town.coordinator):
        with pytest.raises(NotAllowed):
            actions.merge_persons(keep=town.ana, other=double, by=viewer, now=NOW)
    merge = actions.merge_persons(keep=town.ana, other=double, by=town.worker, now=NOW)
    with pytest.raises(NotFound):
        actions.undo_merge(merge=merge, by=town.other_worker, now=NOW)
    assert Person.objects.get(pk=double).merged_into_id == town.ana


@pytest.mark.doors
def test_pairs_are_shown_to_those_who_see_both(town: Town, double: UUID) -> None:
    cem = actions.add_person(name="Cem Ozturk", area=town.south, email="c@example.org", by=HOUSE, now=NOW)
    actions.correct_person(person=town.cem, changes={"email": "c@example.org"}, by=HOUSE, now=NOW)
    supported(cem)
    assert actions.find_doubles(by=HOUSE, now=NOW) == 2
    (mine,), (theirs,) = queries.doubles(town.worker), queries.doubles(town.other_worker)
    assert {mine.one.id, mine.two.id} == {str(town.ana), str(double)}
    with pytest.raises(NotFound):
        queries.pair(town.worker, theirs.id)
    with pytest.raises(NotFound):
        actions.say_different(pair=theirs.id, by=town.worker, now=NOW)
    actions.say_different(pair=mine.id, by=town.worker, now=NOW)
    actions.find_doubles(by=HOUSE, now=NOW + timedelta(1))
    assert queries.doubles(town.worker) == []
    for viewer in (town.worker, town.admin):
        with pytest.raises(NotAllowed):
            actions.find_doubles(by=viewer, now=NOW)
