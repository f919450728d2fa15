"""The link worker's pages, and the whole way of one referral."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kizuna.access.viewer import STRANGER
from kizuna.ledger.models import Entry
from kizuna.people.actions import add_person, withdraw_consent
from kizuna.people.queries import consents
from kizuna.referrals import actions, queries
from kizuna.referrals.case import NewReferral, NewStep
from kizuna.referrals.desk import Load
from kizuna.referrals.models import Referral
from kizuna.screening.actions import record_check_up, take_concern
from kizuna.screening.models import Concern
from kizuna.screening.values import Leaving
from tests.referrals.town import HOUSE, NOTE, Town, letters, log_in, refer, supported, token_in

QUERIES = 12


def get(client, name: str, *args: object, status: int = 200) -> str:
    page = client.get(reverse(f"referrals:{name}", args=args))
    assert page.status_code == status
    return page.content.decode()


def opening_of(town: Town, kind: str = "service", option: object = None) -> str:
    return reverse("referrals:open", args=[town.ana, kind, option or town.club])


def counted(text: str) -> dict[str, int]:
    """The numbers at the top of today's page."""
    found = re.findall(r'<b class="n">(\d+)</b><span>([^<]+)</span>', text)
    return {label: int(n) for n, label in found}


def test_the_whole_way_from_asking_to_the_loop_closed(town: Town, client):
    log_in(client, town.worker)
    page = client.get(opening_of(town)).content.decode()
    assert "Read this aloud" in page and "Eating together" in page
    id = re.search(r'name="id" value="([^"]+)"', page)
    assert id
    data = {
        "id": id[1],
        "need": "company.meal",
        "note": NOTE,
        "how": "spoken",
        "said": "Yes.",
        "share_contact": "on",
    }
    asked = client.post(opening_of(town), data)
    case = reverse("referrals:case", args=[id[1]])
    assert (asked.status_code, asked["Location"]) == (302, case)
    assert client.post(opening_of(town), data)["Location"] == case
    assert Referral.objects.count() == len(letters()) == 1
    assert counted(get(client, "today"))["waiting for others"] == 1
    assert "Waiting for their answer" in client.get(case).content.decode()

    link = reverse("referrals:answer", args=[token_in(letters()[0])])
    client.logout()
    assert "Anita" not in client.get(link).content.decode()
    client.post(link, {"to": "accepted", "note": "Tuesday at ten"})
    assert "Anita" in client.get(link).content.decode()
    client.post(link, {"to": "completed"})

    log_in(client, town.worker)
    today = get(client, "today")
    assert counted(today)["to look at"] == 1
    assert "says that it is done" in today and "Ana Ruiz" in today
    page = client.get(case).content.decode()
    assert "Tuesday at ten" in page
    assert page.index("Waiting for their answer") < page.index("They said yes") < page.rindex("Done")
    assert client.post(reverse("referrals:seen", args=[id[1]])).status_code == 302
    assert "Nothing waits for you today" in get(client, "today")


def test_an_answer_that_is_sent_again_leads_to_the_page_and_not_to_an_error(town: Town, client):
    """The connection broke after the first one was kept: the same button, once more."""
    id = refer(town, now=timezone.now())
    link = reverse("referrals:answer", args=[token_in(letters()[0])])
    steps = [client.post(link, {"to": "accepted"}) for _ in range(2)]
    assert [(step.status_code, step["Location"]) for step in steps] == [(302, link)] * 2
    log_in(client, town.worker)
    case = reverse("referrals:case", args=[id])
    steps = [client.post(case, {"to": f"told:{to}"}) for to in ("in-progress", "in-progress")]
    assert [(step.status_code, step["Location"]) for step in steps] == [(302, case)] * 2
    assert Referral.objects.get().step_set.count() == 3


def test_the_worker_cancels_and_gives_the_reason(town: Town, client):
    id = refer(town, now=timezone.now())
    log_in(client, town.worker)
    url = reverse("referrals:case", args=[id])
    assert client.post(url, {"to": "cancelled"}).status_code == 422
    assert Referral.objects.get().status == "requested"
    assert client.post(url, {"to": "cancelled", "reason": "did-not-want"}).status_code == 302
    assert "They did not want it" in client.get(url).content.decode()


def test_the_worker_writes_down_what_the_provider_said_on_the_telephone(town: Town, client):
    id = refer(town, option=town.shelf, now=timezone.now())
    log_in(client, town.worker)
    url = reverse("referrals:case", args=[id])
    assert "no e-mail address" in client.get(url).content.decode()
    assert client.post(url, {"to": "told:accepted"}).status_code == 302
    assert "written down by Marta, as the provider said" in client.get(url).content.decode()


