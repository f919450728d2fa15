"""Listings in other languages: who made it, from which words, whether it holds, and what readers see."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.directory import actions, queries
from kizuna.directory.booklet import Chosen
from kizuna.directory.models import Service, Translation
from kizuna.directory.translated import (
    HEADING,
    FieldToTranslate,
    NoTranslations,
    Row,
    Translated,
    cells_of,
    mark_of,
    rows_in,
    split_key,
    wrong,
)
from kizuna.frame.sheet import as_csv
from kizuna.people.actions import open_account
from kizuna.people.models import Account
from kizuna.places.actions import add_area
from tests.conftest import NOW
from tests.directory.shelf import listing

BY = SYSTEM("test")
NOBODY = UUID(int=7)
SPANISH = {"name": "Club del almuerzo", "description": "Almuerzo para todos. Ven como eres."}


def sign_in(client: Client) -> None:
    """As an administrator."""
    said = {"email": "admin@linden.example", "role": "admin", "name": "Ada", "areas": ()}
    open_account(**said, by=BY, now=NOW, password="x" * 12)
    client.force_login(Account.objects.get(), "allauth.account.auth_backends.AuthenticationBackend")


def spoken(row, values=SPANISH, how="human") -> int:
    return actions.translate(service=row.pk, language="es", values=values, how=how, by=BY, now=NOW)


@given(st.text(), st.sampled_from(["=1+1", "-x", "plain", "'quoted", "a\nb", '"', "+", "@a", ","]))
def test_a_file_comes_back_as_it_went(text, value) -> None:
    source = "\n".join(text.replace("\x00", "").split())
    one = FieldToTranslate("name", source, Translated(value, "machine", "x", NOW, source))
    sent = as_csv([HEADING, cells_of("7", "Lunch", "es", one)]).encode("utf-8", "ignore")
    (row,) = rows_in(sent)
    assert (row.service, row.field, row.language, row.how) == ("7", "name", "es", "machine")
    assert row.translation == value and mark_of(row.source) == mark_of(
        source.encode("utf-8", "ignore").decode()
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "columns"),
        (b"a,b\n1,2\n", "columns"),
        (b"\xff\xfe\x00x", "letters"),
        (b'key,language,source,translation\n"' + b"x" * 300_000, "table"),
    ],
)
def test_another_file_is_refused_with_a_sentence(content, sentence) -> None:
    with pytest.raises(NoTranslations, match=sentence):
        rows_in(content)


def test_a_row_that_cannot_be_taken_says_why() -> None:
    good = Row(2, "7", "name", "es", "Lunch", "Almuerzo", "human")
    assert wrong(good, frozenset({"es"})) == ""
    for bad in ({"service": ""}, {"language": "xx"}, {"how": "magic"}, {"translation": "x" * 301}):
        assert wrong(Row(**{**good.__dict__, **bad}), frozenset({"es"})).endswith(".")
    assert split_key("7.name") == ("7", "name") and split_key("7.number") == ("", "") == split_key("")


@pytest.mark.django_db
def test_readers_see_their_language_with_a_mark_and_the_original_when_it_changed(client: Client) -> None:
    row = listing()
    assert (spoken(row, how="machine"), spoken(row, how="machine")) == (2, 0)
    address = f"/services/{row.pk}/"
    page = client.get(address, headers={"accept-language": "es"}).content.decode()
    assert "Club del almuerzo" in page and "Ven como eres" in page and "Lunch for everybody" not in page
    with translation.override("es"):
        assert gettext("A machine translated this. It may be wrong.") in page
    assert 'lang="en"' in page  # what is not translated is marked
    original = client.get(f"{address}?original=1", headers={"accept-language": "es"}).content.decode()
    assert 'lang="en">Lunch club' in original and "Lunch for everybody" in original
    english = client.get(address).content.decode()
    assert "Lunch club" in english and "almuerzo" not in english and 'bdi lang="' not in english
    for where in ("/services/", "/help/?q=almuerzo"):
        assert "Club del almuerzo" in client.get(where, headers={"accept-language": "es"}).content.decode()
    told = client.get("/api/v1/directory/services?language=es").json()["items"][0]
    assert (told["name"], told["summary"][:8], told["machine"]) == ("Club del almuerzo", "Almuerzo", True)
    assert client.get("/api/v1/directory/services?language=xx").status_code == 422
    arabic = client.get("/api/v1/directory/services", headers={"accept-language": "ar"}).json()["items"][0]
    assert (arabic["name"], arabic["name_language"]) == ("Lunch club", "en")
    assert "almuerzo" not in client.get(f"/hsds/services/{row.pk}").content.decode()
    printed = repr(queries.booklet(STRANGER, Chosen(language="es"), now=NOW))
    assert "Club del almuerzo" in printed
    Service.objects.filter(pk=row.pk).update(description="Lunch for members only.")
    page = client.get(address, headers={"accept-language": "es"}).content.decode()
    with translation.override("es"):
        assert gettext("The original has changed since: ring first.") in page
    _name, fields = queries.to_translate(BY, row.pk, "es")
    assert {one.field: one.state for one in fields}["description"] == "out of date"
    assert spoken(row, {"description": ""}) == 1
    assert Translation.objects.count() == 1


@pytest.mark.django_db
def test_a_file_goes_out_to_translators_and_comes_back_once(client: Client) -> None:
    row, other = listing(), listing("Pantry")
    spoken(row)
    lines = "".join(queries.translations_csv(BY, "es", missing_only=True))
    assert "Pantry" in lines and f"{row.pk}.name" not in lines and f"{row.pk}.description" not in lines
    rows = rows_in("".join(queries.translations_csv(BY, "es")).encode())
    assert len(rows) == 4
    filled = [Row(**{**one.__dict__, "translation": f"ES {one.field}", "how": "machine"}) for one in rows]
    filled += [
        Row(9, str(NOBODY), "name", "es", "x", "y", "human"),
        Row(10, "", "", "", "", "z", "human"),
    ]
    came = actions.bring_translations(rows=filled, by=BY, now=NOW)
    assert (came.read, came.kept, came.same, len(came.refused)) == (6, 4, 0, 2)
    again = actions.bring_translations(rows=filled, by=BY, now=NOW + timedelta(days=1))
    assert (again.kept, again.same) == (0, 4)
    assert set(Translation.objects.values_list("how", "at")) == {("machine", NOW)}
    Service.objects.filter(pk=other.pk).update(name="Larder")
    came = actions.bring_translations(rows=filled, by=BY, now=NOW)
    assert came.stale == 1


@pytest.mark.doors
@pytest.mark.django_db
def test_only_curators_of_its_area_translate_a_listing(client: Client) -> None:
    here = str(add_area(name="Here", level="neighbourhood", above=None, lat=1, lon=1, by=BY, now=NOW))
    there = str(add_area(name="There", level="neighbourhood", above=None, lat=9, lon=9, by=BY, now=NOW))
    row = listing(area=here)
    away = Viewer(role="coordinator", account="1", areas=frozenset({there}))
    near = Viewer(role="coordinator", account="2", areas=frozenset({here}))
    values = {"service": row.pk, "language": "es", "values": SPANISH, "how": "human", "now": NOW}
    for by, refusal in (
        (STRANGER, LogInFirst),
        (Viewer(role="worker", account="3"), NotAllowed),
        (away, NotFound),
    ):
        with pytest.raises(refusal):
            actions.translate(by=by, **values)
        with pytest.raises(refusal):
            queries.to_translate(by, row.pk, "es")
        with pytest.raises(refusal):
            actions.keep_secret(service=row.pk, place=row.pk, secret=True, by=by, now=NOW)
    given = [Row(2, str(row.pk), "name", "es", "Lunch club", "Almuerzo", "human")]
    assert actions.bring_translations(rows=given, by=away, now=NOW).refused
    assert list(queries.translation_rows(away, "es")) == []
    with pytest.raises(LogInFirst):
        actions.bring_translations(rows=given, by=STRANGER, now=NOW)
    with pytest.raises(LogInFirst):
        queries.translation_rows(STRANGER, "es")
    assert actions.translate(by=near, **values) == 2
    with pytest.raises(Refused):
        actions.translate(by=near, **{**values, "language": "tlh"})


@pytest.mark.django_db
def test_a_curator_types_checks_and_brings_a_file(client: Client) -> None:
    row = listing()
    sign_in(client)
    page = reverse("directory:translate", args=[row.pk, "es"])
    text = client.get(page).content.decode()
    assert "Not translated yet" in text and "Lunch for everybody" in text
    long = "Esta es una frase larga. " * 12
    said = {"name": "Club", "description": long, "how": "human"}
    checked = client.post(page, {**said, "do": "check"})
    assert checked.status_code == 200 and not Translation.objects.exists()
    assert "Easy to read" in checked.content.decode()
    assert client.post(page, {**said, "do": "save"}).status_code == 302
    assert Translation.objects.get(field_name="name").value == "Club"
    files = reverse("directory:translations")
    sent = client.get(f"{files}?file=es")
    content = b"".join(sent) if sent.streaming else sent.content
    came = client.post(files, {"file": SimpleUploadedFile("es.csv", content)})
    assert "2 here already" in came.content.decode()
    assert client.post(files, {"file": SimpleUploadedFile("es.csv", b"x")}).status_code == 422
    assert client.get(f"{files}?file=xx").status_code == 404
    with translation.override("es"):
        assert queries.search(STRANGER, "club", now=NOW)[0].name == "Club"
