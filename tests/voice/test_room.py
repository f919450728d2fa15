"""Reports: who reads them, who never does, and what the one who reported it hears."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import STRANGER, SYSTEM, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.activities.actions import unload_groups
from kizuna.activities.models import Group
from kizuna.bonds.models import Answer, Tie
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import add_person, open_account
from kizuna.people.models import Account
from kizuna.people.queries import viewer_of
from kizuna.voice import actions, queries
from kizuna.voice.models import About, Aside, Code, Report
from kizuna.voice.report import NewReport, about_token, report_token
from kizuna.web.queries import held_about
from tests.town import Town, build

HOUSE = SYSTEM("test")


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def said(**more: object) -> NewReport:
    return NewReport(**{"key": uuid4(), "kind": "hurtful", "words": "Somebody shouted at me.", **more})  # type: ignore[arg-type]


def make(town: Town, by: Viewer = STRANGER, **more: object) -> UUID:
    return actions.make_report(new=said(**more), by=by, now=town.now)


def colleague(town: Town, name: str, role: str = "coordinator", **more: object) -> Viewer:
    key = open_account(
        email=f"{uuid4()}@example.org",
        name=name,
        role=role,
        areas=[town.north],
        by=HOUSE,
        now=town.now,
        **more,
    )
    return viewer_of(HOUSE, Account.objects.get(pk=key))


def holder(town: Town, report: UUID) -> Viewer:
    token = report_token(report, settings.SECRET_KEYS, town.now)
    return queries.own_report(STRANGER, token, town.now)[1]


def own(town: Town, report: UUID, now=None):
    token = report_token(report, settings.SECRET_KEYS, town.now)
    return queries.own_report(STRANGER, token, now or town.now)[0]


def seen_by(viewer: Viewer, report: UUID, town: Town) -> bool:
    try:
        queries.report(viewer, report, town.now)
    except NotFound:
        return False
    return True


@pytest.mark.doors
def test_who_stands_near_never_sees_it(town: Town) -> None:
    """Named, the organiser's colleague of one group, one home, one tie, one organisation, the reporter."""
    near = add_person(name="Near Neighbour", area=town.north, by=HOUSE, now=town.now)
    mary = colleague(town, "Mary Tone")
    tied = colleague(town, "Tied Person", person=near)
    free = colleague(town, "Free Person")
    answer = Answer.objects.create(person_id=near, at=town.now, how="self")
    Tie.objects.create(answer=answer, person_id=near, other_id=town.ben, name="Ben", kind="friend")
    report = make(town, who="Ben Ono", words="It was Ben, and mary  TONE laughed.")
    assert not seen_by(mary, report, town) and not seen_by(tied, report, town)
    assert seen_by(free, report, town) and seen_by(town.viewer("admin"), report, town)
    for deed in (
        lambda viewer: actions.take_step(report=report, step="take", by=viewer, now=town.now),
        lambda viewer: actions.stand_aside(report=report, by=viewer, now=town.now),
    ):
        with pytest.raises(NotFound):
            deed(mary)
    assert str(report) not in {one.id for one in queries.reports(mary, town.now)}
    # A coordinator who reports does not decide about it either.
    assert not seen_by(free, make(town, free), town)
    # Whoever organises the group whose page it is.
    Group.objects.filter(pk=town.group).update(organiser=UUID(free.account))
    assert not seen_by(free, make(town, group=str(town.group)), town)
    # Whoever comes near later is set aside the next morning.
    late = make(town, words="A walker shouted.", group=str(town.group))
    other = colleague(town, "Nora Late")
    assert seen_by(other, late, town)
    Group.objects.filter(pk=town.group).update(organiser=UUID(other.account))
    actions.chase(by=HOUSE, now=town.now)
    assert not seen_by(other, late, town)
    # No mail asked the ones set aside, and none says what it is about.
    texts = [(one.address, one.text) for one in Message.objects.filter(cause=f"voice.Report:{report}")]
    assert texts and all("shout" not in text and "Ben" not in text for _to, text in texts)
    aside = Account.objects.filter(pk__in=Aside.objects.filter(report=report).values("account"))
    assert not {to for to, _text in texts} & {one.email for one in aside}
    for viewer, answer_ in ((STRANGER, LogInFirst), (town.viewer("worker"), NotAllowed)):
        with pytest.raises(answer_):
            queries.reports(viewer, town.now)