def test_a_new_link_by_the_page(town: Town, client):
    id = refer(town, now=timezone.now() - timedelta(days=1))
    log_in(client, town.worker)
    assert client.post(reverse("referrals:resend", args=[id])).status_code == 302
    assert len(letters()) == 2
    assert client.get(reverse("referrals:resend", args=[id])).status_code == 405


@pytest.mark.parametrize(
    "change", [{"how": ""}, {"need": ""}, {"need": "gold"}, {"note": "x" * 601}, {"id": "no"}]
)
def test_a_form_that_lacks_something_is_shown_again(town: Town, client, change):
    log_in(client, town.worker)
    data = {"id": str(uuid4()), "need": "company.meal", "how": "spoken", "said": "Yes.", **change}
    page = client.post(opening_of(town), data)
    assert page.status_code == 422
    assert not Referral.objects.exists()


def test_asking_the_same_place_again_is_refused_with_a_sentence(town: Town, client):
    refer(town, now=timezone.now())
    log_in(client, town.worker)
    data = {"id": str(uuid4()), "need": "company.meal", "how": "spoken", "said": "Yes."}
    page = client.post(opening_of(town), data)
    assert page.status_code == 422
    assert "already" in page.content.decode()


def test_the_persons_page_tells_the_story_and_is_written_down(town: Town, client):
    refer(town, now=timezone.now())
    log_in(client, town.worker)
    page = get(client, "person", town.ana)
    for word in (
        "Ana Ruiz",
        "Anita",
        "Northside",
        "Soup and songs",
        "tel:+13055550123",
        "Spanish and English",
        "Until:",
    ):
        assert word in page, word
    assert Entry.objects.filter(verb="looked", person=town.ana, by=town.worker.name).count() == 1


def test_consent_taken_back_shows_on_todays_page_and_on_the_case(town: Town, client):
    id = refer(town, now=timezone.now())
    given = next(c for c in consents(town.worker, town.ana) if c.purpose == "referral")
    withdraw_consent(consent=given.id, by=town.resident, now=timezone.now())
    log_in(client, town.worker)
    assert "Consent taken back" in get(client, "today")
    assert "does not hold any more" in get(client, "case", id)


def test_looking_for_somebody_by_name(town: Town, client):
    log_in(client, town.worker)
    url = reverse("referrals:caseload")
    assert "Ana Ruiz" in client.get(url).content.decode()
    assert "Ana Ruiz" in client.get(url, {"q": "anita"}).content.decode()
    nobody = client.get(url, {"q": "zz"}).content.decode()
    assert "Nobody of that name" in nobody and "Ana Ruiz" not in nobody
    assert client.get(url, {"page": "x"}).status_code == client.get(url, {"page": "99"}).status_code == 200


def test_the_person_reads_where_it_stands_in_their_own_words(town: Town, client):
    id = refer(town, now=timezone.now())
    log_in(client, town.resident)
    page = get(client, "case", id)
    assert "We wait for their answer" in page and NOTE in page
    assert '<form method="post" class="stack"' not in page
    url = reverse("referrals:case", args=[id])
    assert client.post(url, {"to": "cancelled", "reason": "other"}).status_code == 403
    assert Referral.objects.get().status == "requested"


def caseload_of(town: Town, many: int) -> None:
    """So many people, each with a referral in one of several states."""
    now = timezone.now()
    ways = [
        ("requested",),
        ("requested", "accepted"),
        ("requested", "accepted", "in-progress"),
        ("requested", "accepted", "completed"),
        ("requested", "accepted", "on-hold"),
    ]
    new = []
    for n in range(many):
        person = add_person(name=f"Person {n:03}", area=town.north, by=HOUSE, now=now)
        supported(person)
        way = ways[n % len(ways)]
        steps = tuple(NewStep(s, now - timedelta(days=9 - i), "system") for i, s in enumerate(way))
        new.append(
            NewReferral(
                uuid4(),
                person,
                "service",
                town.club,
                "Soup",
                town.north,
                "company.meal",
                steps,
                seen=bool(n % 2),
            )
        )
    actions.load_referrals(referrals=new, by=HOUSE, now=now)


