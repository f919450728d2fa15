"""Whoever changes the language in the middle of something stands on the same page afterwards."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser import steps, walk
from tests.browser.conftest import Town

pytestmark = pytest.mark.browser


def choose(page: Page, language: str) -> None:
    """Another language, with the switch of the page."""
    page.locator(".lang summary").click()
    walk.go(page, page.locator(f'.lang button[value="{language}"]'))
    assert page.locator("html").get_attribute("lang") == language


def place(page: Page) -> tuple[str, ...]:
    """Where somebody stands, without any words: the address, the figures of the title, what can be filled."""
    names = 'main input:not([type="hidden"]), main textarea, main select'
    fields = page.locator(names).evaluate_all("found => found.map(one => one.name + '=' + one.value)")
    return (page.url, *re.findall(r"\d+", page.title()), *fields)


def stays(page: Page) -> None:
    """Two languages and both reading levels lead back to the same place."""
    before = place(page)
    for language in ("es", "ar", "en"):
        choose(page, language)
        assert place(page) == before
    for level in ("easy", "plain"):
        walk.go(page, page.locator('footer button[name="reading"]'))
        assert page.locator("html.easy").count() == (level == "easy")
        assert place(page) == before


def test_the_check_up_goes_on_where_it_was(page: Page, demo: Town):
    walk.start(page, demo)
    for _ in range(2):
        walk.go(page, page.locator('button[value="skip"]'))
    steps.tick(page, str(page.locator("main .choices input").first.get_attribute("name")))
    walk.go(page, page.locator('button[value="next"]'))
    stays(page)
    walk.go(page, page.locator('button[value="back"]'))
    assert page.locator("main input:checked").count() == 1
    walk.answer(page, walk.LONELY)
    assert walk.heading(page) == "What we heard"
    stays(page)
    walk.go(page, page.get_by_role("button", name="That is right"))
    stays(page)
    walk.go(page, page.get_by_role("button", name="See what could help"))
    stays(page)
    walk.go(page, page.get_by_role("button", name="Leave a way to be contacted"))
    stays(page)
    walk.fill_contact(page, "Xenia", "xenia@linden.example")
    stays(page)
    assert walk.heading(page) == "We have your message"


def test_after_a_danger_too_and_nobody_is_told_twice(page: Page, demo: Town):
    walk.start(page, demo)
    walk.answer(page, walk.DANGER)
    stays(page)
    assert page.locator("a.call").count() >= 2
    walk.go(page, page.get_by_role("button", name=re.compile("ring me", re.I)))
    stays(page)
    before = len(demo.mail.messages)
    walk.fill_contact(page, "Yann", "yann@linden.example")
    demo.mail.wait_for("Sign in", after=before)
    told = len(demo.mail.messages)
    stays(page)
    assert walk.heading(page) == "We have your message"
    assert len(demo.mail.messages) == told
