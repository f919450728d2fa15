"""Search as you type, where scripts run; the numbers come first as soon as somebody writes of danger."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Town

pytestmark = pytest.mark.browser


def test_answers_come_while_somebody_types(page: Page, demo: Town) -> None:
    page.goto(f"{demo.site.url}/help/")
    page.get_by_role("searchbox").press_sequentially("food parcel", delay=20)
    expect(page.locator("#answers article").first).to_be_visible()
    assert page.get_by_role("searchbox").input_value() == "food parcel"
    page.get_by_role("searchbox").fill("")
    expect(page.locator("#answers article")).to_have_count(0)


def test_danger_in_words_shows_the_numbers_at_once(page: Page, demo: Town) -> None:
    page.goto(f"{demo.site.url}/help/")
    page.get_by_role("searchbox").press_sequentially("i want to kill myself", delay=20)
    expect(page.locator("#danger a.call").first).to_be_visible()
    page.get_by_role("searchbox").fill("food")
    expect(page.locator("#danger a.call")).to_have_count(0)
