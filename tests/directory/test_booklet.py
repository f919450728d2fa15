"""Booklets on paper: what is in them, what never is, how long ones are made."""

import io
import zipfile
from datetime import date, time, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from kizuna.access.viewer import STRANGER, SYSTEM, NotFound
from kizuna.directory import actions, files, queries
from kizuna.directory.booklet import A_VOLUME, Booklet, Chosen, Part, Printed, Said, runs, told_apart, volumes
from kizuna.directory.hours import DayHours, Opening, week
from kizuna.directory.models import Address, Location, PrintedBooklet
from kizuna.directory.queries.week_words import week_words
from kizuna.directory.tasks import print_booklet
from kizuna.places.actions import add_area
from tests.conftest import NOW
from tests.directory.shelf import listing

BY = SYSTEM("test")
PAGE = reverse("directory:booklet")


@pytest.fixture(autouse=True)
def _fresh_count(db):
    cache.clear()


def words(found: Booklet) -> str:
    """Everything that is printed."""
    return repr(found)


def test_a_week_is_said_in_runs_of_days_that_are_alike() -> None:
    days = Opening(freq="WEEKLY", byday="MO,TU,WE,TH,FR", opens_at=time(9), closes_at=time(17))
    late = Opening(freq="WEEKLY", byday="SA", opens_at=time(10), closes_at=time(12))
    found = runs(week((days, late), date(2026, 11, 23), "UTC"))
    assert [(run.first.weekday(), run.last.weekday(), len(run.spans)) for run in found] == [
        (0, 4, 1),
        (5, 5, 1),
        (6, 6, 0),
    ]
    said = week_words((days, late), date(2026, 11, 26))
    assert said == "Monday to Friday 09:00–17:00 · Saturday 10:00–12:00 · Sunday closed"
    assert week_words((), date(2026, 11, 26)) == ""
    unread = DayHours(date(2026, 11, 23), (), known=False)
    assert not runs([unread])[0].known


def test_a_long_booklet_becomes_volumes_and_nothing_is_lost() -> None:
    parts = tuple(
        Part(f"part {n}", "", tuple(Printed(Said(f"{n}.{i}")) for i in range(size)))
        for n, size in enumerate((3, A_VOLUME, 7, A_VOLUME * 2 + 1))
    )
    found = volumes(Booklet("t", "s", "en", "", parts))
    assert all(sum(len(part.entries) for part in one) <= A_VOLUME for one in found)
    names = [one.name.text for volume in found for part in volume for one in part.entries]
    assert names == [one.name.text for part in parts for one in part.entries]


def test_what_is_printed_is_public_and_says_what_people_need() -> None:
    near = add_area(name="Near", level="neighbourhood", above=None, lat=1, lon=1, by=BY, now=NOW)
    far = add_area(name="Far", level="neighbourhood", above=None, lat=9, lon=9, by=BY, now=NOW)
    shown = listing("Lunch club", area=near)
    listing("Elsewhere", area=far)
    listing("Pantry", needs=("food",))
    for name, more in (("Gone", {"withdrawn": True}), ("Shelter", {"emergency_only": True})):
        listing(name, **more)
    listing("Ended", status="defunct")
    refuge = listing("Refuge", needs=("safety",))
    Location.objects.filter(serviceatlocation__service=refuge).update(
        confidential=True, name="12 Hidden Lane"
    )
    Address.objects.filter(location__serviceatlocation__service=refuge).update(address_1="12 Hidden Lane")
    actions.refresh_cards(by=BY, now=NOW)
    found = queries.booklet(STRANGER, Chosen(area=str(near)), now=NOW)
    text = words(found)
    for name in (
        "Lunch club",
        "Pantry",
        "Refuge",
        "1 Elm Street",
        "Monday to Friday",
        "The address is secret",
    ):
        assert name in text, name
    for name in ("Elsewhere", "Gone", "Shelter", "Ended", "Hidden Lane"):
        assert name not in text, name
    assert found.count == queries.how_many_to_print(STRANGER, Chosen(area=str(near))) == 3
    assert f"/services/{shown.pk}/" in text
    assert [part.title for part in found.parts] == ["Company", "Food", "Safety"]
    assert found.title == "Services that help in Near"
    with translation.override("es"):
        spanish = queries.booklet(STRANGER, Chosen(language="es"), now=NOW)
    assert "lunes" in words(spanish).casefold()
    with pytest.raises(NotFound):
        queries.booklet(STRANGER, Chosen(need="gold"), now=NOW)


def test_the_same_name_twice_says_who_offers_it() -> None:
    some = (
        Printed(Said("Lunch"), "Kitchen"),
        Printed(Said("Lunch"), "Church"),
        Printed(Said("Advice"), "Kitchen"),
    )
    assert [one.name.text for one in told_apart(some)] == ["Lunch · Kitchen", "Lunch · Church", "Advice"]


