"""A partner refers somebody by its link, and hears back as far as they agreed."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from kizuna.access.secrets import seal_link
from kizuna.access.viewer import STRANGER, LogInFirst, NotAllowed, NotFound, Refused, Viewer
from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import withdraw_consent
from kizuna.people.models import Person
from kizuna.people.queries import consents, profile
from kizuna.referrals import actions, queries
from kizuna.referrals.case import LinkClosed
from kizuna.referrals.front_door import OUTCOME_CODES, UNREACHED, reference
from kizuna.referrals.models import Intake, Partner
from tests.conftest import NOW
from tests.referrals.town import HOUSE, Town, account, log_in

SURGERY = "desk@surgery.example"
SHUT = (LogInFirst, NotFound, NotAllowed)
PERSONAL = ("Dora", "5550166", "dora@", "Northside", "meal", "is shy", "Lopez")


def partner(town: Town, now: datetime = NOW) -> str:
    """A surgery that refers people of Northside; the token of its link."""
    actions.add_partner(name="Harbour surgery", email=SURGERY, area=town.north, by=town.coordinator, now=now)
    return token()


def token() -> str:
    text = Message.objects.filter(key__startswith="partner:").order_by("created_at").last().text  # type: ignore[union-attr]
    return str(re.search(r"/refer/([^/\s]+)/", text)[1])  # type: ignore[index]


def given(town: Town, **changes: object) -> dict[str, object]:
    """What a form holds."""
    return {
        "name": "Dora Lopez",
        "phone": "+13055550166",
        "email": "",
        "area": str(town.north),
        "shared": False,
        "need": "company",
        "note": "She is shy.",
        "from_name": "Dr Reyes",
        "how": "spoken",
        "may_hear": True,
    } | changes


def receive(town: Town, link: str, attempt: object = None, now: datetime = NOW, **changes: object):
    found, viewer = queries.partner_by_link(STRANGER, link, now)
    attempt = attempt or uuid4()
    return actions.receive(attempt=attempt, partner=found.id, by=viewer, now=now, **given(town, **changes))  # type: ignore[arg-type]


def heard() -> list[str]:
    """What the surgery was told, by kind, oldest first."""
    rows = Message.objects.filter(key__startswith="intake:").order_by("created_at")
    for row in rows:
        assert row.address == SURGERY
        assert not any(word in f"{row.key}{row.subject}{row.text}" for word in PERSONAL)
    return [row.key.rpartition(":")[2] for row in rows]


def test_one_post_makes_a_person_their_yes_an_owner_and_a_day(town: Town):
    id = receive(town, partner(town))
    row = Intake.objects.get()
    assert (row.pk, str(row.owner_id), row.due_step) == (id, town.worker.account, "contact")
    assert row.due_at == datetime(2026, 11, 25, 18, tzinfo=UTC)  # two working days
    who = profile(town.worker, row.person_id)
    assert who.name == "Dora Lopez"
    (agreed,) = consents(town.worker, row.person_id)
    assert (agreed.purpose, agreed.how) == ("support", "spoken")
    assert heard() == ["received"]
    assert reference(id) in Message.objects.get(key=f"intake:{id}:received").text
    line = next(one for one in queries.today(town.worker, NOW).lines if one.person == who.id)
    assert (line.matter.kind.code, line.matter.option) == ("asked", "Harbour surgery")
    assert Entry.objects.filter(verb="intake.received").count() == 1
    assert not queries.intakes(town.other_worker)


def test_the_same_page_twice_refers_once_and_another_partners_number_is_refused(town: Town):
    link, attempt = partner(town), uuid4()
    assert receive(town, link, attempt) == receive(town, link, attempt, name="Somebody else")
    assert Intake.objects.count() == 1
    assert Person.objects.filter(name="Dora Lopez").count() == 1
    assert heard() == ["received"]
    other = partner(town, NOW + timedelta(seconds=1))
    with pytest.raises(Refused):
        receive(town, other, attempt)


def test_they_hear_of_first_contact_and_outcome_only_as_the_person_agreed(town: Town):
    link = partner(town)
    for may_hear, expected in ((True, ["received", "contacted", "closed"]), (False, ["received"])):
        Message.objects.filter(key__startswith="intake:").delete()
        id = receive(town, link, may_hear=may_hear)
        with pytest.raises(Refused, match="reached"):
            actions.close_intake(intake=id, outcome="helped", by=town.worker, now=NOW)
        for _ in range(2):
            actions.first_contact(intake=id, by=town.worker, now=NOW + timedelta(days=1))
            row = Intake.objects.get(pk=id)
            assert (row.due_step, row.due_at) == ("outcome", datetime(2027, 2, 16, 18, tzinfo=UTC))
        for _ in range(2):
            actions.close_intake(intake=id, outcome="helped", by=town.worker, now=NOW + timedelta(days=9))
        assert heard() == expected
        row = Intake.objects.get(pk=id)
        assert (row.outcome, row.due_at) == ("helped", None)
    assert not queries.intakes(town.worker)


def test_whoever_cannot_be_reached_is_closed_as_such_and_nothing_else_can_be_said(town: Town):
    id = receive(town, partner(town))
    for outcome in (*set(OUTCOME_CODES) - UNREACHED, "made up", ""):
        with pytest.raises(Refused):
            actions.close_intake(intake=id, outcome=outcome, by=town.worker, now=NOW)
    actions.close_intake(intake=id, outcome="not-reached", by=town.worker, now=NOW)


def test_without_a_first_contact_the_owner_hears_of_it_then_the_team(town: Town):
    receive(town, partner(town))
    late, later = (datetime(2026, 11, day, 8, tzinfo=UTC) for day in (26, 30))
    told = []
    for now in (late, late, later, later):
        before = set(Message.objects.values_list("pk", flat=True))
        actions.chase(by=HOUSE, now=now)
        told.append(sorted(row.address for row in Message.objects.all() if row.pk not in before))
    # Thanksgiving lies between: the team hears of it when a working day has begun.
    assert told == [["marta@example.org"], [], ["cora@example.org", "marta@example.org"], []]
    (line,) = [one for one in queries.today(town.worker, late).lines if one.name == "Dora Lopez"]
    assert line.matter.kind.code == "overdue"


def test_taken_back_it_is_out_of_sight_and_nobody_can_work_on_it(town: Town):
    id = receive(town, partner(town))
    person = Intake.objects.get().person_id
    (agreed,) = consents(town.worker, person)
    withdraw_consent(consent=agreed.id, by=HOUSE, now=NOW)
    assert not queries.intakes(town.worker)
    with pytest.raises(NotFound):
        actions.first_contact(intake=id, by=town.worker, now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [{"need": "made up"}, {"how": "guessed"}, {"phone": "", "email": ""}, {"area": "south"}, {"area": "x"}],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(town: Town, wrong: dict[str, object]):
    link = partner(town)
    if wrong.get("area") == "south":
        actions.end_partner(partner=Partner.objects.get().pk, by=town.coordinator, now=NOW)
        link, wrong = partner(town, NOW + timedelta(seconds=1)), {"area": str(town.south)}
    before = Person.objects.count()
    with pytest.raises((Refused, NotFound)):
        receive(town, link, **wrong)
    assert (Intake.objects.count(), Person.objects.count()) == (0, before)


def test_a_link_lives_a_year_and_until_it_is_ended_or_sent_anew(town: Town):
    link = partner(town)
    queries.partner_by_link(STRANGER, link, NOW + timedelta(days=365))
    with pytest.raises(NotFound):
        queries.partner_by_link(STRANGER, link, NOW + timedelta(days=366))
    id = Partner.objects.get().pk
    actions.renew_partner_link(partner=id, by=town.coordinator, now=NOW + timedelta(seconds=1))
    with pytest.raises(LinkClosed):
        queries.partner_by_link(STRANGER, link, NOW)
    link = token()
    found, viewer = queries.partner_by_link(STRANGER, link, NOW)
    for _ in range(2):
        actions.end_partner(partner=id, by=town.coordinator, now=NOW)
    with pytest.raises(LinkClosed):
        queries.partner_by_link(STRANGER, link, NOW)
    with pytest.raises(NotFound):  # the page was open meanwhile
        actions.receive(attempt=uuid4(), partner=found.id, by=viewer, now=NOW, **given(town))  # type: ignore[arg-type]
    with pytest.raises(Refused):
        actions.renew_partner_link(partner=id, by=town.coordinator, now=NOW)


def test_links_of_another_purpose_changed_or_guessed_open_nothing(town: Town):
    link = partner(town)
    row = Partner.objects.get()
    seals = [
        seal_link(payload, settings.SECRET_KEYS, purpose=purpose, now=NOW)
        for purpose, payload in (
            ("referral", [str(row.pk), row.link_nonce]),
            ("partner", str(row.pk)),
            ("partner", ["not-an-id", row.link_nonce]),
        )
    ]
    for wrong in (*seals, "", "x", "a" * 3000, link[:-2] + ("A" if link[-2] != "A" else "B") + link[-1]):
        with pytest.raises(NotFound):
            queries.partner_by_link(STRANGER, wrong, NOW)
        with pytest.raises((NotFound, LinkClosed)):
            queries.by_link(STRANGER, link, NOW)


# The pages


def posted(town: Town, **changes: object) -> dict[str, object]:
    return {
        **given(town, shared="no", may_hear="on"),
        "phone": "(305) 555-0166",
        "attempt": str(uuid4()),
        "agree": "on",
        **changes,
    }


def test_a_gp_refers_somebody_without_an_account_and_the_link_worker_takes_it_on(town: Town, client):
    url = reverse("referrals:refer_in", args=[partner(town, timezone.now())])
    page = client.get(url)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    done = client.post(url, posted(town))
    row = Intake.objects.get()
    assert done.status_code == 200 and reference(row.pk) in done.content.decode()
    assert not client.cookies.get(settings.SESSION_COOKIE_NAME)
    log_in(client, town.worker)
    person = reverse("referrals:person", args=[row.person_id])
    assert "Dora Lopez" in client.get(reverse("referrals:today")).content.decode()
    text = client.get(person).content.decode()
    assert "Referred by Harbour surgery" in text and "She is shy." in text and "Dr Reyes" in text
    step = reverse("referrals:intake", args=[row.pk])
    assert client.post(step)["Location"] == person
    assert client.post(step, {"outcome": "helped"})["Location"] == person
    assert "They found what they were looking for" in client.get(person).content.decode()
    assert heard() == ["received", "contacted", "closed"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"agree": ""},
        {"how": ""},
        {"need": ""},
        {"name": ""},
        {"phone": ""},
        {"phone": "12"},
        {"area": ""},
        {"from_name": ""},
        {"attempt": "x"},
        {"note": "x" * 601},
        {"name": "\x00"},
    ],
)
def test_a_form_that_lacks_something_is_shown_again(town: Town, client, wrong: dict[str, object]):
    url = reverse("referrals:refer_in", args=[partner(town, timezone.now())])
    page = client.post(url, posted(town, **wrong))
    assert page.status_code == 422 and 'id="errors"' in page.content.decode()
    assert not Intake.objects.exists()


def test_the_answer_is_the_same_whether_or_not_we_know_the_person(town: Town, client):
    url = reverse("referrals:refer_in", args=[partner(town, timezone.now())])
    pages = []
    for known in ({"name": "Ana Ruiz", "phone": "(305) 555-0123"}, {}):
        page = client.post(url, posted(town, **known))
        pages.append(re.sub(r"[A-Z2-7]{4}-[A-Z2-7]{4}|(?:nonce|value)=\"[^\"]+\"", "", page.content.decode()))
    assert pages[0] == pages[1]


def test_many_links_that_open_nothing_are_slowed_down_and_right_ones_are_not(
    town: Town, client, settings, monkeypatch
):
    monkeypatch.setattr("kizuna.frame.middleware.GUESSES", 3)
    settings.ACCOUNT_RATE_LIMITS = {"refer_in": "2/h/key"}
    cache.clear()
    good = reverse("referrals:refer_in", args=[partner(town, timezone.now())])
    for path in ("/refer/x/", "/r/x/", "/refer/y/"):
        assert client.get(path).status_code == 404
    for path in ("/refer/x/", "/r/x/"):
        assert client.get(path).status_code == 429
    assert client.get(good).status_code == 200
    assert [client.post(good, posted(town)).status_code for _ in range(3)] == [200, 200, 429]
    assert Intake.objects.count() == 2
    cache.clear()


def test_a_coordinator_adds_and_ends_partners(town: Town, client):
    log_in(client, town.coordinator)
    url = reverse("referrals:partners")
    assert client.post(url, {"name": "", "email": "x", "area": ""}).status_code == 422
    said = {"name": "Harbour surgery", "email": SURGERY, "area": str(town.north)}
    assert client.post(url, said)["Location"] == url
    one = reverse("referrals:partner", args=[Partner.objects.get().pk])
    assert "Harbour surgery" in client.get(url).content.decode()
    client.post(one, {"do": "again"})
    client.post(one, {"do": "end"})
    client.post(one, {"do": "again"})
    assert Message.objects.filter(key__startswith="partner:").count() == 2
    assert "Ended:" in client.get(url).content.decode()


# Doors


@pytest.mark.doors
def test_only_those_who_keep_partners_of_this_area_do_so(town: Town):
    elsewhere = account("carl", "coordinator", (town.south,))
    partner(town)
    id = Partner.objects.get().pk
    assert not queries.partners(elsewhere)
    assert len(queries.partners(town.coordinator)) == 1
    for viewer in (STRANGER, town.worker, town.resident, elsewhere):
        for deed in (
            lambda v: actions.add_partner(name="x", email="x@example.org", area=town.north, by=v, now=NOW),
            lambda v: actions.end_partner(partner=id, by=v, now=NOW),
            lambda v: actions.renew_partner_link(partner=id, by=v, now=NOW),
        ):
            with pytest.raises(SHUT):
                deed(viewer)
    for viewer in (STRANGER, town.worker, town.resident):
        with pytest.raises((LogInFirst, NotAllowed)):
            queries.partners(viewer)


@pytest.mark.doors
def test_nobody_else_sends_sees_or_answers(town: Town):
    link = partner(town)
    id = receive(town, link)
    partner_id = Partner.objects.get().pk
    of_another = Viewer(role="provider", token=f"partners:{uuid4()}")
    for viewer in (STRANGER, town.resident, town.coordinator, town.other_worker, of_another):
        with pytest.raises(SHUT):
            actions.first_contact(intake=id, by=viewer, now=NOW)
        with pytest.raises(SHUT):
            actions.close_intake(intake=id, outcome="not-reached", by=viewer, now=NOW)
        with pytest.raises(SHUT):
            queries.person_of_intake(viewer, id)
        assert not queries.visible_intakes(viewer).exists()
        with pytest.raises(SHUT):
            actions.receive(attempt=uuid4(), partner=partner_id, by=viewer, now=NOW, **given(town))  # type: ignore[arg-type]
    found, sender = queries.partner_by_link(STRANGER, link, NOW)
    for read in (
        lambda: queries.today(sender, NOW),
        lambda: queries.intakes(sender),
        lambda: queries.intakes_of(sender, town.ana),
        lambda: queries.case(sender, id, NOW),
        lambda: profile(sender, Intake.objects.get().person_id),
    ):
        with pytest.raises(SHUT):
            read()
    assert not queries.visible(sender).exists() and found.name == "Harbour surgery"
