"""Finding services by words: what people type, and what listings say."""

from typing import Any

import pytest

from kizuna.access.viewer import STRANGER
from kizuna.directory import index, queries
from kizuna.directory.index import disk
from kizuna.directory.tasks import reindex
from tests.conftest import NOW
from tests.directory.packages import Tables, bring_in
from tests.directory.shelf import listing

pytestmark = pytest.mark.django_db
SERVICES = {
    "Food pantry": "Bags of groceries each Friday.",
    "Lunch club": "A hot lunch with friendly company and social afternoons for older people.",
    "Rent help": "We pay a month of rent when you may lose your home.",
    "Dental clinic": "Dentists for people without insurance.",
    "Bereavement group": "For people who have lost somebody.",
    "Walking group": "A slow walk in the park.",
}


def town() -> Tables:
    rows = [
        {"id": str(n), "name": name, "description": text} for n, (name, text) in enumerate(SERVICES.items())
    ]
    places = [{"id": str(n), "latitude": "51.5", "longitude": str(-0.1 - n)} for n in range(len(rows))]
    return {
        "services": rows,
        "locations": places,
        "services_at_location": [{"service_id": r["id"], "location_id": r["id"]} for r in rows],
    }


@pytest.fixture
def _town(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    bring_in(town())


def found(text: str, **how: Any) -> list[str]:
    return [option.name for option in queries.search(STRANGER, text, now=NOW, **how)]


@pytest.mark.usefixtures("_town")
@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("food", "Food pantry"),
        ("I am so hungry", "Food pantry"),
        ("lonely", "Lunch club"),
        ("help with my rent", "Rent help"),
        ("they want to evict me, evicted", "Rent help"),
        ("toothache", "Dental clinic"),
        ("dentst", "Dental clinic"),
        ("my wife died, grieving", "Bereavement group"),
        ("WALKS", "Walking group"),
        ("grocery", "Food pantry"),
    ],
)
def test_how_people_say_it(said: str, first: str) -> None:
    assert found(said)[0] == first


@pytest.mark.usefixtures("_town")
@pytest.mark.parametrize("said", ["", "   ", "???", "qqqqqqqq", '"( AND', "a" * 5000, "\x00", "name:lunch^9"])
def test_no_words_break_it(said: str) -> None:
    assert isinstance(found(said), list)


@pytest.mark.usefixtures("_town")
def test_words_are_not_all_needed() -> None:
    assert "Rent help" in found("rent and something nobody here has heard of")


@pytest.mark.usefixtures("_town")
def test_what_is_near_comes_first() -> None:
    assert found("group", lat=51.5, lon=-0.1 - 4)[0] == "Bereavement group"
    assert found("group", lat=51.5, lon=-0.1 - 5)[0] == "Walking group"
    assert len(found("group", limit=1)) == 1


def test_rows_made_by_hand_are_found_without_any_index() -> None:
    listing("Quilt circle")
    assert found("quilting") == ["Quilt circle"]


@pytest.mark.usefixtures("_town")
def test_the_index_is_written_once_and_read_from_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    assert index.renew() is True
    assert index.renew() is False
    disk._open_now.clear()

    def no_need(*args: Any) -> Any:
        raise AssertionError("the index on disk was not used")

    monkeypatch.setattr(disk, "build", no_need)
    assert found("rent")[0] == "Rent help"
    assert index.searchable() is index.searchable()


@pytest.mark.usefixtures("_town")
def test_a_change_is_found_at_once_and_the_task_follows() -> None:
    reindex.func(key="a")
    assert found("chess") == []
    changed = town()
    changed["services"].append({"id": "99", "name": "Chess evening"})
    bring_in(changed)
    assert found("chess") == ["Chess evening"]
    reindex.func(key="b")
    folders = [f.name for f in index.home().iterdir() if f.is_dir()]
    assert (*folders, index.newest().last) == index.on_disk()
    disk._open_now.clear()
    assert found("chess") == ["Chess evening"]


@pytest.mark.usefixtures("_town")
def test_a_broken_folder_does_no_harm() -> None:
    index.renew()
    disk._open_now.clear()
    for file in (index.home() / index.on_disk()[0]).iterdir():
        file.write_bytes(b"broken")
    assert found("rent")[0] == "Rent help"


def test_without_any_listing_nothing_is_found_and_nothing_written() -> None:
    assert found("rent") == []
    assert index.renew() is False


def test_what_is_only_for_emergencies_is_not_found_in_quiet_times() -> None:
    listing("Storm shelter", emergency_only=True)
    listing("Old shelter", status="inactive")
    assert found("shelter") == []
