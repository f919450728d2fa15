"""The path with the keyboard only: Tab, arrows, Space and Enter. Where one stands can always be seen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser import walk
from tests.browser.conftest import PHONE, Town

pytestmark = pytest.mark.browser

STOP = Path(__file__).with_name("stop.js").read_text(encoding="utf-8")


class Keyboard:
    """Moves through a page as somebody does who has no mouse, and checks every stop."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def to(self, wanted: Locator) -> None:
        """Tab until this has the focus."""
        for _ in range(120):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
            assert self.page.evaluate(STOP) == []
        raise AssertionError(f"{wanted} cannot be reached")

    def follow(self, wanted: Locator) -> None:
        """Go to a link or button and press it."""
        self.to(wanted)
        with self.page.expect_navigation():
            self.press("Enter")

    def choose(self, wanted: Locator) -> None:
        """Choose one of several with the arrows, or tick a box with Space."""
        if wanted.get_attribute("type") == "checkbox":
            self.to(wanted)
            self.press("Space")
            return
        name = wanted.get_attribute("name")
        self.to(self.page.locator(f'input[name="{name}"]').first)
        self.press("Space")
        for _ in range(20):
            if wanted.is_checked():
                assert self.page.evaluate(STOP) == []
                return
            self.press("ArrowDown")
        raise AssertionError(f"the arrows do not lead to {wanted}")

    def write(self, wanted: Locator, text: str) -> None:
        self.to(wanted)
        self.page.keyboard.type(text)


@pytest.fixture
def keys(page: Page) -> Keyboard:
    return Keyboard(page)


def test_the_skip_link_comes_first_and_leads_to_the_main_part(page: Page, keys: Keyboard, demo: Town):
    for path in ("", "check-up/", "services/", "crisis/"):
        page.goto(f"{demo.site.url}/{path}")
        keys.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box()["y"] >= 0  # type: ignore[index]
        keys.press("Enter")
        keys.press("Tab")
        assert page.evaluate("document.activeElement.closest('main') !== null"), path


def test_a_resident_needs_no_mouse(page: Page, keys: Keyboard, demo: Town):
    page.goto(demo.site.url)
    keys.follow(page.get_by_role("link", name="Start the questions"))
    keys.follow(page.get_by_role("button", name="Start"))
    keys.choose(page.get_by_label("Often", exact=True))
    keys.follow(page.get_by_role("button", name="Next"))
    keys.choose(page.get_by_label("Friends", exact=True))
    keys.follow(page.get_by_role("button", name="Next"))
    for _ in range(20):
        if not re.match(r"Page \d+", page.title()):
            break
        keys.follow(page.get_by_role("button", name="Skip this question"))
    keys.choose(page.locator('input[name="more"]').first)
    keys.follow(page.get_by_role("button", name="That is right"))
    keys.follow(page.get_by_role("button", name="See what could help"))
    assert page.locator("article").count() == 3
    keys.follow(page.get_by_role("button", name="Leave a way to be contacted"))
    # Sent empty: the focus is on what is to be fixed, and from there one key leads to each place.
    keys.follow(page.get_by_role("button", name="Send this"))
    assert page.evaluate("document.activeElement.id") == "errors"
    assert page.title().startswith("Something to fix")
    keys.press("Tab")
    keys.press("Enter")
    keys.write(page.get_by_label("What should we call you?"), "Wilma")
    assert page.get_by_label("What should we call you?").input_value() == "Wilma"
    keys.write(page.get_by_label("Your e-mail address"), "wilma@linden.example")
    keys.choose(page.get_by_label("No, only me"))
    keys.choose(page.locator('input[name="area"]').nth(1))
    keys.choose(page.get_by_label("I agree that link workers"))
    keys.follow(page.get_by_role("button", name="Send this"))
    assert walk.heading(page) == "We have your message"


def test_a_provider_needs_no_mouse(page: Page, keys: Keyboard, chromium: Browser, demo: Town):
    visitor = chromium.new_context(viewport=PHONE, locale="en-GB").new_page()  # type: ignore[arg-type]
    walk.ask_to_be_contacted(visitor, demo, "Orla Keys")
    walk.sign_in(visitor, demo)
    before = len(demo.mail.messages)
    walk.refer(visitor, "Orla Keys")
    visitor.context.close()
    page.goto(walk.link_in(demo.mail.wait_for("/r/", after=before)))
    keys.follow(page.get_by_role("button", name="Send our answer"))
    assert page.evaluate("document.activeElement.id") == "errors"
    for state in ("accepted", "completed"):
        keys.choose(page.locator(f'input[name="to"][value="{state}"]'))
        keys.follow(page.get_by_role("button", name="Send our answer"))
    assert page.get_by_text("There is nothing more to do here").count() == 1


def test_the_language_switch_opens_and_closes(page: Page, keys: Keyboard, demo: Town):
    page.goto(f"{demo.site.url}/about/")
    keys.to(page.locator(".lang summary"))
    keys.press("Enter")
    keys.follow(page.locator('.lang button[value="ar"]'))
    assert page.locator("html").get_attribute("dir") == "rtl"
