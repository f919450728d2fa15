"""The pages: found by words, by need, after a check-up; kept as a link; nothing stored about anybody."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from kizuna.access.secrets import seal_link
from kizuna.access.viewer import STRANGER
from kizuna.ledger.models import Entry
from kizuna.places.actions import set_crisis_numbers
from kizuna.screening.actions import record_check_up
from kizuna.screening.models import CheckUp
from kizuna.signposting import queries
from kizuna.signposting.keep import KEPT_FOR, Choice
from kizuna.signposting.models import UnmetNeed
from kizuna.web.town.crisis import numbers
from tests.conftest import NOW
from tests.signposting.builders import option
from tests.signposting.town import HOUSE, heard, service, signed_in, town

pytestmark = pytest.mark.django_db
FOR_ME = "/help/for-me/"


def text(response) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_search_finds_a_group_by_its_words(client):
    town()
    page = client.get("/help/", {"q": "slow walk"})
    assert page.status_code == 200
    assert "Slow walk" in text(page)


def test_search_without_words_shows_the_needs(client):
    page = text(client.get("/help/"))
    assert "Company" in page and "Feeling low" in page


def test_names_keep_their_direction_beside_other_letters(client):
    town()
    assert re.search(r"<bdi>Lunch club</bdi></a>", client.get("/help/", {"q": "lunch"}).content.decode())
    shown = render_to_string("signposting/option.html", {"option": option(address="12 Harbour Street")})
    assert "<bdi>12 Harbour Street</bdi>" in shown


def test_nothing_found_says_how_to_go_on(client):
    assert "Nothing fits these words" in text(client.get("/help/", {"q": "zzzz"}))


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("I want to die", "You are not alone"),
        ("quiero morir", "You are not alone"),
        ("my husband hits me", "It is not your fault"),
    ],
)
def test_words_that_tell_of_danger_get_the_numbers_first(client, words, heading):
    set_crisis_numbers(numbers=numbers(timezone.now().date()), by=HOUSE, now=timezone.now())
    page = client.get("/help/", {"q": words})
    said, html = text(page), page.content.decode()
    assert "Nothing fits" not in said and "0 answers" not in said
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == [heading]
    assert html.index('class="call') < html.index('role="search"') < html.index("Or pick one")
    assert said.count("Linden Bay Listening Line") == 1
    assert b'class="quick"' in page.content
    assert page["Cache-Control"] == "no-store"


def test_words_that_tell_of_danger_still_get_their_answers(client):
    town()
    said = text(client.get("/help/", {"q": "lunch, my husband hits me"}))
    assert "It is not your fault" in said and "Nothing fits" not in said


@pytest.mark.parametrize("words", ["rent", "I want to die"])
def test_what_was_typed_does_not_stand_in_the_title(client, words):
    (title,) = re.findall(r"<title>(.*?)</title>", client.get("/help/", {"q": words}).content.decode())
    assert title == "Find help – Kizuna"


def test_what_was_typed_is_escaped(client):
    page = client.get("/help/", {"q": "<script>alert(1)</script>" + "x" * 500})
    assert b"<script>alert" not in page.content


@pytest.mark.parametrize(
    ("code", "name"), [("moving.walk", "Slow walk"), ("company", "Choir"), ("company.meal", "Lunch club")]
)
def test_a_need_page_shows_what_there_is_with_reasons(client, code, name):
    town()
    page = client.get(f"/help/need/{code}/")
    assert page.status_code == 200
    assert name in text(page) and "Why we show this" in text(page)


def test_a_need_page_without_anything_still_helps(client):
    assert "We know of nothing for this yet" in text(client.get("/help/need/money.tax/"))
    assert client.get("/help/need/hugs/").status_code == 404


def test_suggestions_after_a_check_up_with_their_reasons(client):
    made = town()
    token = heard(
        "company.group", area=made.groups.hill, languages=["en", "pt"], very_isolated=True,
        mobility=["wheelchair"], age_band="65-79", matters="The water",
    )  # fmt: skip
    page = client.post(FOR_ME, {"heard": token})
    said = text(page)
    assert page.status_code == 200
    assert said.index("Slow walk") < said.index("Lunch club")
    for reason in (
        "100 m from the middle of your area",
        "Helps with: A group to join",
        "They speak Portuguese",
        "Step-free",
        "Free",
        "A small and gentle start",
        "Fits what you wrote: “water”",
        "3 places left",
    ):
        assert reason in said, reason
    # Whoever opens a suggestion and comes back still finds the list.
    assert page["Cache-Control"] == "private, no-cache"
    assert "Leave a way to be contacted" in said


def test_three_first_then_more(client):
    made = town()
    token = heard("company", area=made.groups.hill)
    for n in range(6):
        service(f"Coffee {n}", "company.friend")
    first = client.post(FOR_ME, {"heard": token})
    assert first.content.count(b"<article") == 3
    assert "Show 6 more" in text(first)
    more = client.post(FOR_ME, {"heard": token, "more": "1"})
    assert more.content.count(b"<article") == 9
    assert "Show" not in text(more).split("Why we show this")[-1].split("Rather talk")[0]


def test_each_of_four_needs_is_shown_and_kept_at_once(client):
    town()
    for need in ("food", "money", "home"):
        service(f"For {need}", need)
    for n in range(4):
        service(f"Coffee {n}", "company.friend", "company.group")
    page = client.post(FOR_ME, {"heard": heard("company.friend", "food", "money", "home")})
    assert page.content.count(b"<article") in (4, 5)
    assert all(f"For {need}" in text(page) for need in ("food", "money", "home"))
    names = re.findall(r'name="option" value="([^"]+)"', page.content.decode())
    kept = text(client.get(client.post("/help/list/", {"option": names}).url))
    assert all(f"For {need}" in kept for need in ("food", "money", "home"))


def test_looking_for_help_leaves_no_trace(client):
    made = town()
    before = Entry.objects.count()
    client.post(FOR_ME, {"heard": heard("company.group", area=made.groups.hill)})
    client.get("/help/", {"q": "walk"})
    client.get("/help/need/company/")
    assert Entry.objects.count() == before
    assert not client.cookies.get("sessionid")


def test_nothing_suitable_is_counted_without_anybody_in_it(client):
    made = town()
    token = heard("money.tax", "company.group", area=made.groups.hill)
    page = client.post(FOR_ME, {"heard": token})
    assert "We found nothing for this yet" in text(page)
    client.post(FOR_ME, {"heard": token, "more": "1"})
    (row,) = UnmetNeed.objects.all()
    assert (row.need, str(row.area_id), row.n) == ("money.tax", made.groups.hill, 1)
    assert set(Entry.objects.filter(verb="unmet.counted").values_list("by", "person")) == {
        ("system:signposting: nothing suitable", None)
    }


def test_no_need_named_is_no_mistake(client):
    assert "You have not named a need" in text(client.post(FOR_ME, {"heard": heard()}))


@pytest.mark.parametrize("needs", [("safety.home",), ("company.group", "safety")])
def test_a_quick_way_out_when_somebody_may_not_be_safe(client, needs):
    town()
    assert b'class="quick"' in client.post(FOR_ME, {"heard": heard(*needs)}).content


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", "ünsinn"],
)
def test_a_forged_token_opens_nothing(client, token):
    assert client.post(FOR_ME, {"heard": token}).status_code == 410


def test_a_token_that_was_changed_or_is_old_or_for_another_door_opens_nothing(client):
    good = heard("company")
    old = heard("company", now=timezone.now() - timedelta(days=2))
    other = heard("company", purpose="check-up")
    odd = seal_link(["not", "a", "dict"], settings.SECRET_KEYS, purpose="heard", now=timezone.now())
    for token in (good[:-8] + "AAAAAAAA", old, other, odd):
        page = client.post(FOR_ME, {"heard": token})
        assert page.status_code == 410
        assert "Please start again" in text(page)


def test_a_visit_without_answers_goes_to_the_search(client):
    assert client.get(FOR_ME).url == "/help/"


def kept(client, made):
    names = [f"group:{made.groups.walk}", f"service:{made.lunch}", "group:nonsense", "x:y"]
    return client.post("/help/list/", {"option": names})


def test_a_list_is_kept_as_a_link_and_stores_nothing(client):
    made = town()
    before = Entry.objects.count()
    answer = kept(client, made)
    assert answer.status_code == 302 and answer.url.startswith("/help/list/")
    assert len(answer.url) < 400
    page = client.get(answer.url)
    said = text(page)
    assert "Slow walk" in said and "Lunch club" in said
    assert answer.url in page.content.decode()
    assert Entry.objects.count() == before
    assert client.post("/help/list/", {}).url == "/help/"


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_a_list_is_dated_as_the_day_is_here(zone):
    late = datetime(2026, 11, 23, 23 if zone.startswith("Pacific") else 2, tzinfo=UTC)
    choice = Choice("service", "0b0e5a0c-0000-4000-8000-000000000000")
    with timezone.override(zone):
        link = queries.kept_link(STRANGER, [choice], late)
        day = queries.kept_list(STRANGER, link, late).day
    assert day == late.astimezone(ZoneInfo(zone)).date() != late.date()


def test_a_kept_list_says_what_is_gone(client):
    from kizuna.activities.models import Group

    made = town()
    url = kept(client, made).url
    Group.objects.filter(pk=made.groups.walk).update(active=False)
    assert "1 thing on this list is no longer there" in text(client.get(url))


def test_an_old_list_gets_a_kind_page_and_a_forged_one_none(client):
    now = timezone.now() - KEPT_FOR - timedelta(days=1)
    old = seal_link({"o": [], "d": "2026-01-01"}, settings.SECRET_KEYS, purpose="list", now=now)
    page = client.get(reverse("signposting:kept", args=[old]))
    assert page.status_code == 410
    assert "more than 90 days ago" in text(page)
    strange = seal_link({"o": ["zzz"], "d": "x"}, settings.SECRET_KEYS, purpose="list", now=timezone.now())
    for token in ("nonsense", old[:-8] + "AAAAAAAA", heard("company"), strange):
        assert client.get(reverse("signposting:kept", args=[token])).status_code == 404


@pytest.mark.parametrize("url", ["/help/", "/help/?q=lunch", "/help/need/company/"])
def test_few_queries(client, url, django_assert_max_num_queries):
    town()
    client.get(url)
    with django_assert_max_num_queries(12):
        assert client.get(url).status_code == 200


def test_suggestions_take_few_queries(client, django_assert_max_num_queries):
    made = town()
    client.post(FOR_ME, {"heard": heard("company.group", area=made.groups.hill)})
    token = heard("company.group", area=made.groups.hill)
    with django_assert_max_num_queries(12):
        assert client.post(FOR_ME, {"heard": token}).status_code == 200


def test_a_check_up_without_a_need_is_not_a_check_up_not_done():
    made = town()
    client, address = signed_in(made.worker), f"/help/for/{made.ana}/"
    later = NOW + timedelta(days=1)
    record_check_up(attempt=str(uuid4()), person=made.ana, answers={}, heard=(), by=HOUSE, now=later)
    said = text(client.get(address))
    assert "The check-up found no need" in said and "not done the check-up" not in said
    CheckUp.objects.all().delete()
    said = text(client.get(address))
    assert "not done the check-up yet" in said and "found no need" not in said
