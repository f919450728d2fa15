"""A message to many: seen before it is written, written once, started by hand, and called back by a no."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone

from kizuna.access.viewer import NotFound
from kizuna.outbox.actions import stop
from kizuna.outbox.forecast import Load
from kizuna.outbox.models import Message, Run
from kizuna.outbox.segments import counted
from kizuna.outbox.stop import meaning
from kizuna.people.actions import add_person, give_consent, open_account, protect, withdraw_consent
from kizuna.people.consent import NEWS, THIS_SITE
from kizuna.web import actions, queries, tasks
from kizuna.web.models import Notice
from kizuna.web.notices import ENDINGS, Recipient, as_sms, loads, task_key, worded
from kizuna.work.models import Job
from tests.town import HOUSE, Town, build

PLAIN = "Tea in the hall on Friday at three. Come as you are."
CURLY = "Tea in the hall – come as you are. “Everybody” is welcome, and it’s free. " * 2


def test_every_ending_is_understood_when_it_comes_back():
    for language in ENDINGS:
        word = as_sms("x", language).split()[-1].rstrip(".")
        assert (meaning(word).wish, meaning(word).language) == ("stop", language)


def test_no_ending_makes_a_plain_text_dearer():
    assert {code for code in ENDINGS if counted(as_sms("x", code)).encoding == "UCS-2"} == {"ar"}


def test_a_text_is_counted_with_its_ending_and_a_cheaper_spelling_is_offered():
    readers = [Recipient(str(n), "sms", str(n), "es") for n in range(3)]
    one, two = worded({"en": CURLY, "es": PLAIN}, readers, "en", 500)
    assert (one.language, one.readers, one.count.encoding) == ("en", 0, "UCS-2")
    assert one.cheaper and one.cheaper_parts < one.count.segments
    assert "STOP" not in one.cheaper
    assert {sign.character for sign in one.dear} == set("–“”’")
    assert (two.readers, two.cheaper, two.cost) == (3, "", two.count.segments * 500)
    assert loads(readers, {"en": CURLY, "es": PLAIN}, "en") == [Load("sms", "", 3, 3 * two.count.segments)]


def test_an_arabic_text_is_no_cheaper_by_any_spelling():
    (one,) = worded({"ar": "شاي يوم الجمعة " * 10}, [], "ar", 0)
    assert one.count.encoding == "UCS-2"
    assert one.cheaper == ""


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


def agrees(town: Town, person: UUID, **more: Any) -> UUID:
    said = {"purpose": NEWS, "recipient": THIS_SITE, "how": "spoken", "by": HOUSE, "now": town.now}
    return give_consent(person=person, **{**said, **more})


def write(town: Town, who: str = "coordinator", id: UUID | None = None, **more: Any) -> UUID:
    said = {"audience": NEWS, "area": str(town.north), "subject": "Tea", "texts": {"en": PLAIN}}
    how = {"by": town.viewer(who), "now": town.now}
    return actions.write_notice(notice_id=id or uuid4(), **{**said, **more}, **how)


def planned(town: Town) -> None:
    for notice in Notice.objects.all():
        tasks.write_notice.call(key=task_key(notice.pk))


def test_it_goes_to_those_who_agreed_live_there_and_can_be_found(town: Town) -> None:
    how = {"by": HOUSE, "now": town.now}
    for person in (town.ana, town.cem, town.ben):
        agrees(town, person)
    dee = add_person(name="Dee", area=town.north, phone="(305) 555-0144", languages=["es"], **how)
    agrees(town, dee)
    hidden = add_person(name="Hid", area=town.north, email="hid@example.org", **how)
    agrees(town, hidden)
    second = open_account(
        email="two@example.org", role="worker", name="Two", areas=[town.north], person=None, **how
    )
    keepers = [town.accounts["worker"].pk, second]
    protect(person=hidden, keepers=keepers, reason="safety", **how)
    over = add_person(name="Ove", area=town.north, email="ove@example.org", **how)
    agrees(town, over, until=town.now + timedelta(seconds=1))
    said = {"audience": NEWS, "area": str(town.north), "texts": {"en": PLAIN, "es": "Té el viernes"}}
    later = town.now + timedelta(minutes=1)
    seen = queries.notice_preview(town.viewer("coordinator"), **said, now=later)
    assert (seen.forecast.people, dict(seen.forecast.messages)) == (2, {"email": 1, "sms": 1})
    write(town, texts=said["texts"])
    Notice.objects.update(at=later)
    planned(town)
    rows = {row.channel: row for row in Message.objects.exclude(run=None).exclude(person=over)}
    assert {row.person for row in rows.values()} == {town.ana, dee}
    assert rows["sms"].text.startswith("Té el viernes\nPara terminar")
    assert rows["email"].text == PLAIN


def test_it_is_written_once_waits_for_its_start_and_a_no_calls_it_back(town: Town) -> None:
    consent, id = agrees(town, town.ana), uuid4()
    run = write(town, id=id)
    assert write(town, id=id) == run
    assert Job.objects.filter(name="web.write_notice").count() == 1
    planned(town)
    planned(town)
    row = Message.objects.get(run=run)
    assert (Run.objects.get(id=run).state, row.status) == ("held", "queued")
    assert not Notice.objects.exists()
    assert actions.decide_run(run=run, what="start", by=town.viewer("coordinator"), now=town.now)
    withdraw_consent(consent=consent, by=HOUSE, now=town.now)
    assert Message.objects.get(pk=row.pk).status == "stopped"


def test_cancelled_before_it_is_written_nothing_is(town: Town) -> None:
    agrees(town, town.ana)
    run = write(town)
    assert actions.decide_run(run=run, what="cancel", by=town.viewer("coordinator"), now=town.now)
    planned(town)
    assert not Message.objects.filter(run=run, status="queued").exists()
    assert not Notice.objects.exists()


def test_whoever_asked_for_silence_gets_nothing(town: Town) -> None:
    agrees(town, town.ana)
    stop(channel="email", address="ana@example.org", now=town.now)
    run = write(town)
    planned(town)
    assert Message.objects.get(run=run).status == "stopped"


def test_staff_get_it_by_what_they_do_and_where(town: Town) -> None:
    run = write(town, "admin", audience="worker", area=str(town.north))
    everywhere = write(town, "admin", audience="worker", area="")
    planned(town)
    assert [row.address for row in Message.objects.filter(run=run)] == [town.accounts["worker"].email]
    assert Message.objects.filter(run=everywhere).count() == 2


@pytest.mark.doors
def test_a_coordinator_writes_to_their_own_area_only(town: Town) -> None:
    for area in (str(town.south), ""):
        with pytest.raises(NotFound):
            write(town, area=area)
        with pytest.raises(NotFound):
            queries.notice_preview(
                town.viewer("coordinator"), audience=NEWS, area=area, texts={"en": "x"}, now=town.now
            )
    assert not Run.objects.exists()
    assert {id for id, _ in queries.notice_areas(town.viewer("coordinator"))} == {str(town.north)}


def test_the_whole_way_on_the_page(town: Town, django_assert_max_num_queries: Any) -> None:
    agrees(town, town.ana)
    client = Client()
    client.force_login(town.accounts["coordinator"])
    with django_assert_max_num_queries(12):
        page = client.get("/runs/new/")
    said = {"notice_id": str(uuid4()), "audience": NEWS, "area": str(town.north), "subject": "Tea"}
    said |= {"text_en": CURLY, "do": "show"}
    assert client.post("/runs/new/", {**said, "subject": ""}).status_code == 422
    with django_assert_max_num_queries(16):
        shown = client.post("/runs/new/", said).content.decode()
    assert "Take this spelling" in shown
    assert "makes all others dearer" in shown
    assert "ana@example.org" not in shown
    accepted = client.post("/runs/new/", {**said, "do": "accept:en"}).content.decode()
    assert "Tea in the hall - come as you are" in accepted
    assert "Take this spelling" not in accepted
    answer = client.post("/runs/new/", {**said, "do": "write"})
    run = Run.objects.get()
    assert answer["Location"] == f"/runs/{run.id}/"
    assert client.post("/runs/new/", {**said, "do": "write"})["Location"] == f"/runs/{run.id}/"
    assert page.status_code == 200
    planned(town)
    assert "Start now" in client.get(f"/runs/{run.id}/").content.decode()