@pytest.mark.doors
def test_another_area_sees_it_only_when_it_went_wider(town: Town) -> None:
    report = make(town, group=str(town.group))
    key = open_account(
        email="s@example.org", name="S", role="coordinator", areas=[town.south], by=HOUSE, now=town.now
    )
    south = viewer_of(HOUSE, Account.objects.get(pk=key))
    assert not seen_by(south, report, town)
    Report.objects.filter(pk=report).update(widened_at=town.now)
    assert seen_by(south, report, town)


def test_nobody_learns_who_reported(town: Town) -> None:
    ana = town.viewer("resident")
    report = make(town, ana, tell="write", reach="ana@example.org")
    shown = queries.report(town.viewer("coordinator"), report, town.now)
    assert "Ana" not in repr(shown) and "ana@example.org" not in repr(shown)
    noted = list(Entry.objects.filter(subject__contains=str(report)))
    assert noted and all(ana.account not in one.by and one.person is None for one in noted)
    named = make(town, ana, named=True)
    assert queries.report(town.viewer("coordinator"), named, town.now).reporter == "Ana Ruiz"
    with connection.cursor() as cursor:
        cursor.execute("SELECT words, reach, who FROM voice_report")
        assert all("ana@" not in str(row) and "shouted" not in str(row) for row in cursor.fetchall())


def test_the_whole_way_with_a_question_and_an_appeal(town: Town) -> None:
    now, reads = town.now, town.viewer("coordinator")
    key = uuid4()
    report = make(town, tell="write", reach="dee@example.org", key=key)
    assert make(town, key=key) == report != key and Report.objects.count() == 1
    # Whoever decides knows the id; sent as a key it leads to a report of their own, not to this one.
    assert make(town, key=report) != report
    Report.objects.exclude(pk=report).delete()
    take = {"report": report, "by": reads, "now": now}
    with pytest.raises(Refused):
        actions.take_step(step="decide", outcome="warned", words="x", **take)
    actions.take_step(step="take", **take)
    actions.take_step(step="ask", words="When was it?", **take)
    assert [line.words for line in own(town, report).lines] == ["", "When was it?"]
    mine = {"report": report, "by": holder(town, report)}
    actions.own_step(step="answer", words="On Monday.", **mine, now=now)
    for wrong in ({"outcome": "nothing", "words": ""}, {"outcome": "hang", "words": "x"}):
        with pytest.raises(Refused):
            actions.take_step(step="decide", **wrong, **take)
    actions.take_step(step="decide", outcome="nothing", words="Nobody else heard it.", **take)
    found = own(town, report)
    assert found.state == "decided" and found.may_appeal and found.outcome == "nothing"
    assert Message.objects.filter(address__isnull=False, topic="report").count() == 2
    assert not own(town, report, found.due_at + timedelta(minutes=1)).may_appeal
    with pytest.raises(Refused):
        actions.own_step(step="appeal", words="Too late.", **mine, now=found.due_at + timedelta(minutes=1))
    actions.own_step(step="appeal", words="Three people did.", **mine, now=now)
    # Whoever decided does not decide again.
    assert queries.report(reads, report, now).steps == ()
    with pytest.raises(Refused):
        actions.take_step(step="decide_again", outcome="warned", words="x", **take)
    actions.take_step(
        report=report,
        step="decide_again",
        outcome="warned",
        words="We heard three.",
        by=town.viewer("admin"),
        now=now,
    )
    assert own(town, report).state == "closed" and own(town, report).outcome == "warned"
    for step in ("appeal", "withdraw", "answer"):
        with pytest.raises(Refused):
            actions.own_step(step=step, words="x", **mine, now=now)


def test_what_is_late_is_asked_again_then_goes_wider_and_what_nobody_appeals_closes(town: Town) -> None:
    report, reads = make(town, group=str(town.group)), town.viewer("coordinator")
    row = Report.objects.get(pk=report)
    late = row.due_at + timedelta(hours=14)
    assert actions.chase(by=HOUSE, now=row.due_at - timedelta(minutes=1)) == 0
    assert actions.chase(by=HOUSE, now=late) == 1 and actions.chase(by=HOUSE, now=late) == 0
    assert Report.objects.get().widened_at is None
    assert actions.chase(by=HOUSE, now=late + timedelta(days=5)) == 1
    assert Report.objects.get().widened_at is not None
    actions.take_step(report=report, step="take", by=reads, now=town.now)
    actions.stand_aside(report=report, by=reads, now=town.now)
    assert not seen_by(reads, report, town) and Report.objects.get().state == "new"
    admin = {"report": report, "by": town.viewer("admin"), "now": town.now}
    actions.take_step(step="take", **admin)
    actions.take_step(step="decide", outcome="spoken", words="We spoke.", **admin)
    assert actions.chase(by=HOUSE, now=town.now + timedelta(days=60)) == 1
    assert own(town, report).state == "closed"


