"""Lists that people bring: looked through, kept whole or not at all, taken back within a day."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.activities.models import Group, Volunteer
from kizuna.people.actions import add_person, give_consent
from kizuna.people.consent import LINK_WORKERS, SUPPORT
from kizuna.people.models import Consent, Household, Person
from kizuna.people.queries import likely_twins, visible
from kizuna.web import actions, queries, tasks
from kizuna.web.lists import STEPS, ListValue
from kizuna.web.models import BroughtList
from kizuna.work.actions import report
from kizuna.work.claim import Cancelled
from kizuna.work.models import Job
from tests.town import HOUSE, Town, build, refer

GOOD = (
    "Name,Area,Phone,DOB,Household,Consent\n"
    "Dee Lark,North,(305) 555-0188,1950,7,yes\n"
    "Ed Lark,North,,1948,7,no\n"
)
EVERYBODY = {"answer": "everybody", "how": "paper"}


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def brought(town: Town, text: str = GOOD, *, kind: str = "residents", who: str = "coordinator") -> UUID:
    return actions.bring_list(kind=kind, content=text.encode(), by=town.viewer(who), now=town.now)


def checked(
    town: Town, list: UUID, *, agreement: dict[str, str] = EVERYBODY, area: str = "", who: str = "coordinator"
) -> ListValue:
    by = town.viewer(who)
    mapped = queries.brought_list(by, list).mapped
    actions.check_list(brought=list, mapped=mapped, area=area, agreement=agreement, by=by, now=town.now)
    actions.look_through(brought=list, by=HOUSE, now=town.now)
    return queries.brought_list(by, list)


def kept(town: Town, list: UUID, leave: tuple[int, ...] = (), who: str = "coordinator") -> ListValue:
    by = town.viewer(who)
    actions.keep_list(brought=list, leave=leave, by=by, now=town.now)
    actions.write_list(brought=list, by=HOUSE, now=town.now)
    return queries.brought_list(by, list)


def counts() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Person, Consent, Household, Group, Volunteer))


def test_a_list_is_kept_with_consent_and_household(town: Town) -> None:
    one = brought(town)
    assert checked(town, one, agreement={"answer": "column", "how": "paper"}).faults == ()
    assert kept(town, one).state == "kept"
    dee, ed = (Person.objects.get(name=f"{name} Lark") for name in ("Dee", "Ed"))
    assert (dee.phone, dee.birth_year, dee.area_id) == ("+13055550188", 1950, town.north)
    assert Household.objects.filter(membership__person=dee).get().membership_set.count() == 2
    seen = set(visible(town.viewer("worker")).values_list("pk", flat=True))
    assert dee.pk in seen, "who agreed is seen by the link worker"
    assert ed.pk not in seen, "who did not agree is not"


def test_nothing_of_the_list_stays_behind(town: Town) -> None:
    one = brought(town)
    checked(town, one)
    kept(town, one)
    row = BroughtList.objects.get(pk=one)
    assert (row.rows, row.columns, row.faults, row.twins) == (None, None, None, None)


def test_a_list_lies_sealed_until_it_is_kept(town: Town) -> None:
    one = brought(town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM web_broughtlist")
        assert "Lark" not in str(cursor.fetchall())
    assert queries.brought_list(town.viewer("coordinator"), one).samples[0] == ("Dee Lark", "Ed Lark")


def test_one_bad_cell_keeps_everything_out(town: Town) -> None:
    before = counts()
    one = brought(town, GOOD + "Flo,Atlantis,12,,,\n")
    found = checked(town, one)
    assert [(fault.row, fault.column) for fault in found.faults] == [(4, "Area"), (4, "Phone")]
    with pytest.raises(Refused, match="Mend"):
        actions.keep_list(brought=one, leave=[4], by=town.viewer("coordinator"), now=town.now)
    actions.write_list(brought=one, by=HOUSE, now=town.now)
    assert counts() == before


def test_a_list_whose_writing_is_stopped_leaves_nobody_behind_and_can_be_kept_again(town: Town) -> None:
    by, before = town.viewer("coordinator"), counts()
    one = brought(town)
    checked(town, one)
    for stopped in (True, False):
        actions.keep_list(brought=one, leave=(), by=by, now=town.now)
        job = Job.objects.get(name="web.write_list", outcome="")
        if stopped:
            Job.objects.filter(pk=job.pk).update(cancel_asked=True)  # while it runs
            with pytest.raises(Cancelled):
                tasks.write_list.call(key=job.key)
            Job.objects.filter(pk=job.pk).update(outcome="cancelled")
            assert counts() == before
            assert queries.brought_list(by, one).state == "checked"
        else:
            tasks.write_list.call(key=job.key)
    assert queries.brought_list(by, one).state == "kept"
    assert counts() != before


def test_the_page_says_how_far_the_background_is_and_whoever_stops_it_may_begin_again(town: Town) -> None:
    one, by = brought(town), town.viewer("coordinator")
    mapped = queries.brought_list(by, one).mapped
    said = {"mapped": mapped, "area": "", "agreement": EVERYBODY, "by": by, "now": town.now}
    actions.check_list(brought=one, **said)
    job = Job.objects.get(name="web.check_list")
    client = Client()
    client.force_login(town.accounts["coordinator"])
    assert "It begins in a moment" in client.get(f"/lists/{one}/").content.decode()
    report(key=job.key, done=2, of=3, now=town.now)
    assert queries.brought_list(by, one).step == 2
    assert "here already" in client.get(f"/lists/{one}/").content.decode()
    Job.objects.filter(pk=job.pk).update(cancel_asked=True)
    with pytest.raises(Cancelled):
        actions.look_through(brought=one, by=HOUSE, now=town.now)
    stopped = queries.brought_list(by, one)
    assert (stopped.state, stopped.step, len(stopped.faults)) == ("checked", 0, 1)
    actions.check_list(brought=one, **said)


def test_a_coordinator_brings_people_only_where_they_work(town: Town) -> None:
    found = checked(town, brought(town, "Name,Area\nDee,South\n"))
    assert [fault.column for fault in found.faults] == ["Area"]
    assert checked(town, brought(town, "Name,Area\nDee,South\n", who="admin"), who="admin").faults == ()


@pytest.mark.doors
@pytest.mark.parametrize("who", ["coordinator", "admin"])
def test_a_list_of_guesses_confirms_nobody_whom_one_may_not_see(town: Town, who: str) -> None:
    """Also with everything right: a name, a birth year, a number and an address."""
    how: dict[str, Any] = {"birth_year": 1960, "phone": "305 555 0177", "email": "zed@example.org"}
    add_person(name="Zed Lo", area=town.north, **how, by=HOUSE, now=town.now)
    one = brought(
        town,
        "Name,Area,DOB,Phone,Email\nZed Lo,North,1960,305 555 0177,zed@example.org\n"
        "Ana Ruiz,North,1950,,ana@example.org\n",
        who=who,
    )
    assert checked(town, one, who=who).twins == ()
    assert kept(town, one, who=who).kept == 2, "as many as if they were not here"


def test_what_one_brought_oneself_is_named_row_by_row(town: Town) -> None:
    text = "Name,Area,DOB\nDee Lark,North,1950\nZed,North,1960\nZed,North,1960\n"
    first = brought(town, text)
    assert [(twin.row, twin.other_row) for twin in checked(town, first).twins] == [(4, 3)]
    kept(town, first, leave=(4,))
    again = checked(town, brought(town, text))
    assert [twin.row for twin in again.twins if not twin.other_row][:2] == [2, 3]
    assert all(twin.reasons for twin in again.twins)
    others = checked(town, brought(town, text, who="admin"), who="admin")
    assert [(twin.row, twin.other_row) for twin in others.twins] == [(4, 3)]


def test_the_same_name_alone_and_a_shared_phone_alone_are_no_twins(town: Town) -> None:
    text = (
        "Name,Area,DOB,Phone\nUna Ruiz,North,1951,305 555 0166\n"
        "Una Ruiz,North,2001,305 555 0166\nBo Wu,North,,305 555 0166\n"
    )
    assert checked(town, brought(town, text)).twins == ()


def test_twins_can_be_left_out(town: Town) -> None:
    one = brought(town, "Name,Area,DOB\nZed,North,1960\nZed,North,1960\n")
    assert len(checked(town, one).twins) == 1
    assert kept(town, one, leave=(3,)).kept == 1
    assert Person.objects.filter(name="Zed").count() == 1


def test_rows_that_nobody_called_twins_cannot_be_left_out_by_the_way(town: Town) -> None:
    one = brought(town)
    checked(town, one)
    assert kept(town, one, leave=(2, 3)).kept == 2


def test_a_list_is_written_once_however_often_the_work_is_done(town: Town) -> None:
    one = brought(town)
    checked(town, one)
    kept(town, one)
    before = counts()
    actions.write_list(brought=one, by=HOUSE, now=town.now)
    actions.look_through(brought=one, by=HOUSE, now=town.now)
    assert counts() == before


def test_a_list_is_taken_back_whole(town: Town) -> None:
    before = counts()
    one = brought(town)
    checked(town, one)
    kept(town, one)
    assert counts() != before
    assert actions.undo_list(brought=one, by=town.viewer("coordinator"), now=town.now) == 0
    assert counts() == before


def test_whoever_somebody_worked_with_stays(town: Town) -> None:
    one = brought(town)
    checked(town, one)
    kept(town, one)
    dee = Person.objects.get(name="Dee Lark")
    refer(town, dee.pk)
    assert actions.undo_list(brought=one, by=town.viewer("coordinator"), now=town.now) == 1
    assert Person.objects.filter(name="Dee Lark").exists()
    assert not Person.objects.filter(name="Ed Lark").exists()
    assert Consent.objects.filter(person=dee).exists(), "and so does what they agreed to"


def test_after_a_day_it_cannot_be_taken_back(town: Town) -> None:
    one = brought(town)
    checked(town, one)
    kept(town, one)
    with pytest.raises(Refused, match="one day"):
        actions.undo_list(brought=one, by=town.viewer("coordinator"), now=town.now + timedelta(days=1))


def test_a_list_that_nobody_keeps_is_forgotten_after_a_day(town: Town) -> None:
    one = brought(town)
    checked(town, one)
    assert actions.forget_lists(by=HOUSE, now=town.now + timedelta(hours=23)) == 0
    assert actions.forget_lists(by=HOUSE, now=town.now + timedelta(hours=25)) == 1
    row = BroughtList.objects.get(pk=one)
    assert (row.state, row.rows, row.faults) == ("left", None, None)


def test_if_the_area_was_closed_meanwhile_nothing_is_written(town: Town, monkeypatch: Any) -> None:
    one = brought(town)
    checked(town, one)
    actions.keep_list(brought=one, leave=(), by=town.viewer("coordinator"), now=town.now)
    before = counts()
    monkeypatch.setattr("kizuna.web.actions.lists.who_brought", lambda viewer, row: Viewer("coordinator"))
    actions.write_list(brought=one, by=HOUSE, now=town.now)
    row = BroughtList.objects.get(pk=one)
    assert row.state == "checked"
    assert row.faults
    assert counts() == before


def test_volunteers_come_with_what_they_offer(town: Town) -> None:
    text = "Name,Area,Skills,Availability\nDee Lark,North,Driving and soup,Saturdays\n"
    one = brought(town, text, kind="volunteers")
    assert checked(town, one).faults == ()
    kept(town, one)
    row = Volunteer.objects.get()
    assert (row.can_do, row.times) == ("Driving and soup", "Saturdays")
    assert Consent.objects.get(person=row.person_id).purpose == "volunteering"
    actions.undo_list(brought=one, by=town.viewer("coordinator"), now=town.now)
    assert not Volunteer.objects.exists()


def test_groups_come_with_what_they_help_with(town: Town) -> None:
    text = (
        "Group,Neighborhood,Cost,Languages,Mail\n"
        "Soup on Sunday,North,0,Spanish,soup@example.org\nChess,North,,,\n"
    )
    one = brought(town, text, kind="groups", who="admin")
    assert checked(town, one, who="admin").faults == ()
    assert kept(town, one, who="admin").kept == 2
    soup = Group.objects.get(name="Soup on Sunday")
    assert (soup.cost, soup.languages, soup.email) == (0, ["es"], "soup@example.org")
    again = brought(town, text, kind="groups", who="admin")
    assert [twin.other_row for twin in checked(town, again, who="admin").twins] == [0, 0]
    assert actions.undo_list(brought=one, by=town.viewer("admin"), now=town.now) == 0
    assert not Group.objects.filter(name="Chess").exists()


@pytest.mark.doors
@pytest.mark.parametrize("who", ["stranger", "resident", "worker", "analyst", "provider"])
def test_a_list_is_no_way_in(town: Town, who: str) -> None:
    by = STRANGER if who == "stranger" else town.viewer(who)
    one = brought(town)
    with pytest.raises((NotAllowed, LogInFirst)):
        actions.bring_list(kind="residents", content=GOOD.encode(), by=by, now=town.now)
    for refused in (
        lambda: queries.brought_list(by, one),
        lambda: queries.my_lists(by),
        lambda: actions.leave_list(brought=one, by=by, now=town.now),
        lambda: actions.undo_list(brought=one, by=by, now=town.now),
        lambda: actions.keep_list(brought=one, leave=(), by=by, now=town.now),
    ):
        with pytest.raises((NotAllowed, LogInFirst)):
            refused()


@pytest.mark.doors
def test_nobody_else_has_my_list(town: Town) -> None:
    one = brought(town)
    with pytest.raises(NotFound):
        queries.brought_list(town.viewer("admin"), one)
    with pytest.raises(NotFound):
        actions.leave_list(brought=one, by=town.viewer("admin"), now=town.now)


@pytest.mark.doors
def test_twins_are_told_only_to_those_who_may_bring_people_there(town: Town) -> None:
    from kizuna.people.profile import NewPerson

    new = NewPerson(id=str(UUID(int=3)), name="Ana", area=str(town.south))
    with pytest.raises(NotFound):
        likely_twins(town.viewer("coordinator"), [new])
    with pytest.raises(NotAllowed):
        likely_twins(town.viewer("worker"), [new])


def test_every_step_leads_somewhere() -> None:
    assert {after for steps in STEPS.values() for after in steps} <= set(STEPS)


def client(town: Town, who: str = "coordinator") -> Client:
    found = Client()
    found.force_login(town.accounts[who])
    return found


def test_the_whole_way_in_the_browser_without_a_script(town: Town) -> None:
    web = client(town)
    file = SimpleUploadedFile("people.csv", GOOD.encode())
    said = web.post("/lists/", {"kind": "residents", "file": file})
    assert said.status_code == 302
    page = said.url
    shown = web.get(page)
    assert b"Dee Lark" in shown.content
    form = {f"column-{code}": str(place) for code, place in shown.context["list"].mapped.items()}
    assert web.post(page, {**form, "answer": ""}).status_code == 422
    assert web.post(page, {**form, "answer": "everybody", "how": "paper"}).status_code == 302
    assert b'http-equiv="refresh"' in web.get(page).content
    one = UUID(page.split("/")[2])
    actions.look_through(brought=one, by=HOUSE, now=timezone.now())
    assert "Keep this list" in web.get(page).content.decode()
    assert web.post(f"{page}keep/").status_code == 302
    actions.write_list(brought=one, by=HOUSE, now=timezone.now())
    assert "Take the whole list back" in web.get(page).content.decode()
    assert web.post(f"{page}undo/").status_code == 302
    assert "All rows are gone again" in web.get(page).content.decode()
    assert page.encode() in web.get("/lists/").content


def test_faults_come_as_a_file_without_formulas(town: Town) -> None:
    web = client(town)
    one = brought(town, "Name,Area,Phone\nDee,North,=cmd\n")
    checked(town, one)
    text = web.get(f"/lists/{one}/faults/").content.decode()
    assert "'=cmd" in text
    assert "2,Phone," in text


def test_what_is_no_list_is_refused_on_the_page(town: Town) -> None:
    said = client(town).post("/lists/", {"kind": "residents", "file": SimpleUploadedFile("x", b"\x00\x01")})
    assert said.status_code == 422
    assert "not a list" in said.content.decode()


def test_pages_ask_little_of_the_database(town: Town, django_assert_max_num_queries: Any) -> None:
    web = client(town)
    one = brought(town)
    checked(town, one)
    for page in ("/lists/", f"/lists/{one}/"):
        with django_assert_max_num_queries(12):
            assert web.get(page).status_code == 200


def test_consent_for_emergencies_only_shows_nobody_in_everyday_life(town: Town) -> None:
    one = brought(town)
    checked(town, one, agreement={"answer": "emergency", "how": "paper"})
    kept(town, one)
    dee = Person.objects.get(name="Dee Lark")
    assert dee.pk not in set(visible(town.viewer("worker")).values_list("pk", flat=True))
    give_consent(person=dee.pk, purpose=SUPPORT, recipient=LINK_WORKERS, how="spoken", by=HOUSE, now=town.now)
    assert dee.pk in set(visible(town.viewer("worker")).values_list("pk", flat=True))
