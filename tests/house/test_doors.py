"""Every address × method × role answers what the table says; an address without a row fails."""

import re
from collections.abc import Iterator
from functools import cache
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.cache import cache as counts
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from kizuna.activities.poster import short_code
from kizuna.outbox.leaving import leaving_token
from kizuna.screening.models import Concern
from kizuna.web import programs
from tests.aid import aid_link, asked
from tests.desk import flagged, queued, ready_reply, visiting
from tests.goals import of_outcomes
from tests.helping import of_volunteers, own_key, reference_link
from tests.house.doors import DOORS, ROLES
from tests.meetings import calendar_link, group_date, seat_link
from tests.partners import form_by_mail, partner_end, partner_of, referred_in
from tests.screening.scene import own_page
from tests.talks import (
    about_link,
    greeting,
    made_report,
    member_of,
    mute_link,
    newsletter,
    report_link,
    wrote,
)
from tests.ties import kept_tree, told_tie
from tests.todos import to_do
from tests.town import (
    Town,
    brought_list,
    brought_package,
    build,
    doubled,
    foreign_term,
    guarded,
    identifier,
    in_danger,
    invitation,
    invitation_link,
    kept_list,
    lunch,
    made_booklet,
    missed,
    opened_glass,
    own_data_link,
    program,
    proposed,
    provider_link,
    put_together,
    refer,
    refer_link,
    said_wrong,
    webhook,
    worried,
    written_run,
    wrote_to_us,
)
from tests.twins import alike_pair, joined_pair, kept_feed

PARTS = 4
OPERATION = re.compile(rf"api/v1/({'|'.join(programs.ROOMS)})/")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")

