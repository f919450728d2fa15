"""What every page and every error carries, whoever looks: found from the site's own addresses."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache as counts
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.datastructures import CaseInsensitiveMapping

from tests.house.doors import DOORS
from tests.house.fhir_doors import FHIR
from tests.house.standard_doors import STANDARD
from tests.house.test_doors import address, browser_of, of_this_route, own_and_other, sessions
from tests.town import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("as_in_life")]


def client_of(session: str, **more: Any) -> Client:
    client = Client(raise_request_exception=False, **more)
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


@dataclass(frozen=True)
class Seen:
    """What an answer carried."""

    role: str
    route: str
    status: int
    headers: CaseInsensitiveMapping[str]
    page: str
    """A page's text in lower case; empty for everything that is no page."""


@cache
def every_answer(method: str) -> list[Seen]:
    """What every address answers stranger, resident and worker, without a trace: asked once for all tests."""
    town = build(timezone.now())
    values, logged_in = own_and_other(town), sessions(town)
    found = []
    for route in sorted(DOORS):
        path = address(route, values | of_this_route(route, town), "own")
        for role in ("stranger", "resident", "worker"):
            with transaction.atomic():
                answer = browser_of(logged_in[role]).generic(
                    method, path, content_type="application/x-www-form-urlencoded"
                )
                transaction.set_rollback(True)
            is_page = answer.headers.get("Content-Type", "").startswith("text/html")
            page = answer.content.decode().lower() if is_page else ""
            found.append(Seen(role, route, answer.status_code, answer.headers, page))
    return found


def weak(answer: HttpResponse | Seen, *, shared: bool = False) -> list[str]:
    """What is wrong with the headers of an answer. `shared`: open data, for others to read."""
    found = []
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'self'" not in policy or "unsafe" in policy or "frame-ancestors 'none'" not in policy:
        found.append(f"policy {policy!r}")
    expected = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        **({} if shared else {"Cross-Origin-Resource-Policy": "same-origin"}),
    }
    found += [name for name, value in expected.items() if answer.headers.get(name) != value]
    return found


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_is_strict(method: str) -> None:
    wrong = [
        f"{method} {answer.route} as {answer.role}: {problems}"
        for answer in every_answer(method)
        if (problems := weak(answer, shared=answer.route in STANDARD))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["/no/such/page/", "/r/x/", "/today/%00/", "/account/signup/", "//x"])
def test_errors_are_strict_too(path: str) -> None:
    assert weak(Client().get(path)) == []


def test_an_address_that_is_a_key_is_not_kept_by_others_and_not_guessed(monkeypatch: Any) -> None:
    keys = [answer for answer in every_answer("GET") if "<str:token>" in answer.route]
    assert len(keys) > 40
    open_doors = [one for one in keys if one.headers.get("X-Robots-Tag") != "noindex, nofollow"]
    assert not [one.route for one in open_doors if one.status < 500]
    monkeypatch.setattr("kizuna.frame.middleware.GUESSES", 2)
    counts.clear()
    routes = sorted({one.route for one in keys})
    assert len(routes) > 12
    client, found = Client(raise_request_exception=False), {}
    for route in routes:
        path = "/" + re.sub(r"<uuid:\w+>", str(uuid4()), route)
        found[route] = [client.get(path.replace("<str:token>", f"guess-{n}")).status_code for n in range(4)]
        counts.clear()
    lax = {route: seen for route, seen in found.items() if seen[-1] not in {405, 429}}
    assert not lax, lax


def test_no_page_carries_a_script_or_a_style_of_its_own() -> None:
    pages = [answer for answer in every_answer("GET") if answer.page]
    assert len(pages) > 100
    for answer in pages:
        for inline in ("<script>", " onclick=", " onload=", " style=", "<style", "javascript:"):
            assert inline not in answer.page, (answer.role, answer.route, inline)


def test_every_post_without_our_token_is_turned_away() -> None:
    town = build(timezone.now())
    values, logged_in = own_and_other(town), sessions(town)
    through = []
    pages = [route for route in DOORS if not route.startswith(PROGRAMS) and route not in STANDARD]
    for route in sorted(set(pages) - set(FHIR)):
        path = address(route, values | of_this_route(route, town), "own")
        for role in ("stranger", "worker"):
            client = client_of(logged_in[role], enforce_csrf_checks=True)
            if (status := client.post(path).status_code) != 400:
                through.append(f"{route} as {role}: {status}")
    assert not through, "\n".join(through)
    client = client_of(logged_in["worker"], enforce_csrf_checks=True)
    fhir = client.post("/fhir/R4/QuestionnaireResponse", "{}", content_type="application/fhir+json")
    assert fhir.status_code == 403


