"""Nothing needs a script: the path in a browser that runs none."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import walk
from tests.browser.conftest import PHONE, Town

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A visitor whose browser runs no scripts; what is outside this machine is not fetched."""
    context = chromium.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False)  # type: ignore[arg-type]
    context.route(re.compile(r"^https://"), lambda route: route.fulfill(body="elsewhere"))
    yield context.new_page()
    context.close()


def test_from_the_first_page_to_a_saved_list(page: Page, demo: Town):
    walk.start(page, demo)
    walk.answer(page, walk.LONELY)
    walk.agree(page)
    names = page.locator("article h2").all_inner_texts()
    assert 3 <= len(names) <= 5
    walk.go(page, page.get_by_role("button", name="Save or print this list").first)
    assert page.locator("article h2").all_inner_texts() == names
    assert page.get_by_label("Copy this link").input_value() == page.url


def test_leaving_a_way_to_be_contacted(page: Page, demo: Town):
    walk.start(page, demo)
    walk.answer(page, walk.LONELY)
    walk.agree(page)
    walk.go(page, page.get_by_role("button", name="Leave a way to be contacted"))
    walk.go(page, page.get_by_role("button", name="Send this"))
    assert page.get_by_role("alert").get_by_role("link").count() >= 2
    walk.fill_contact(page, "Nell", "nell@linden.example")


def test_leaving_the_danger_page(page: Page, demo: Town):
    walk.start(page, demo)
    walk.answer(page, walk.DANGER)
    assert page.locator("a.call").count() >= 2
    page.get_by_role("link", name="Leave").click()
    page.wait_for_url(re.compile(r"^https://"))
    assert not any(cookie["domain"] == "127.0.0.1" for cookie in page.context.cookies())


def test_language_and_reading_level(page: Page, demo: Town):
    page.goto(f"{demo.site.url}/about/")
    page.locator(".lang summary").click()
    walk.go(page, page.locator('.lang button[value="es"]'))
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.url == f"{demo.site.url}/about/"
    walk.go(page, page.locator('button[value="easy"]'))
    assert page.locator("html.easy").count() == 1
    walk.go(page, page.locator('button[name="reading"]'))
    assert page.locator("html.easy").count() == 0


def test_signing_in_and_a_referral(page: Page, demo: Town):
    walk.ask_to_be_contacted(page, demo, "Quiet Quentin")
    walk.sign_in(page, demo)
    before = len(demo.mail.messages)
    walk.refer(page, "Quiet Quentin")
    page.goto(walk.link_in(demo.mail.wait_for("/r/", after=before)))
    walk.say(page, "Yes")
    assert page.get_by_text("How to reach them").count() == 1
