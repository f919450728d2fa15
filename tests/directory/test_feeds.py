"""Feeds: fetched in their rhythm, only when something is new; what fails is tried again and then shown."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from kizuna import cli
from kizuna.access.viewer import STRANGER, SYSTEM, NotAllowed, NotFound, Refused, Viewer
from kizuna.directory import actions, gateways, queries, tasks
from kizuna.directory.care import REASONS
from kizuna.directory.feeds import checked_rhythm, ending_of, next_turn, one_url, page_url, paged
from kizuna.directory.models import BroughtPackage, Feed, Fetch, Service
from kizuna.directory.package import identify
from tests.conftest import NOW
from tests.directory.elsewhere import elsewhere
from tests.directory.packages import Tables, tables
from tests.directory.test_pages import admin

__all__ = ["admin"]
HOUSE = SYSTEM("test")
URL = "http://data.example/all.zip"


@pytest.fixture
def outside(monkeypatch):
    with elsewhere(monkeypatch) as server:
        yield server


def zipped(found: Tables) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, rows in found.items():
            text = io.StringIO()
            columns = list(dict.fromkeys(key for row in rows for key in row))
            writer = csv.DictWriter(text, columns)
            writer.writeheader()
            writer.writerows(rows)
            # The day of a file in a zip is part of its bytes.
            archive.writestr(zipfile.ZipInfo(f"{name}.csv", (2026, 1, 1, 0, 0, 0)), text.getvalue())
    return packed.getvalue()


def work() -> None:
    """Do what waits in the queue, as the worker would."""
    while row := DBTaskResult.objects.filter(status="READY", task_path__contains="directory").first():
        (name, key) = row.task_path.rpartition(".")[2], row.args_kwargs["kwargs"]["key"]
        row.delete()
        if name in {"fetch_feed", "read_package"}:
            getattr(tasks, name).func(key=key)


def turn(now=NOW) -> None:
    Feed.objects.update(next_at=now)
    actions.begin_fetches(by=HOUSE, now=now)
    work()


def the_feed():
    (found,) = queries.feeds(HOUSE)
    return found


def test_a_rhythm_is_hours_or_a_cron_expression_and_failures_are_tried_again_sooner():
    assert checked_rhythm(" 06h ") == "6h" and checked_rhythm("15 3  * * *") == "15 3 * * *"
    for wrong in ("", "0h", "often", "h", "* * * *", "99 3 * * *", "9999h"):
        with pytest.raises(Refused):
            checked_rhythm(wrong)
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert next_turn("6h", now, 0) == now + timedelta(hours=6)
    assert next_turn("15 3 * * *", now, 0) == datetime(2026, 11, 24, 3, 15, tzinfo=UTC)
    waits = [next_turn("168h", now, failures) - now for failures in range(1, 20)]
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert waits == sorted(waits) and waits[-1] == timedelta(hours=24)
    assert next_turn("1h", now, 9) == now + timedelta(hours=1), "never later than its turn"


def test_what_came_is_told_by_its_address_or_its_kind():
    assert ending_of("https://x.example/a.ZIP?v=1", "text/html") == ".zip"
    assert ending_of("https://x.example/feed", "application/x-ndjson; charset=utf-8") == ".ndjson"
    assert ending_of("https://x.example/feed", "") == ".json"
    assert paged(b"[1]") is paged(b"{") is paged(b'{"contents": 1, "total_pages": 1}') is None
    assert paged(b' {"contents": [], "total_pages": 1}') is not None
    assert page_url("https://x.example/services?page=1&full=true", 3) == (
        "https://x.example/services?full=true&page=3"
    )
    assert one_url("https://x.example/services/?page=1", "a") == "https://x.example/services/a"


@pytest.mark.django_db
def test_a_feed_is_read_once_for_each_edition_and_what_it_drops_waits_for_a_curator(outside, admin):
    client = admin
    outside.pages["/all.zip"] = (
        200,
        {"ETag": '"one"', "Last-Modified": "Mon, 23 Nov 2026"},
        zipped(tables()),
    )
    said = {"source": "linden", "url": URL, "every": "24h", "publisher": "211", "licence": "CC BY 4.0"}
    answer = client.post("/services/feeds/", said, follow=True)
    assert answer.status_code == 200 and "CC BY 4.0" in answer.content.decode()
    turn()
    feed = the_feed()
    assert (feed.outcome, feed.failures, Service.objects.count()) == ("imported", 0, 2)
    page = client.get(f"/services/feeds/{feed.id}/").content.decode()
    assert "See the report" in page
    report = f"/services/import/{Fetch.objects.get().package_id}/"
    assert "The directory is up to date" in client.get(report).content.decode()
    assert client.get(f"{report}findings.csv").status_code == 200
    turn(NOW + timedelta(days=1))
    assert the_feed().outcome == "same" and outside.asked[-1][1]["If-None-Match"] == '"one"'
    assert BroughtPackage.objects.count() == 1
    # Without a mark the bytes themselves say that they are known.
    outside.pages["/all.zip"] = (200, {}, zipped(tables()))
    turn(NOW + timedelta(days=2))
    assert the_feed().outcome == "same" and BroughtPackage.objects.count() == 1
    less = tables()
    less["services"] = less["services"][:1]
    outside.pages["/all.zip"] = (200, {}, zipped(less))
    turn(NOW + timedelta(days=3))
    actions.recheck_all(by=HOUSE, now=NOW)
    gone = identify("linden", "service", "8")
    row = Service.objects.get(pk=gone)
    assert row.gone and "gone" in REASONS
    care = client.get("/services/care/?about=gone").content.decode()
    assert "Legal advice" in care and "No longer in its source" in care
    assert "Its source lists it no longer" in client.get(f"/services/{gone}/care/").content.decode()
    assert client.post(f"/services/{gone}/care/", {"do": "offered"}).status_code == 302
    assert queries.options_by_id(STRANGER, [gone], NOW) and not Service.objects.get(pk=gone).withdrawn
    outside.pages["/all.zip"] = (200, {}, zipped({**less, "phones": []}))
    turn(NOW + timedelta(days=4))
    assert not Service.objects.get(pk=gone).withdrawn, "a curator kept it"
    outside.pages["/all.zip"] = (200, {}, zipped(tables()))
    turn(NOW + timedelta(days=5))
    assert not Service.objects.get(pk=gone).kept, "its source lists it again"


@pytest.mark.django_db
def test_a_feed_that_fails_is_tried_again_and_stands_among_what_needs_care(outside, admin):
    outside.pages["/all.zip"] = (503, {}, b"")
    id = actions.keep_feed(source="linden", url=URL, rhythm="24h", by=HOUSE, now=NOW)
    for failures in (1, 2, 3):
        turn(NOW + timedelta(hours=failures))
        assert (the_feed().outcome, the_feed().failures) == ("failed", failures)
    assert the_feed().unwell and "503" in the_feed().said
    assert "The directory of linden cannot be fetched" in admin.get("/services/care/").content.decode()
    outside.pages["/all.zip"] = (200, {}, b"no zip at all")
    turn(NOW + timedelta(hours=4))
    assert the_feed().outcome == "refused" and "zip" in the_feed().said
    outside.pages["/all.zip"] = (200, {}, zipped(tables()))
    actions.fetch_now(feed=id, by=HOUSE, now=NOW)
    work()
    assert (the_feed().outcome, the_feed().failures) == ("imported", 0)
    assert not queries.unwell_feeds(HOUSE)
    actions.switch_feed(feed=id, on=False, by=HOUSE, now=NOW)
    Feed.objects.update(next_at=NOW)
    assert actions.begin_fetches(by=HOUSE, now=NOW) == 0 and queries.feed_to_fetch(HOUSE, id) is None


@pytest.mark.django_db
def test_a_feed_that_lost_most_of_its_services_takes_nothing_away(outside):
    many = tables()
    first = many["services"][0]
    many["services"] = [{**first, "id": str(number), "name": f"Club {number}"} for number in range(30)]
    many |= {"services_at_location": [], "phones": [], "services_taxonomy": []}
    outside.pages["/all.zip"] = (200, {}, zipped(many))
    actions.keep_feed(source="linden", url=URL, by=HOUSE, now=NOW)
    turn()
    assert Service.objects.filter(withdrawn=False).count() == 30
    outside.pages["/all.zip"] = (200, {}, zipped({**many, "services": many["services"][:10]}))
    turn(NOW + timedelta(days=1))
    assert the_feed().outcome == "refused" and "10 services, and 30 are here" in the_feed().said
    assert Service.objects.filter(withdrawn=False).count() == 30
    outside.pages["/all.zip"] = (200, {}, zipped({**many, "services": many["services"][:20]}))
    turn(NOW + timedelta(days=2))
    assert the_feed().outcome == "imported" and Service.objects.filter(withdrawn=False).count() == 20


@pytest.mark.django_db
def test_a_feed_does_not_lead_inside_and_what_was_killed_counts_once(outside):
    outside.pages["/all.zip"] = (302, {"Location": "http://inside.example/secret"}, b"")
    id = actions.keep_feed(source="linden", url=URL, by=HOUSE, now=NOW)
    turn()
    assert the_feed().outcome == "refused" and "open internet" in the_feed().said
    assert [path for path, _headers in outside.asked] == ["/all.zip"]
    for wrong in ("file:///etc/passwd", "http://u:p@data.example/", "nonsense"):
        with pytest.raises(Refused):
            actions.keep_feed(source="linden", url=wrong, by=HOUSE, now=NOW)
    outside.pages["/all.zip"] = (200, {}, zipped(tables()))
    for _again in range(2):
        tasks.fetch_feed.func(key=f"feed:{id}:once")
    assert BroughtPackage.objects.count() == 1 and Fetch.objects.filter(key=f"feed:{id}:once").count() == 1


@pytest.mark.django_db
def test_an_api_is_read_page_by_page_and_what_its_list_leaves_out_one_by_one(outside, capsys):
    def listed(number, *entries):
        whole = {"total_items": 3, "total_pages": 2, "page_number": number, "contents": list(entries)}
        return (200, {"Content-Type": "application/json"}, json.dumps(whole).encode())

    def service(id, **more):
        body = {"id": "b0000000-0000-4000-8000-000000000001", "name": "Linden Kitchen"}
        own = {"id": f"a0000000-0000-4000-8000-00000000000{id}", "name": f"Club {id}"}
        return {**own, "status": "active", "organization": body, **more}

    phones = [{"id": "c0000000-0000-4000-8000-000000000001", "number": "+13055734200"}]
    short, whole = service(3), service(3, description="In full", phones=phones)
    outside.pages["/api/services"] = listed(1, service(1, phones=phones), service(2, phones=phones))
    outside.pages["/api/services?page=2"] = listed(2, short)
    outside.pages[f"/api/services/{short['id']}"] = (200, {}, json.dumps(whole).encode())
    assert cli.main(["directory", "import", "http://data.example/api/services", "--source", "birch"]) == 0
    assert Service.objects.count() == 3
    assert Service.objects.get(name="Club 3").description == "In full"
    assert cli.main(["directory", "feed", "add", "birch", "http://data.example/api/services"]) == 0
    assert cli.main(["directory", "feed", "fetch", "birch", "--json"]) == 0
    work()
    assert the_feed().outcome == "imported"
    outside.pages["/api/services?page=2"] = (500, {}, b"")
    with pytest.raises(OSError, match="500"):
        gateways.bring("http://data.example/api/services")
    assert cli.main(["directory", "import", "http://data.example/api/services"]) != 0
    assert "could not be fetched" in capsys.readouterr().err
    nonsense = json.dumps({"contents": [1], "total_pages": 1}).encode()
    outside.pages["/api/services"] = (200, {}, nonsense)
    with pytest.raises(Refused):
        gateways.bring("http://data.example/api/services")


@pytest.mark.doors
@pytest.mark.django_db
def test_only_curators_keep_feeds():
    id = actions.keep_feed(source="linden", url=URL, by=HOUSE, now=NOW)
    worker = Viewer(role="worker", account="w")
    curator = Viewer(role="coordinator", account="c")
    for deed in (
        lambda by: queries.feeds(by),
        lambda by: queries.feed(by, id),
        lambda by: queries.fetches(by, id),
        lambda by: actions.keep_feed(source="birch", url=URL, by=by, now=NOW),
        lambda by: actions.switch_feed(feed=id, on=False, by=by, now=NOW),
        lambda by: actions.switch_feed(feed=id, on=True, by=by, now=NOW),
        lambda by: actions.fetch_now(feed=id, by=by, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed(worker)
        deed(curator)
    assert queries.unwell_feeds(worker) == ()
    with pytest.raises(NotAllowed):
        actions.begin_fetches(by=curator, now=NOW)
    with pytest.raises(NotFound):
        queries.feed(curator, "nothing")
    # A curator reads the report of a feed, and no other package.
    package = actions.bring_package(
        ending=".json", source="x", content=b"[]", at_once=False, by=HOUSE, now=NOW
    )
    with pytest.raises(NotAllowed):
        queries.brought_package(curator, package)
    Fetch.objects.create(feed_id=id, key="k", at=NOW, package_id=package)
    assert queries.brought_package(curator, package).source == "x"
