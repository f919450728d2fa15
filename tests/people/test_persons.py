"""What the room tells and changes about persons."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, connection, transaction

from kizuna.access.viewer import STRANGER, NotFound, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.people.actions import (
    add_person,
    block,
    correct_person,
    erase,
    live_together,
    set_status,
)
from kizuna.people.actions.erasing import _gone
from kizuna.people.models import Account, Person
from kizuna.people.queries import (
    contact,
    contacts,
    details,
    find,
    held_about,
    household,
    profile,
    profiles,
    visible,
)
from kizuna.places.models import Area
from tests.conftest import NOW
from tests.people.town import HOUSE, LATER, Town, supported


def test_a_profile_holds_what_was_said_and_unknown_stays_unknown(town: Town) -> None:
    ana = profile(town.worker, town.ana)
    assert (ana.name, ana.call_them, ana.languages, ana.age(NOW)) == ("Ana Ruiz", "Anita", ("es", "en"), 76)
    assert ana.access_needs == ("step-free",) and ana.contactable
    ben = profile(HOUSE, town.ben)
    assert ben.age(NOW) is None and ben.lives_alone is None and ben.access_needs is None
    assert not ben.contactable


def test_the_same_person_added_twice_is_there_once(town: Town) -> None:
    person = uuid4()
    first = add_person(name="Dua", area=town.north, person_id=person, by=STRANGER, now=NOW)
    second = add_person(name="Somebody else", area=town.south, person_id=person, by=STRANGER, now=LATER)
    assert first == second == person
    assert profile(HOUSE, person).name == "Dua"


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"name": "x" * 201},
        {"phone": "12"},
        {"phone": "call me"},
        {"email": "ana"},
        {"email": "a@b.org\nBcc: c@d.org"},
        {"birth_year": 1700},
        {"birth_year": 2150},
        {"preferred_channel": "pigeon"},
        {"lat": 4.0},
        {"status": "died"},
        {"called": "A\x00"},
        {"languages": ["English"]},
    ],
)
def test_bad_values_are_refused_with_a_sentence_and_nothing_changes(
    town: Town, wrong: dict[str, object]
) -> None:
    before = held_about(HOUSE, town.ana)
    with pytest.raises(Refused, match=r"\w+ .*\."):
        correct_person(person=town.ana, changes=wrong, by=town.worker, now=NOW)
    assert held_about(HOUSE, town.ana) == before


def test_a_person_can_be_found_in_any_script_without_accents_or_case(town: Town) -> None:
    supported(add_person(name="Дарья Ким", area=town.north, by=HOUSE, now=NOW))
    assert [p.name for p in find(town.worker, "дарья")] == ["Дарья Ким"]
    assert [p.name for p in find(town.other_worker, "OZTURK cem")] == ["Cem Öztürk"]
    assert [p.name for p in find(town.worker, "anita ruiz")] == ["Ana Ruiz"]
    assert find(town.worker, "ruiz zzz") == [] and find(town.worker, "  ") == []


def test_a_person_can_be_found_by_the_phone_or_e_mail_on_the_note(town: Town) -> None:
    for text in ("305-555-0123", "+1 305 555 0123", "ANA@example.org"):
        assert [p.name for p in find(town.worker, text)] == ["Ana Ruiz"]
        assert find(town.other_worker, text) == []
    for text in ("305-555-0124", "ana@example", "@", "7", "1 2"):
        assert find(town.worker, text) == []


def test_a_person_lives_where_there_is_a_place(town: Town) -> None:
    for area in (uuid4(), "x"):
        with pytest.raises(NotFound):
            add_person(name="Eve", area=area, by=HOUSE, now=NOW)
        with pytest.raises(NotFound):
            correct_person(person=town.ana, changes={"area": area}, by=town.resident, now=NOW)
    correct_person(person=town.ana, changes={"area": town.south}, by=town.resident, now=NOW)
    assert profile(town.other_worker, town.ana).area_id == str(town.south)


def test_secrets_are_sealed_at_rest(town: Town) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person")
        everything = repr(cursor.fetchall())
    for secret in ("3055550123", "555-0123", "ana@example.org", "Ana@", "Harbour", "step-free"):
        assert secret not in everything
    assert details(town.worker, town.ana).phone == "+13055550123"
    assert details(town.worker, town.ana).email == "ana@example.org"


def test_a_phone_without_its_index_cannot_be_stored(town: Town) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=town.ana).update(phone_index="")


def test_contact_goes_the_way_the_person_prefers(town: Town) -> None:
    found = contact(town.worker, town.ana, NOW)
    assert found and (found.channel, found.address, found.language) == ("email", "ana@example.org", "es")
    changes = {"preferred_channel": "phone", "preferred_language": "en", "shared_contact": True}
    correct_person(person=town.ana, changes=changes, by=town.resident, now=NOW)
    found = contact(town.worker, town.ana, NOW)
    assert found and (found.channel, found.address, found.language) == ("phone", "+13055550123", "en")
    assert found.shared
    correct_person(person=town.ana, changes={"phone": ""}, by=town.resident, now=NOW)
    found = contact(town.worker, town.ana, NOW)
    assert found and found.channel == "email"
    assert contact(HOUSE, town.ben, NOW) is None


@pytest.mark.parametrize("status", ["died", "moved_away"])
def test_nobody_writes_to_the_dead_or_the_gone(town: Town, status: str) -> None:
    set_status(person=town.ana, status=status, by=town.worker, now=NOW)
    assert contact(town.worker, town.ana, NOW) is None
    assert contacts(HOUSE, [town.ana, town.ben], NOW) == {}
    assert not profile(town.worker, town.ana).contactable
    set_status(person=town.ana, status="living", why="A mistake.", by=town.worker, now=NOW)
    assert contact(town.worker, town.ana, NOW)


def test_nobody_writes_to_someone_who_said_no(town: Town) -> None:
    correct_person(person=town.ana, changes={"do_not_contact": True}, by=town.resident, now=NOW)
    assert contact(HOUSE, town.ana, NOW) is None


def test_a_status_nobody_knows_is_refused(town: Town) -> None:
    with pytest.raises(Refused):
        set_status(person=town.ana, status="erased", by=town.worker, now=NOW)


def test_a_household_shows_only_those_in_sight(town: Town) -> None:
    live_together(persons=[town.ana, town.ben], by=HOUSE, now=NOW)
    assert [p.who.name for p in household(HOUSE, town.ana)] == ["Ben Ono"]
    assert household(town.worker, town.ana) == []
    with pytest.raises(Refused):
        live_together(persons=[], by=HOUSE, now=NOW)


def test_a_merged_person_is_looked_up_as_the_one_who_stays(town: Town) -> None:
    double = add_person(name="A. Ruiz", area=town.north, by=HOUSE, now=NOW)
    Person.objects.filter(pk=double).update(merged_into=town.ana)
    assert profile(town.worker, double).id == str(town.ana)
    assert profiles(town.worker, [double, town.ben])[str(double)].name == "Ana Ruiz"
    assert set(visible(town.worker).values_list("pk", flat=True)) == {town.ana, double}
    found = contact(town.worker, double, NOW)
    assert found and contacts(town.worker, [double], NOW) == {str(double): found}
    correct_person(person=double, changes={"called": "Ani"}, by=town.worker, now=NOW)
    assert profile(town.worker, town.ana).called == "Ani"
    assert len(held_about(town.resident, town.ana)["persons"]) == 2


def test_an_id_that_is_none_does_not_exist(town: Town) -> None:
    for id in ("", "x", "None", uuid4()):
        with pytest.raises(NotFound):
            profile(HOUSE, id)
        with pytest.raises(NotFound):
            correct_person(person=id, changes={}, by=HOUSE, now=NOW)


def test_what_is_held_can_be_taken_along(town: Town) -> None:
    held = held_about(town.resident, town.ana)
    assert held["persons"][0]["phone"] == "+13055550123"
    assert held["consents"][0]["purpose"] == "support"
    assert held["accounts"][0]["role"] == "resident"


def test_erasing_leaves_nothing_behind(town: Town) -> None:
    live_together(persons=[town.ana, town.ben], by=HOUSE, now=NOW)
    block(person=town.ben, other=town.ana, by=HOUSE, now=NOW)
    erase(person=town.ana, by=town.resident, now=NOW)
    assert not Person.objects.filter(pk=town.ana).exists()
    assert not Account.objects.filter(pk=UUID(town.resident.account)).exists()
    assert Entry.objects.filter(verb="person.erased", person=town.ana).exists()
    with pytest.raises(NotFound):
        erase(person=town.ana, by=HOUSE, now=NOW)


def test_erasing_someone_others_point_at_leaves_an_empty_row(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kizuna.people.actions.erasing._gone", lambda row: False)
    user = {"user_id": town.resident.account}
    EmailAddress.objects.create(**user, email="ana@example.org")
    Authenticator.objects.create(**user, type="totp", data={"secret": "x"})
    UserSession.objects.create(**user, ip="203.0.113.9", user_agent="Her phone", session_key="k", data={})
    erase(person=town.ana, by=town.resident, now=NOW)
    assert not any(table.objects.exists() for table in (EmailAddress, Authenticator, UserSession))
    row = Person.objects.get(pk=town.ana)
    assert (row.name, row.phone, row.email, row.address, row.status) == ("erased", None, None, None, "erased")
    assert row.birth_year is None and row.access_needs is None and row.name_key == ""
    account = Account.objects.get(pk=UUID(town.resident.account))
    assert not account.is_active and "ana" not in account.email and account.name == ""
    with pytest.raises(NotFound):
        profile(HOUSE, town.ana)


def test_a_row_that_others_point_at_stays(town: Town) -> None:
    assert not _gone(Area.objects.get(pk=town.north))
    assert Area.objects.filter(pk=town.north).exists()


def test_a_colleague_keeps_the_account_when_the_person_is_erased(town: Town) -> None:
    Account.objects.filter(pk=town.worker.account).update(person=town.ben)
    erase(person=town.ben, by=HOUSE, now=NOW)
    assert Account.objects.get(pk=town.worker.account).person_id is None


def test_a_resident_who_fills_in_becomes_that_person(town: Town) -> None:
    Account.objects.filter(pk=town.resident.account).update(person=None)
    signed_up = Viewer(role="resident", account=town.resident.account)
    person = add_person(name="Ana", area=town.north, by=signed_up, now=NOW)
    assert Account.objects.get(pk=town.resident.account).person_id == person
    with pytest.raises(Refused):
        add_person(name="Ana", area=town.north, by=town.resident, now=NOW)


def test_every_change_leaves_a_note_without_personal_text(town: Town) -> None:
    correct_person(person=town.ana, changes={"phone": "305 555 0199"}, by=town.worker, now=LATER)
    entry = Entry.objects.get(verb="person.corrected")
    assert (entry.person, entry.by, entry.at) == (town.ana, town.worker.name, LATER)
    assert "5550199" not in repr(list(Entry.objects.values()))
    assert timedelta(0) == LATER - entry.at


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\u202eziuR anA", "ziuR anA"),
        ("Ana\u200b \ufeffRuiz", "Ana Ruiz"),
        ("Ana\nBcc: x@example.org", "Ana Bcc: x@example.org"),
        ("نرگس\u200cجان", "نرگس\u200cجان"),
    ],
)
def test_a_name_holds_no_sign_that_nobody_sees(town: Town, written: str, kept: str) -> None:
    correct_person(person=town.ana, changes={"name": written}, by=town.worker, now=LATER)
    assert profile(town.worker, town.ana).name == kept


@pytest.mark.parametrize("name", ["\u200b", "\u200d\u200c", "\u202e\u2066 ", "a\x1bb", "a\x00b"])
def test_a_name_that_cannot_be_seen_or_written_is_refused(town: Town, name: str) -> None:
    with pytest.raises(Refused):
        correct_person(person=town.ana, changes={"name": name}, by=town.worker, now=LATER)


@pytest.mark.parametrize(
    "address", ["a\x00b@e.org", "a\tb@e.org", "a\u200bb@e.org", "a@e.org\u202e.x", "a@b@e.org"]
)
def test_an_address_with_odd_signs_is_refused(town: Town, address: str) -> None:
    with pytest.raises(Refused):
        correct_person(person=town.ana, changes={"email": address}, by=town.worker, now=LATER)


def test_an_address_stays_the_one_that_was_written(town: Town) -> None:
    correct_person(person=town.ana, changes={"email": " Straße@Example.org "}, by=town.worker, now=LATER)
    assert details(town.worker, town.ana).email == "straße@example.org"
