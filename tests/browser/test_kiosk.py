"""A shared computer in a browser: what somebody typed is gone, by "back" too; typing counts as presence."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page

from tests.browser.conftest import Town

pytestmark = pytest.mark.browser


def begin(page: Page, demo: Town, button: str = "Everybody types for themselves") -> str:
    site = demo.site.url
    page.goto(f"{site}/account/login/")
    page.get_by_role("link", name="On a computer that others use too?").click()
    page.get_by_role("button", name=button).click()
    page.wait_for_url(f"{site}/")
    return site


def test_going_back_shows_nothing_of_who_was_there(page: Page, demo: Town) -> None:
    site = begin(page, demo)
    page.get_by_role("button", name="Resident", exact=True).click()
    page.goto(f"{site}/my-data/everything/")
    name = page.locator("main").inner_text()
    page.goto(f"{site}/my-data/")
    page.get_by_role("link", name="I am done").click()
    page.wait_for_url("**/kiosk/done/")
    assert "Everything is cleared" in page.locator("h1").inner_text()
    for _step in range(3):
        page.go_back()
        page.wait_for_load_state()
        assert "/account/login/" in page.url or "/my-data/everything/" not in page.url
        assert page.locator("main").inner_text() != name
    page.goto(f"{site}/my-data/export/")
    assert "/account/login/" in page.url
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert page.evaluate("async () => (await caches.keys()).length") == 0


def test_an_answer_sent_again_by_going_back_is_refused(page: Page, demo: Town) -> None:
    site = begin(page, demo)
    page.goto(f"{site}/worried/")
    page.locator("textarea").first.fill("His light has been out for days.")
    page.locator("main form button").last.click()
    page.wait_for_load_state()
    page.goto(f"{site}/kiosk/done/")
    with suppress(Error):  # the browser would ask whether to send it again: it keeps no copy of the page
        page.go_back()
    page.wait_for_load_state("networkidle")
    assert "His light has been out" not in page.locator("html").inner_text()


def test_typing_counts_as_being_there_and_silence_clears(page: Page, demo: Town) -> None:
    page.clock.install()
    site = begin(page, demo)
    page.goto(f"{site}/worried/")
    for _minute in range(5):
        page.clock.run_for(120_000)
        page.keyboard.press("a")
    assert "/worried/" in page.url
    page.clock.run_for(181_000)
    page.wait_for_url("**/kiosk/done/")
    assert "Were you still here?" in page.locator("main").inner_text()


def test_a_helper_is_said_on_every_page(page: Page, demo: Town) -> None:
    begin(page, demo, "I type for somebody beside me")
    assert "Somebody types for you" in page.locator("header").inner_text()
    page.get_by_role("link", name="I am done").click()
    assert "Somebody types for you" not in page.locator("header").inner_text()
