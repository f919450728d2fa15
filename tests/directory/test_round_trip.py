"""What comes in nested goes out nested: key for key, whatever stood in it; what was mended is listed."""

import json
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings

from kizuna.access.viewer import STRANGER
from kizuna.directory import queries
from kizuna.directory.models import Phone
from kizuna.directory.unnest import unnested
from tests.directory.nested import Entity, services
from tests.directory.packages import bring_in

pytestmark = pytest.mark.django_db


def ordered(value: Any) -> Any:
    """The same whatever the order of its lists; an empty list says what no list says."""
    if isinstance(value, dict):
        return {name: ordered(each) for name, each in value.items()}
    if isinstance(value, list):
        return sorted(map(ordered, value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def differing(found: Any, said: Any, where: str = "") -> list[str]:
    """Where two documents differ, and how."""
    if isinstance(found, dict) and isinstance(said, dict):
        names = sorted(found.keys() | said.keys())
        return [one for n in names for one in differing(found.get(n), said.get(n), f"{where}/{n}")]
    if isinstance(found, list) and isinstance(said, list) and len(found) == len(said):
        pairs = zip(ordered(found), ordered(said), strict=True)
        return [one for number, pair in enumerate(pairs) for one in differing(*pair, f"{where}/{number}")]
    return [] if found == said else [f"{where}: {found!r} for {said!r}"]


def out(id: str) -> Entity:
    return queries.one_published(STRANGER, "services", id, profile="hsds")  # type: ignore[arg-type]


@settings(max_examples=8, deadline=None)
@given(services())
def test_any_service_comes_out_as_it_came_in(said: Entity) -> None:
    with transaction.atomic():
        bring_in(unnested([said]), source="drawn")
        found = out(said["id"])
        assert not differing(found, said)
        assert not bring_in(unnested([found]), source="drawn").changed
        transaction.set_rollback(True)


S = "5f3c1d52-8d0c-4f0e-9c4c-2f5f0b1c9a1"
LUNCH = {"id": f"{S}1", "name": "Lunch", "status": "active"}


def through(more: Entity) -> Entity:
    bring_in(unnested([LUNCH | more]))
    return out(LUNCH["id"])


def test_an_address_without_a_scheme_is_mended_on_its_way() -> None:
    assert through({"url": "lunch.example/menu"})["url"] == "https://lunch.example/menu"
    assert "url" not in through({"url": "javascript:alert(1)"})


def test_what_was_said_is_forgotten_when_somebody_says_otherwise() -> None:
    phone = {"id": f"{S}2", "number": "(305) 573 4200", "note": "ask for Ann"}
    assert through({"phones": [phone]})["phones"] == [phone]
    Phone.objects.update(number="+13055734299")
    (found,) = out(LUNCH["id"])["phones"]
    assert (found["number"], found["note"]) == ("+13055734299", "ask for Ann")


def test_one_row_in_several_places_is_one_row() -> None:
    phone = {"id": f"{S}2", "number": "+44 1234 234567"}
    contact = {"id": f"{S}3", "name": "Ann", "phones": [phone]}
    body = {"id": f"{S}4", "name": "Kitchen", "description": "", "phones": [phone]}
    said = {"phones": [phone], "contacts": [contact], "organization": body}
    assert not differing(through(said), LUNCH | said)
    assert Phone.objects.count() == 1


def test_one_number_of_two_services_stays_with_both() -> None:
    phone = {"id": f"{S}2", "number": "+44 1234 234567", "languages": [{"id": f"{S}5", "code": "ur"}]}
    supper = LUNCH | {"id": f"{S}6", "name": "Supper", "phones": [phone]}
    bring_in(unnested([LUNCH | {"phones": [phone]}, supper]))
    assert out(LUNCH["id"])["phones"] == out(supper["id"])["phones"] == [phone]


def test_names_of_contacts_are_sealed() -> None:
    through({"contacts": [{"id": f"{S}3", "name": "Ann Persona", "email": "ann@linden.example"}]})
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, email FROM directory_contact")
        ((name, email),) = cursor.fetchall()
    assert "Ann" not in name
    assert "linden" not in email


def test_halves_of_letters_and_nothing_letters_come_to_no_database() -> None:
    found = through({"description": "a\ud800b\x00c", "own": ["\ud800\x00"]})
    assert (found["description"], found["own"]) == ("a?bc", ["?"])