def test_the_one_it_is_about_reads_only_what_was_decided(town: Town) -> None:
    report = make(town, who="Ana Ruiz", words="Secret words of Dee")
    held = json.dumps(held_about(town.viewer("resident"), str(town.ana)))
    assert "Dee" not in held and "hurtful" not in held
    Report.objects.filter(pk=report).update(state="closed", outcome="warned")
    told = held_about(town.viewer("resident"), str(town.ana))["voice"]
    assert told["reports_about"][0]["outcome"] == "warned" and "Dee" not in json.dumps(told)


def test_an_open_report_outlives_an_erasure_without_a_name(town: Town) -> None:
    report = make(town, town.viewer("resident"), tell="write", reach="ana@example.org", named=True)
    actions.erase(person=town.ana, by=HOUSE, now=town.now)
    row = Report.objects.get(pk=report)
    assert row.person_id is None and row.reach == "" and not row.named and row.words


def test_few_reports_are_hidden_from_figures(town: Town) -> None:
    make(town, group=str(town.group))
    period = (town.now - timedelta(days=1), town.now + timedelta(days=1))
    made, decided = queries.indicators(town.viewer("analyst"), town.north, period)
    assert (made.value, made.hidden, decided.value) == (None, True, None)
    with pytest.raises(NotFound):
        queries.indicators(town.viewer("analyst"), town.south, period)


@pytest.mark.doors
def test_a_community_writes_its_own_code(town: Town) -> None:
    write = {"language": "en", "rules": ["Sing loud."], "now": town.now}
    for viewer, answer in ((town.viewer("resident"), NotAllowed), (STRANGER, LogInFirst)):
        with pytest.raises(answer):
            actions.write_code(group=town.group, by=viewer, **write)
    far = Viewer(role="organiser", account=str(uuid4()), areas=frozenset({str(town.south)}))
    with pytest.raises(NotFound):
        actions.write_code(group=town.group, by=far, **write)
    with pytest.raises(NotAllowed):
        actions.write_code(area=town.north, by=town.viewer("organiser"), **write)
    actions.write_code(area=town.community, by=town.viewer("admin"), **write)
    code, _name = queries.code_of_group(STRANGER, town.group, "en", town.now)
    assert code.rules == ("Sing loud.",) and not code.own and code.where == "Linden Bay"
    actions.write_code(
        group=town.group, by=town.viewer("organiser"), language="en", rules=["Hum."], now=town.now
    )
    assert queries.code_of_group(STRANGER, town.group, "es", town.now)[0].rules == ("Hum.",)
    # A group on which something hangs up here cannot be taken back below.
    assert unload_groups(ids=[town.group], by=HOUSE, now=town.now) == frozenset()
    actions.write_code(group=town.group, by=town.viewer("organiser"), language="en", rules=[], now=town.now)
    assert not Code.objects.filter(group=town.group).exists()
    assert unload_groups(ids=[town.group], by=HOUSE, now=town.now) == {str(town.group)}
    assert not Group.objects.filter(pk=town.group).exists()


def test_a_stranger_reports_a_page_and_comes_back_by_the_secret_link(town: Town) -> None:
    browser = Client()
    page = browser.get(f"/groups/{town.group}/").content.decode()
    assert f"/conduct/report/?page=%2Fgroups%2F{town.group}%2F" in page
    assert "token" not in browser.get("/my-data/write/").content.decode()
    shown = browser.get("/conduct/report/", {"page": f"/groups/{town.group}/"})
    assert "Soup and Songs" in shown.content.decode()
    form = {
        "key": str(uuid4()),
        "kind": "danger",
        "words": "He followed me.",
        "tell": "page",
        "page": f"/groups/{town.group}/?x=1",
    }
    assert browser.post("/conduct/report/", {**form, "tell": "write"}).status_code == 422
    sent = browser.post("/conduct/report/", form)
    row = Report.objects.get()
    assert row.page == f"/groups/{town.group}/" and row.group_id == town.group and row.area_id == town.north
    shown = browser.get(sent["Location"])
    assert "He followed me." in shown.content.decode() and "/crisis/" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert browser.post(sent["Location"], {"step": "withdraw"}).status_code == 302
    assert Report.objects.get().state == "withdrawn"
    # A private page leaves only which page it was.
    browser.post("/conduct/report/", {**form, "key": str(uuid4()), "page": f"/people/{town.ana}/"})
    assert Report.objects.exclude(pk=row.pk).get().page == "people:person"