def pdf_of(found: Booklet) -> bytes:
    content = files.pressed(found)
    assert content.startswith(b"%PDF-1")
    return content


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_paper_is_tagged_and_has_bookmarks_in_its_language(language) -> None:
    name = '#panic("x") $1 *not bold* <label> \\ @ref'
    one = Printed(
        Said(name), "Kitchen", Said("Lunch for all."), url="https://linden.example/services/1/", alt="QR"
    )
    parts = (Part("Food", "", (one,) * 5, "https://linden.example/services/", "QR"), Part("Home", "", (one,)))
    content = pdf_of(Booklet("Services", "Linden Bay", language, "Six", parts, contents="Contents"))
    for mark in (b"/StructTreeRoot", b"/Outlines", b"/MarkInfo", f"/Lang({language})".encode()):
        assert mark in content or mark.replace(b"(", b" (") in content, mark


def test_a_letter_that_no_font_has_breaks_nothing() -> None:
    one = Printed(Said("Lunch \U000132f4 \ue000"))
    assert pdf_of(Booklet("Services", "Linden Bay", "en", "One", (Part("Food", "", (one,)),)))


def test_a_short_one_comes_at_once_and_a_long_one_in_a_moment(client, monkeypatch) -> None:
    listing()
    said = {"need": "company", "language": "en"}
    answer = client.post(PAGE, said)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert client.post(PAGE, {**said, "need": "money"}).status_code == 422
    assert client.post(PAGE, {**said, "language": "xx"}).status_code == 422
    monkeypatch.setattr("kizuna.directory.views.booklets.AT_ONCE", 0)
    first, second = client.post(PAGE, said), client.post(PAGE, said)
    assert first["Location"] == second["Location"]
    assert "being made" in client.get(first["Location"]).content.decode()
    row = PrintedBooklet.objects.get()
    print_booklet.func(f"booklet:{row.pk}")
    page = client.get(first["Location"]).content.decode()
    assert "is ready" in page
    file = client.get(reverse("directory:booklet_file", args=[row.pk]))
    assert file.content.startswith(b"%PDF")
    later = NOW + timedelta(days=400)
    actions.forget_booklets(by=BY, now=later)
    assert client.get(first["Location"]).status_code == 404


def test_a_very_long_one_is_a_zip_of_volumes(monkeypatch) -> None:
    for name in ("A", "B", "C"):
        listing(name)
    monkeypatch.setattr(volumes, "__defaults__", (2,))
    content, number = queries.printed(STRANGER, Chosen(), now=NOW)
    assert number == 2
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert [name.endswith(".pdf") for name in archive.namelist()] == [True, True]


def test_too_many_from_one_connection_are_stopped(client, monkeypatch) -> None:
    listing()
    monkeypatch.setattr("kizuna.directory.views.booklets.MOST", 1)
    said = {"need": "company", "language": "en"}
    assert [client.post(PAGE, said).status_code for _turn in range(2)] == [200, 429]


def test_tables_to_take_away_hold_no_formula_and_no_secret(client) -> None:
    listing("=HYPERLINK(1)")
    refuge = listing("Refuge")
    Location.objects.filter(serviceatlocation__service=refuge).update(confidential=True, latitude=7.25)
    Address.objects.filter(location__serviceatlocation__service=refuge).update(address_1="12 Hidden Lane")
    actions.refresh_cards(by=BY, now=NOW)
    table = b"".join(client.get(reverse("directory:services_csv")).streaming_content).decode()
    package = b"".join(client.get(reverse("directory:package_zip")).streaming_content)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert len(archive.namelist()) == 25
        everything = table + "".join(archive.read(name).decode() for name in archive.namelist())
    assert "'=HYPERLINK" in table and "\n=HYPERLINK" not in table
    nested = client.get(f"/hsds/services/{refuge.pk}").content.decode()
    for text in (everything, nested, client.get(f"/services/{refuge.pk}/").content.decode()):
        assert "Hidden Lane" not in text and "7.25" not in text
    assert "12 Hidden Lane" not in client.get(f"/services/{refuge.pk}/change/").content.decode()


def test_only_a_curator_hides_a_place_and_an_import_never_tells(client) -> None:
    row = listing()
    place = Location.objects.get()
    actions.keep_secret(service=row.pk, place=place.pk, secret=True, by=BY, now=NOW)
    assert queries.options_by_id(STRANGER, [row.pk], NOW)[str(row.pk)].address == ""
    actions.keep_secret(service=row.pk, place=place.pk, secret=False, by=BY, now=NOW)
    assert queries.options_by_id(STRANGER, [row.pk], NOW)[str(row.pk)].address.startswith("1 Elm Street")
    with pytest.raises(NotFound):
        actions.keep_secret(service=row.pk, place=row.pk, secret=True, by=BY, now=NOW)


def test_without_the_typesetter_or_a_font_there_is_a_sentence(client, monkeypatch) -> None:
    listing()
    press = files.press
    monkeypatch.setattr(press, "_can_write", lambda language: False)
    answer = client.post(PAGE, {"need": "company", "language": "ar"})
    assert answer.status_code == 422
    monkeypatch.setattr(press, "find_spec", lambda name: None)
    answer = client.post(PAGE, {"need": "company", "language": "en"})
    assert answer.status_code == 422 and "kizuna[pdf]" in answer.content.decode()