def test_a_token_from_elsewhere_is_no_token() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/account/login/")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    assert client.post("/language/", {"language": "es", "csrfmiddlewaretoken": "x" * 64}).status_code == 400
    away = {"HTTP_ORIGIN": "https://evil.example"}
    assert client.post("/language/", {"csrfmiddlewaretoken": token}, **away).status_code == 400
    assert client.post("/language/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_pages_about_somebody_are_kept_by_nobody() -> None:
    kept = [
        f"{answer.route} as {answer.role}: {answer.headers.get('Cache-Control')}"
        for answer in every_answer("GET")
        if answer.role != "stranger" and answer.status == 200 and answer.route not in OPEN_FILES
        if "no-store" not in answer.headers.get("Cache-Control", "")
    ]
    assert not kept, "\n".join(kept)


OPEN_FILES = {route for route in DOORS if route.rpartition(".")[2] in {"js", "webmanifest"}} | STANDARD.keys()
# No browser's cookie opens these: a token, a signature or a sealed link does. Each has tests of its own.
PROGRAMS = ("api/", "incoming/", "outbox/", "end-messages/")


def test_what_a_link_opens_is_kept_by_nobody() -> None:
    found = [
        (answer.route, answer.headers["Cache-Control"])
        for answer in every_answer("GET")
        if answer.role == "stranger" and "<str:token>" in answer.route
    ]
    assert len(found) > 1
    assert all("no-store" in cache for _, cache in found), found


def test_after_signing_out_the_session_opens_nothing() -> None:
    town = build(timezone.now())
    client = Client()
    client.force_login(town.accounts["worker"])
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/today/").status_code == 200
    client.post("/account/logout/")
    assert client_of(before).get("/today/").status_code == 302


def test_a_session_that_somebody_planted_is_not_kept_at_log_in() -> None:
    town = build(timezone.now())
    client = Client()
    planted = "plantedplantedplantedplantedplan"
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    client.get("/account/login/")
    client.force_login(town.accounts["worker"])
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert client_of(planted).get("/today/").status_code == 302


def test_with_https_cookies_redirects_and_hsts_are_strict(tmp_path: Path) -> None:
    code = """
import json, django
django.setup()
from django.test import Client
from django.conf import settings
from django.core.cache import cache as counts
plain = Client(headers={"host": "kizuna.example.org"}).get("/about/")
page = Client(headers={"host": "kizuna.example.org"}).get("/manifest.webmanifest", secure=True)
names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY CSRF_COOKIE_HTTPONLY DEBUG".split()
print(json.dumps([plain.status_code, plain["Location"], page["Strict-Transport-Security"],
                  [getattr(settings, name) for name in names], settings.SESSION_COOKIE_SAMESITE,
                  [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_DOMAIN]]))
"""
    (tmp_path / "static").mkdir()
    env = {**os.environ, "KIZUNA_URL": "https://kizuna.example.org", "KIZUNA_HOME": str(tmp_path)}
    env |= {"DJANGO_SETTINGS_MODULE": "kizuna.web.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    status, location, hsts, cookies, same_site, named = json.loads(done.stdout)
    assert (status, location) == (301, "https://kizuna.example.org/about/")
    assert int(hsts.partition("max-age=")[2].partition(";")[0]) >= 31_536_000
    assert cookies == [True, True, True, True, False]
    assert same_site == "Lax"
    assert named == ["__Host-sessionid", "__Host-csrftoken", None]


@pytest.mark.parametrize(("proxies", "expected"), [("0", 301), ("1", 200)])
def test_only_a_proxy_of_ours_says_how_a_visitor_came(tmp_path: Path, proxies: str, expected: int) -> None:
    code = """
import django
django.setup()
from django.test import Client
headers = {"host": "kizuna.example.org", "x-forwarded-proto": "https"}
print(Client(headers=headers).get("/manifest.webmanifest").status_code)
"""
    (tmp_path / "static").mkdir()
    env = {**os.environ, "KIZUNA_URL": "https://kizuna.example.org", "KIZUNA_HOME": str(tmp_path)}
    env |= {"DJANGO_SETTINGS_MODULE": "kizuna.web.settings", "KIZUNA_PROXIES": proxies}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == str(expected), done.stderr