def test_a_danger_in_the_words_counts_whatever_box_was_ticked(town: Town) -> None:
    browser = Client()
    form = {"kind": "hurtful", "words": "He says that he will kill me.", "tell": "page", "page": ""}
    page = browser.post("/conduct/report/", {**form, "key": str(uuid4())})["Location"]
    assert "In danger right now?" in browser.get(page).content.decode()
    plain = {**form, "words": "She is always late.", "key": str(uuid4())}
    page = browser.post("/conduct/report/", plain)["Location"]
    assert "In danger right now?" not in browser.get(page).content.decode()
    first, second = Report.objects.order_by("at")
    assert first.due_at and second.due_at and first.due_at < second.due_at
    # Who does not want to hear of it is shown whom to ring all the same.
    wordless = {**form, "tell": "not", "key": str(uuid4())}
    assert browser.post("/conduct/report/", wordless)["Location"] == "/crisis/"


def test_pages_ask_the_database_seldom(town: Town, django_assert_max_num_queries) -> None:
    report = make(town)
    browser = Client()
    browser.force_login(town.accounts["coordinator"])
    for path in ("/conduct/reports/", f"/conduct/reports/{report}/", f"/conduct/groups/{town.group}/"):
        browser.get(path)
        with django_assert_max_num_queries(12):
            assert browser.get(path).status_code == 200


def test_whoever_it_is_about_may_object_once_and_learns_nothing_of_the_report(town: Town) -> None:
    reads, now = town.viewer("coordinator"), town.now
    report = make(town, who="Ana Ruiz", words="Secret words of Dee", tell="write", reach="dee@example.org")
    take = {"report": report, "by": reads, "now": now}
    actions.take_step(step="take", **take)
    assert queries.report(reads, report, now).about_found
    actions.take_step(step="decide", outcome="warned", words="We spoke.", told_them="Be kind.", **take)
    about = About.objects.get(report=report)
    link = about_token(about.pk, settings.SECRET_KEYS, now)
    (message,) = Message.objects.filter(person=town.ana, topic="report")
    assert "kind" not in message.text and "/conduct/about" in message.text
    found, holder_ = queries.about(STRANGER, link, now)
    assert (found.words, found.may_object) == ("Be kind.", True)
    page = Client().get(f"/conduct/about/{link}/").content.decode()
    assert "Be kind." in page and not any(word in page for word in ("Dee", "Secret", "hurtful", "Hurtful"))
    assert [one.id for one, _key in queries.about_me(town.viewer("resident"), now)] == [str(about.pk)]
    mine = {"about": about.pk, "by": holder_}
    with pytest.raises(Refused):
        actions.object_to(words="Late", now=found.due_at + timedelta(minutes=1), **mine)
    actions.object_to(words="I was not there that day", now=now, **mine)
    with pytest.raises(Refused):
        actions.object_to(words="Again", now=now, **mine)
    # Whoever reported it may still ask for another look, and does not read what the other wrote.
    assert own(town, report).may_appeal and "not there" not in repr(own(town, report))
    assert "not there" not in json.dumps(
        held_about(town.viewer("resident"), str(town.ana))["voice"]["reported"]
    )
    actions.own_step(report=report, step="appeal", words="It was worse.", by=holder(town, report), now=now)
    assert "worse" not in repr(queries.about(STRANGER, link, now)[0])
    again = queries.report(town.viewer("admin"), report, now)
    assert [line.by_them for line in again.lines if line.step in ("object", "appeal")] == [True, False]
    last = {"outcome": "nothing", "words": "We erred.", "told_them": "We erred, sorry."}
    with pytest.raises(Refused):
        actions.take_step(step="decide_again", **last, **take)
    actions.take_step(report=report, step="decide_again", **last, by=town.viewer("admin"), now=now)
    after, _ = queries.about(STRANGER, link, now)
    assert (after.state, after.outcome, after.may_object) == ("closed", "nothing", False)


@pytest.mark.doors
def test_a_decision_about_somebody_is_theirs_alone(town: Town) -> None:
    report = make(town, who="Ana Ruiz")
    about = About.objects.get(report=report)
    Report.objects.filter(pk=report).update(told_them="Be kind.", state="decided", due_at=town.now)
    for by in (STRANGER, town.viewer("coordinator"), Viewer(role="resident", token="about:0")):
        with pytest.raises((LogInFirst, NotAllowed, NotFound)):
            actions.object_to(about=about.pk, words="x", by=by, now=town.now)
    assert queries.about_me(Viewer(role="resident", person=str(town.ben)), town.now) == []
    for token in ("x", report_token(report, settings.SECRET_KEYS, town.now)):
        with pytest.raises(NotFound):
            queries.about(STRANGER, token, town.now)