def test_who_looks_after_very_many_people_is_told(town: Town, client, monkeypatch):
    monkeypatch.setattr("kizuna.referrals.desk.MANY_NOW", 2)
    caseload_of(town, 4)  # one of them is over
    log_in(client, town.worker)
    id = Referral.objects.filter(status="requested").values_list("pk", flat=True)[0]
    assert "You look after very many people" not in get(client, "case", id)
    Referral.objects.update(owner=town.worker.account)
    assert queries.load(town.worker, timezone.now()) == Load(3, 4)
    assert "You look after very many people" in get(client, "case", id)


def in_danger(town: Town) -> Concern:
    """Ana said something that may mean danger, and her link worker has taken it."""
    record_check_up(
        attempt=uuid4(),
        answers={"safe": ["life"]},
        heard=["mood.crisis"],
        person=town.ana,
        channel="with a worker",
        by=town.worker,
        now=timezone.now(),
    )
    return Concern.objects.get()


def test_a_concern_stands_first_and_leads_to_its_own_page(town: Town, client):
    caseload_of(town, 5)
    found = in_danger(town)
    log_in(client, town.worker)
    text = get(client, "today")
    assert counted(text)["to ring today"] == 1
    assert text.index("Call today") < text.index("Person 0")
    assert reverse("screening:concern", args=[found.pk]) in text
    assert "Somebody must ring today" in get(client, "person", town.ana)


def test_who_asked_to_be_contacted_is_new_until_somebody_did(town: Town, client):
    leaving = Leaving(
        name="Zoe", phone="+13055550188", email="", area=str(town.north), shared=False, best_time="evenings"
    )
    zoe = record_check_up(
        attempt=uuid4(),
        answers={"lonely": "often"},
        heard=["company.friend"],
        contact=leaving,
        by=STRANGER,
        now=timezone.now(),
    )
    log_in(client, town.worker)
    assert counted(get(client, "today"))["new"] == 1
    page = get(client, "person", zoe)
    assert "Asked to be contacted" in page and "Someone to talk to" in page
    done = re.search(r'action="(/check-up/contact/[^"]+)"', page)
    assert done
    assert client.post(done[1]).status_code == 302
    assert "Nothing waits for you today" in get(client, "today")


def test_pages_take_few_queries_whatever_the_caseload(town: Town, client, django_assert_max_num_queries):
    caseload_of(town, 250)
    id = refer(town, now=timezone.now())
    take_concern(concern=in_danger(town).pk, by=town.worker, now=timezone.now())
    out_of_sight = {"answers": {"safe": ["life"]}, "heard": ["mood.crisis"], "person": town.ben}
    record_check_up(attempt=uuid4(), by=HOUSE, now=timezone.now(), **out_of_sight)
    log_in(client, town.worker)
    for url in (
        reverse("referrals:today"),
        reverse("referrals:today") + "?page=2",
        reverse("referrals:caseload"),
        reverse("referrals:caseload") + "?q=person",
        reverse("referrals:person", args=[town.ana]),
        reverse("referrals:case", args=[id]),
        opening_of(town, "group", town.choir),
        opening_of(town),
        reverse("referrals:answer", args=[token_in(letters()[0])]),
    ):
        with django_assert_max_num_queries(QUERIES, info=url):
            assert client.get(url).status_code == 200


def test_todays_page_pages_through_everybody_once(town: Town, client):
    caseload_of(town, 60)
    log_in(client, town.worker)
    names: list[str] = []
    for page in (1, 2, 3):
        text = client.get(reverse("referrals:today"), {"page": page}).content.decode()
        names += re.findall(r'<a href="/cases/[0-9a-f-]{36}/">([^<]+)</a>', text)
    expected = queries.today(town.worker, timezone.now(), limit=1000).total
    assert len(names) == len(set(names)) == expected
    assert counted(text)["people in all"] == 61


def test_every_page_has_one_heading_and_no_style_or_script_of_its_own(town: Town, client):
    id = refer(town, now=timezone.now())
    log_in(client, town.worker)
    link = reverse("referrals:answer", args=[token_in(letters()[0])])
    for url in (
        reverse("referrals:today"),
        reverse("referrals:caseload"),
        reverse("referrals:person", args=[town.ana]),
        reverse("referrals:case", args=[id]),
        opening_of(town, "group", town.choir),
        link,
        link[:-1] + "x/",
    ):
        text = client.get(url).content.decode()
        assert len(re.findall(r"<h1\b", text)) == 1, url
        assert " style=" not in text and " onclick=" not in text
        assert re.search(r"<title>\s*\S", text)
