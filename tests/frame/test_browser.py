"""The frame in a real browser: rules of accessibility, narrow screens, no connection, leaving."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.browser


@pytest.fixture
def address(small_site: None, settings: Any) -> Iterator[str]:
    """The small site, served; leaving leads to a page of its own."""
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "whitenoise" not in m]
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert not server.error
    settings.EXIT_URL = f"http://127.0.0.1:{server.port}/kept/"
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


LOOKS = [
    ("/gallery/", 320, "light", "en"),
    ("/gallery/", 1280, "dark", "ar"),
    ("/gallery/", 320, "dark", "es"),
    ("/guide/", 320, "light", "ar"),
    ("/page/?quick=1", 320, "dark", "en"),
    ("/nowhere/", 1280, "light", "es"),
    ("/broken/", 320, "light", "en"),
]


@pytest.mark.parametrize(("path", "width", "scheme", "language"), LOOKS)
def test_a_page_keeps_the_rules_of_accessibility(
    chromium: Any, address: str, path: str, width: int, scheme: str, language: str
):
    screen = {"width": width, "height": 800}
    page = chromium.new_page(viewport=screen, color_scheme=scheme, locale=language, service_workers="block")
    page.goto(address + path)
    found = axe.Axe().run(page).response["violations"]
    assert not found, "\n".join(f"{v['id']}: {v['nodes'][0]['html']}" for v in found)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")


def test_the_keyboard_starts_at_the_skip_link_and_shows_where_it_is(chromium: Any, address: str):
    page = chromium.new_page(service_workers="block")
    page.goto(address + "/guide/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_crisis_numbers_open_without_a_connection(chromium: Any, address: str):
    visit = chromium.new_context()
    page = visit.new_page()
    page.goto(address + "/page/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/crisis/')")
    kept = "caches.keys().then(names => Promise.all(names.map(n => caches.open(n).then(c => c.keys()))))"
    urls = page.evaluate(f"{kept}.then(found => found.flat().map(r => new URL(r.url).pathname))")
    assert set(urls) == {"/crisis/", "/offline/", "/static/frame/resident.css"}

    visit.set_offline(True)
    page.goto(address + "/crisis/")
    assert page.locator("h1").inner_text() == "Help with this page"
    page.goto(address + "/page/?a=1")
    assert page.locator("h1").inner_text() == "You have no connection"


def test_leaving_takes_the_page_out_of_the_history_and_the_phone(chromium: Any, address: str):
    page = chromium.new_context().new_page()
    page.goto(address + "/page/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/crisis/')")
    page.goto(address + "/page/?quick=1")
    page.click("a.leave")
    page.wait_for_url("**/kept/")
    page.wait_for_function("caches.keys().then(names => names.length === 0)")
    page.go_back()
    assert "quick" not in page.url


def test_leaving_works_without_scripts(chromium: Any, address: str):
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(address + "/page/?quick=1")
    page.click("a.leave")
    assert page.url.endswith("/kept/")