OF_WORDS: dict[str, tuple[object, object]] = {
    "part": ("depends", "depends"),
    "kind": ("service", "service"),
    "code": ("food", "nothing"),
    "way": ("sms", "nothing"),
    "step": ("leave", "leave"),
    "channel": ("sms", "pigeon"),
    "scale": ("who-5", "nothing"),
    "language": ("en", "tlh"),
}
"""Parameters that are words: one that we know, and one that we do not."""


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address that the site has, as its pattern."""
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here
        else:
            yield from routes(one.url_patterns, here)


def all_routes() -> list[str]:
    """Pages; what the rooms offer to programs has a table of its own (`api_doors.py`)."""
    return sorted({here for here in routes(get_resolver().url_patterns) if not OPERATION.match(here)})


def own_and_other(town: Town) -> dict[str, tuple[object, object]]:
    """What stands for a parameter: something of Ana, and the same of Cem."""
    north, south = in_danger(town, town.north), in_danger(town, town.south)
    return {
        "person": (town.ana, town.cem),
        "pair": (doubled(town, town.ana), doubled(town, town.cem)),
        "merge": (put_together(town, town.ana), put_together(town, town.cem)),
        "referral": (refer(town, town.ana), refer(town, town.cem)),
        "consent": (town.consents[town.ana], town.consents[town.cem]),
        "concern": (north[0], south[0]),
        "request_id": (north[1], south[1]),
        "correction": (said_wrong(town, town.ana), said_wrong(town, town.cem)),
        "absence": (missed(town, town.ana), missed(town, town.cem)),
        "group": (town.group, identifier("nothing")),
        "id": (lunch(town), identifier("nothing")),
        "worry": (worried(town, town.north), worried(town, town.south)),
        "glass": (opened_glass(town, town.ana), opened_glass(town, town.cem)),
        "approval": (proposed(town, town.ana), proposed(town, town.cem)),
        "option": (lunch(town), lunch(town)),
        "invitation": (invitation(town, town.north), invitation(town, town.south)),
        "account": (town.accounts["far worker"].pk, identifier("nothing")),
        "provider_id": ("county", "nothing"),
        "pk": (0, 1),  # passkeys of nobody here
        "area": (town.north, identifier("nothing")),
        "brought": (brought_list(town), identifier("nothing")),
        "webhook": (webhook(town), identifier("nothing")),
        "program": (program(town), identifier("nothing")),
        "run": (written_run(town, town.north), written_run(town, town.south)),
        "page": (own_page(town.now), identifier("nothing")),
        "reply": (wrote_to_us(town, "ana"), wrote_to_us(town, "cem")),
        "token": (refer_link(town, town.ana), "x"),
        "tie": (told_tie(town, town.ana), told_tie(town, town.cem)),
        "news": (newsletter(town, town.north, "checked"), newsletter(town, town.south, "draft")),
        "member": (member_of(town, town.ben), 0),
        "greeting": (greeting(town, town.ana, town.ben), greeting(town, town.ben, town.ana)),
        "letter": (wrote(town, town.ben), wrote(town, town.ana)),
        "report": (made_report(town, town.north), made_report(town, town.south)),
        "tree": (kept_tree(town, town.north), kept_tree(town, town.south)),
        **of_volunteers(town),
        **of_outcomes(town),
        **OF_WORDS,
        "flag": (flagged(town, town.ana, "worker"), flagged(town, town.cem, "far worker")),
        "visit": (visiting(town, town.north, "worker"), visiting(town, town.south, "far worker")),
        "ready": (ready_reply(town), identifier("nothing")),
        "partner": (partner_of(town, town.north), partner_of(town, town.south)),
        "aid": (asked(town, town.ana), asked(town, town.cem)),
        "ask": (asked(town, town.ana), asked(town, town.cem)),
        "intake": (referred_in(town, town.north), referred_in(town, town.south)),
    }


def of_this_route(route: str, town: Town) -> dict[str, tuple[object, object]]:
    """A link opens one kind of page only."""
    if route.startswith("account/invited/"):
        return {"token": (invitation_link(town), "x")}
    if route.startswith("fhir/R4/light/"):
        return {"token": (refer_link(town, town.ana), "x")}
    if route.startswith("todos/"):
        return {"todo": (to_do(town, town.ana), to_do(town, town.cem))}
    if route.startswith("queue/"):
        return {"referral": (queued(town), identifier("nothing"))}
    if route.startswith("refer/"):
        return {"token": (partner_end(town), "x"), "reply": (form_by_mail(town), identifier("nothing"))}
    if route.startswith("my-data/open/"):
        return {"token": (own_data_link(town), "x")}
    if route.startswith("my-data/correct/"):
        return {"part": ("about", "nothing")}
    if route.startswith("end-messages/"):
        keys, now = settings.SECRET_KEYS, town.now
        return {"token": (leaving_token("email", "ana@example.org", keys, now), "x")}
    if route.startswith("groups/p/"):
        return {"code": (short_code("g", town.group), "x")}
    if route.startswith("groups/aid/"):
        return {"token": (aid_link(town), "x"), "kind": ("lift", "nothing")}
    if route.startswith("groups/dates/"):
        event, at = group_date(town)
        return {"event": (event, identifier("nothing")), "at": (at, at)}
    if route.startswith(("groups/shifts/", "groups/vouch/")):
        return {"token": ((reference_link if "vouch" in route else own_key)(town), "x")}
    if route.startswith(("groups/place/", "groups/mine/")):
        return {"token": ((seat_link if "place" in route else calendar_link)(town), "x")}
    if route.startswith("groups/hear-less/"):
        return {"token": (mute_link(town), "x")}
    if route.startswith(("conduct/about/", "conduct/report/")):
        return {"token": ((about_link if "about" in route else report_link)(town), "x")}
    if route.startswith("services/import/"):
        return {"brought": (brought_package(town), identifier("nothing"))}
    if route.startswith("services/care/duplicates/"):
        nothing = identifier("nothing")
        return {"alike": (alike_pair(town), nothing), "join": (joined_pair(town), nothing)}
    if route.startswith("services/booklet/"):
        return {"id": (made_booklet(town), identifier("nothing"))}
    if "/translations/" in route:
        return {"language": ("es", "tlh")}
    if route.startswith("services/feeds/"):
        return {"feed": (kept_feed(town), identifier("nothing"))}
    if route.startswith("services/terms/"):
        return {"id": (foreign_term(), identifier("nothing"))}
    if route.startswith("services/"):
        return {"token": (provider_link(town, route.split("/")[1]), "x")} if "token" in route else {}
    return {"token": (kept_list(town), "x")} if route.startswith("help/list/") else {}


def address(route: str, values: dict[str, tuple[object, object]], whose: str) -> str:
    """A route with its parameters filled in."""
    number = 1 if whose == "other" else 0
    return "/" + PARAMETER.sub(lambda found: str(values[found[1]][number]), route)


def sessions(town: Town, roles: tuple[str, ...] = ROLES) -> dict[str, str]:
    """Everybody logs in once: role → session."""
    found = {"stranger": ""}
    for role in roles[1:]:
        client = Client()
        client.force_login(town.accounts[role])
        found[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


@cache
def _browser() -> Client:
    return Client()


def browser_of(session: str) -> Client:
    """A browser that holds this session and nothing else: always the same one, a new one takes long."""
    client = _browser()
    client.cookies = SimpleCookie()
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def answer(session: str, method: str, path: str) -> int:
    """What somebody gets, without leaving a trace."""
    client = browser_of(session)
    with transaction.atomic():
        status = client.generic(method, path, content_type="application/x-www-form-urlencoded").status_code
        transaction.set_rollback(True)
    return status


def test_every_address_has_its_row_and_no_row_is_left_over() -> None:
    assert set(all_routes()) == set(DOORS)


@pytest.mark.parametrize("route", sorted(DOORS))
def test_the_row_says_enough(route: str) -> None:
    personal = PARAMETER.findall(route)
    row = DOORS[route]
    for method in ("GET", "POST"):
        whose = [key for key in row if key.partition(" ")[0] == method]
        assert whose == ([f"{method} own", f"{method} other"] if personal else [method])
    assert {len(answers.split()) for answers in row.values()} == {len(ROLES)}


@pytest.mark.django_db
@pytest.mark.usefixtures("as_in_life")
@pytest.mark.parametrize("part", range(PARTS))
def test_every_role_gets_its_answer(part: int) -> None:
    town = build(timezone.now())
    values, logged_in = own_and_other(town), sessions(town)
    wrong = []
    for route in sorted(DOORS)[part::PARTS]:
        counts.clear()  # wrong keys are counted, and after very many of them nothing opens
        for key, expected in DOORS[route].items():
            method, _, whose = key.partition(" ")
            path = address(route, values | of_this_route(route, town), whose)
            got = [answer(logged_in[role], method, path) for role in ROLES]
            if got != [int(status) for status in expected.split()]:
                wrong.append(f"{route} {key}: expected {expected}, got {' '.join(map(str, got))}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_other_methods_are_no_way_in() -> None:
    town = build(timezone.now())
    values = own_and_other(town)
    wrong = []
    for route, row in DOORS.items():
        path = address(route, values | of_this_route(route, town), "own")
        posted = int(row.get("POST", row.get("POST own", "405")).split()[0])
        for method in ("PUT", "PATCH", "DELETE"):
            if (got := answer("", method, path)) not in {posted, 302, 401, 403, 404, 405}:
                wrong.append(f"{method} {route}: {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_somebody_who_must_not_be_found_answers_like_nobody() -> None:
    """What is about Ana answers every role like the same about Cem, once she is protected; not herself."""
    town = build(timezone.now())
    values, logged_in = own_and_other(town), sessions(town)
    guarded(town, town.ana)
    guarded(town, Concern.objects.get(pk=values["concern"][0]).person_id)
    about_her = {"person", "referral", "consent", "concern", "request_id", "pair", "merge", "correction"}
    wrong = []
    for route, row in sorted(DOORS.items()):
        if not set(PARAMETER.findall(route)) & about_her:
            continue
        for key, expected in row.items():
            method, _, whose = key.partition(" ")
            if whose != "other":
                continue
            path = address(route, values | of_this_route(route, town), "own")
            for role, status in zip(ROLES, expected.split(), strict=True):
                got = answer(logged_in[role], method, path)
                if role in {"worker", "coordinator", "analyst", "organiser"} and got != int(status):
                    wrong.append(f"{route} {method} {role}: expected {status}, got {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_no_page_names_who_must_not_be_found_but_to_their_keepers() -> None:
    """Lists, desks and links of every room, also of those that nobody thought of here."""
    town = build(timezone.now())
    values, logged_in = own_and_other(town), sessions(town)
    places = {address(route, values | of_this_route(route, town), "own") for route in DOORS}
    guarded(town, town.ana)
    told = []
    for path in sorted(places - {"/leave/", "/kiosk/done/"}):
        for role in ("worker", "organiser", "coordinator", "stranger"):
            got = browser_of(logged_in[role]).get(path)
            if "Ana Ruiz" in b"".join(got).decode(errors="replace"):
                told.append(f"{path} to {role}")
    assert not told, "\n".join(told)
