"""Sealed fields hide their text from the database; keys to other rooms are closed doors."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models

from kizuna.access.fields import Key, SealedJSON, SealedText
from kizuna.access.secrets import BadSeal
from kizuna.outbox.models import Message
from tests.conftest import NOW


def message(**changes: Any) -> Message:
    row = {
        "key": uuid.uuid4().hex,
        "channel": "email",
        "address": "ada@example.org",
        "text": "Come to tea",
        "reference": uuid.uuid4().hex,
        "created_at": NOW,
        **changes,
    }
    return Message.objects.create(**row)


def raw(row: Message, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM outbox_message WHERE key = %s", [row.key])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_the_database_never_sees_the_text() -> None:
    row = message()
    assert "tea" not in raw(row, "text")
    assert "ada" not in raw(row, "address")
    assert Message.objects.get(key=row.key).text == "Come to tea"
    assert Message.objects.values_list("address", flat=True).get(key=row.key) == "ada@example.org"


@pytest.mark.django_db
def test_an_update_is_sealed_too() -> None:
    row = message()
    Message.objects.filter(key=row.key).update(text="Bring a cake")
    assert "cake" not in raw(row, "text")
    assert Message.objects.get(key=row.key).text == "Bring a cake"


@pytest.mark.django_db
def test_nothing_stays_nothing() -> None:
    row = message(subject="")
    assert raw(row, "subject") == ""
    assert Message.objects.get(key=row.key).subject == ""


@pytest.mark.django_db
def test_a_new_key_reads_old_rows_and_a_lost_key_is_loud(settings: Any) -> None:
    row = message()
    settings.SECRET_KEYS = ("b" * 32, *settings.SECRET_KEYS)
    assert Message.objects.get(key=row.key).text == "Come to tea"
    settings.SECRET_KEYS = ("b" * 32,)
    with pytest.raises(BadSeal):
        Message.objects.get(key=row.key)


@pytest.mark.parametrize(
    "look_up", [{"address": "ada@example.org"}, {"text__icontains": "tea"}, {"subject__in": ["a"]}]
)
def test_a_sealed_field_cannot_be_searched(look_up: dict[str, Any]) -> None:
    with pytest.raises(FieldError, match="blind index"):
        str(Message.objects.filter(**look_up).query)


def test_whether_it_is_there_may_be_asked() -> None:
    assert "IS NULL" in str(Message.objects.filter(address__isnull=True).query)


def test_json_comes_back_as_it_went_in() -> None:
    field = SealedJSON()
    for value in ({"a": [1, None, "é"]}, [], False, 0, ""):
        sealed = field.get_prep_value(value)
        assert isinstance(sealed, str)
        assert field.from_db_value(sealed, None, None) == value
    assert field.get_prep_value(None) is None
    assert field.from_db_value(None, None, None) is None
    assert field.to_python({"a": 1}) == {"a": 1}


def test_a_migration_knows_the_fields_by_their_path() -> None:
    assert SealedText().deconstruct()[1] == "kizuna.access.fields.SealedText"
    assert SealedJSON().deconstruct()[1] == "kizuna.access.fields.SealedJSON"


def test_a_key_to_another_room_is_closed_in_both_directions() -> None:
    class Parcel(models.Model):
        inside = Key("outbox.Message")

        class Meta:
            app_label = "outbox"
            managed = False

        def __str__(self) -> str:
            return "parcel"

    try:
        field: Any = Parcel._meta.get_field("inside")
        assert field.remote_field.related_name == "+"
        assert field.remote_field.on_delete is models.PROTECT
        assert not [name for name in dir(Message) if "parcel" in name.lower()]
        row = Parcel(inside_id=uuid.uuid4())
        assert row.inside_id
        with pytest.raises(AttributeError, match=r"ask kizuna\.outbox\.queries"):
            _ = row.inside
        assert Parcel.inside.field is field
        assert field.deconstruct()[1] == "kizuna.access.fields.Key"
    finally:
        Parcel._meta.apps.all_models["outbox"].pop("parcel")
        Parcel._meta.apps.clear_cache()
