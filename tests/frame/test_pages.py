"""Error pages, leaving, reading level, what a phone may keep: all in a browser's eyes."""

import re

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from kizuna.access.viewer import STRANGER, Viewer
from kizuna.frame.middleware import Doors

ERRORS = [
    ("/nowhere/", 404, "We could not find this page"),
    ("/missing/", 404, "We could not find this page"),
    ("/closed/", 403, "You cannot open this page"),
    ("/reason/", 403, "Only a coordinator can do this."),
    ("/refused/", 400, "Somebody else answered first. Load the page again."),
    ("/gone/", 410, "This link no longer works"),
    ("/denied/", 403, "You cannot open this page"),
    ("/odd/", 400, "That did not work"),
    ("/tired/", 503, "We are busy for a moment"),
    ("/broken/", 500, "Something broke on our side"),
]


@pytest.mark.parametrize(("url", "status", "words"), ERRORS)
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_an_error_says_how_to_go_on_and_nothing_else(visitor: Client, url: str, status: int, words: str):
    answer = visitor.get(url)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert page.count("<h1>") == 1
    assert "/crisis/" in page and 'lang="en"' in page
    for secret in ("person.see", "10.0.0.1", "nobody may read", "Traceback"):
        assert secret not in page


def test_a_stranger_signs_in_and_comes_back(visitor: Client):
    answer = visitor.get("/first/?who=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=%2Ffirst%2F%3Fwho%3D1"
    assert visitor.post("/first/")["Location"] == "/account/login/"


def test_the_last_pages_need_no_context():
    for name in ("500", "503"):
        page = render_to_string(f"frame/{name}.html")
        assert "<h1>" in page and "{{" not in page and "{%" not in page


def test_a_form_without_our_token_is_told_what_to_do(small_site: None):
    answer = Client(enforce_csrf_checks=True).post("/reading/", {"reading": "easy"})
    assert answer.status_code == 400
    assert b"Allow cookies for this site" in answer.content


@pytest.mark.django_db
def test_a_form_from_before_signing_in_is_told_so_and_led_back(small_site: None):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies["language"] = "en"
    where = "http://testserver/gallery/?look=dark"
    answer = browser.post("/reading/", {"reading": "easy"}, headers={"referer": where})
    assert b"you have signed out since" in answer.content
    assert b'href="/gallery/?look=dark"' in answer.content
    elsewhere = browser.post("/reading/", {}, headers={"referer": "https://evil.example/x"})
    assert b"evil" not in elsewhere.content


@pytest.mark.parametrize("look", ["", "light", "dark", "contrast", "<script>"])
def test_the_gallery_shows_each_part_in_each_look(visitor: Client, look: str):
    answer = visitor.get("/gallery/", {"look": look})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert (f'data-look="{look}"' in page) == (look in {"light", "dark", "contrast"})
    assert "{{" not in page and "{%" not in page and "style=" not in page
    assert page.count("<h1>") == 1
    identities = re.findall(r'\bid="([^"]+)"', page)
    assert len(identities) == len(set(identities))


def test_a_first_page_is_light(visitor: Client):
    page = visitor.get("/page/").content
    sent = len(page)
    for file in re.findall(rb'(?:href|src)="/static/([^"]+)"', page):
        sent += len(_static(file.decode()))
    assert sent <= 50_000


def _static(name: str) -> bytes:
    from django.contrib.staticfiles import finders

    found = finders.find(name)
    assert found, name
    with open(found, "rb") as file:
        return file.read()


def test_every_page_has_its_landmarks_and_languages(visitor: Client):
    page = visitor.get("/page/?a=1").content.decode()
    for part in ('href="#main"', '<main id="main"', "<header>", "<footer", "Help now", "does not diagnose"):
        assert part in page
    assert '<button name="language" value="ar" lang="ar">' in page
    assert 'name="next" value="/page/?a=1"' in page
    assert 'aria-current="page"' in page
    assert not re.search(r"style=|<script>|onclick", page)


def test_a_right_to_left_language_turns_the_page(visitor: Client):
    page = visitor.get("/page/", headers={"accept-language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl"' in page


def test_a_sensitive_page_offers_a_way_out_and_stays_nowhere(visitor: Client):
    quick, plain = visitor.get("/page/?quick=1"), visitor.get("/page/")
    assert b'href="/leave/"' in quick.content and quick["Cache-Control"] == "no-store"
    assert b'href="/leave/"' not in plain.content and plain["Cache-Control"] == "private, no-cache"
    assert visitor.get("/kept/")["Cache-Control"] == "max-age=60"


def test_pages_of_people_who_signed_in_stay_nowhere():
    request = RequestFactory().get("/")
    doors = Doors(lambda request: HttpResponse("page"))
    request.viewer = STRANGER
    assert doors(request)["Cache-Control"] == "private, no-cache"
    request.viewer = Viewer(role="worker", account="1")
    assert doors(request)["Cache-Control"] == "no-store"


def test_help_is_on_every_page(visitor: Client):
    for url in ("/page/", "/page/?quick=1", "/account/login/", "/nowhere/"):
        assert b'href="/crisis/"' in visitor.get(url).content


def test_leaving_forgets(visitor: Client, settings):
    visitor.cookies.load({"reading": "easy", "django_language": "es", "sessionid": "abc"})
    answer = visitor.get(reverse("frame:leave"))
    assert answer.status_code == 302 and answer["Location"] == settings.EXIT_URL
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert answer["Cache-Control"] == "no-store"
    for cookie in ("reading", "django_language", "csrftoken", "sessionid"):
        assert answer.cookies[cookie]["max-age"] == 0


def test_the_reading_level_is_a_cookie_and_goes_back_to_the_page(visitor: Client):
    answer = visitor.post("/reading/", {"reading": "easy", "next": "/page/?a=1"})
    assert answer["Location"] == "/page/?a=1" and answer.cookies["reading"].value == "easy"
    assert b'class="easy"' in visitor.get("/page/").content
    visitor.post("/reading/", {"reading": "plain", "next": "/page/"})
    assert b'class="easy"' not in visitor.get("/page/").content


@pytest.mark.parametrize("away", ["https://else.example/", "//else.example/", "javascript:alert(1)"])
def test_the_reading_level_leads_nowhere_else(visitor: Client, away: str):
    assert visitor.post("/reading/", {"reading": "easy", "next": away})["Location"] == "/"


def test_a_get_changes_nothing(visitor: Client):
    assert visitor.get("/reading/").status_code == 405


def test_the_worker_keeps_the_shell_and_the_crisis_numbers_and_nothing_else(visitor: Client):
    answer = visitor.get("/sw.js?language=es")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"
    named = set(re.findall(r'"(/[^"]*)"', script))
    kept = {"/crisis/", "/offline/", "/static/frame/resident.css"}
    shown_with_a_message = {"/", "/static/frame/icon-192.png"}
    assert named == {*kept, *shown_with_a_message, "/leave/", "/services/", "/groups/", "/coping/"}
    assert 'const LANGUAGE = "es"' in script
    assert 'credentials: "omit"' in script
    assert re.search(r"\[STYLE, OFFLINE, CRISIS\]\.map", script)
    assert "unregister()" in script


def test_the_worker_speaks_only_our_languages(visitor: Client):
    assert 'const LANGUAGE = "en"' in visitor.get('/sw.js?language=";alert(1)//').content.decode()


def test_the_manifest_names_icons_that_exist(visitor: Client):
    answer = visitor.get("/manifest.webmanifest")
    assert answer["Content-Type"] == "application/manifest+json"
    for icon in answer.json()["icons"]:
        assert _static(icon["src"].removeprefix("/static/"))


@pytest.mark.parametrize("name", ["guide", "offline"])
def test_pages_of_the_frame(visitor: Client, name: str):
    assert visitor.get(reverse(f"frame:{name}", "tests.frame.urls")).status_code == 200


def test_a_page_that_was_made_from_a_form_is_made_again(visitor: Client):
    carried = {"reading": "easy", "next": "/page/", "carry": "on", "state": "sealed"}
    assert visitor.post("/reading/", carried).status_code == 307
    away = visitor.post("/reading/", {**carried, "next": "https://elsewhere.example/"})
    assert (away.status_code, away["Location"]) == (302, "/")
