"""The whole path in a browser, on an invented town and on a real directory, on every database."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import walk
from tests.browser.conftest import PHONE, Town

pytestmark = pytest.mark.browser


@pytest.fixture(params=["demo", pytest.param("miami", marks=pytest.mark.outside)])
def town(request: pytest.FixtureRequest) -> Town:
    return request.getfixturevalue(request.param)


def another(chromium: Browser) -> Page:
    """Somebody else's telephone."""
    return chromium.new_context(viewport=PHONE, locale="en-GB").new_page()


def test_from_how_are_you_to_a_closed_referral(page: Page, chromium: Browser, town: Town):
    name = f"Wilma {town.site.port}"
    # A resident, without an account.
    walk.start(page, town)
    walk.answer(page, walk.LONELY)
    walk.agree(page)
    assert re.match(r"\d+ things that may fit", walk.heading(page))
    assert page.get_by_text("Why we show this").count() >= 3
    walk.go(page, page.get_by_role("button", name="Leave a way to be contacted"))
    walk.fill_contact(page, name, "wilma@linden.example")
    # The link worker.
    worker = another(chromium)
    walk.sign_in(worker, town)
    before = len(town.mail.messages)
    option = walk.refer(worker, name)
    # The provider, from a link, without an account.
    body = town.mail.wait_for("/r/", after=before)
    assert name not in body
    assert "wilma@" not in body
    provider = another(chromium)
    provider.goto(walk.link_in(body))
    assert option in walk.heading(provider)
    assert "wilma@linden.example" not in provider.content()
    walk.say(provider, "Yes")
    assert "wilma@linden.example" in provider.content()
    walk.say(provider, "Done")
    # The loop is closed, and its history can be read.
    worker.goto(f"{town.site.url}/cases/?q={name}")
    walk.go(worker, worker.get_by_role("link", name=name).first)
    history = worker.locator("main").inner_text()
    assert "They said yes" in history
    assert "Done" in history
    for visitor in (worker, provider):
        visitor.context.close()


def test_suggestions_are_kept_as_a_link_that_anybody_can_open(page: Page, chromium: Browser, town: Town):
    walk.start(page, town)
    walk.answer(page, walk.LONELY)
    walk.agree(page)
    names = page.locator("article h2").all_inner_texts()
    walk.go(page, page.get_by_role("button", name="Save or print this list").first)
    found = re.search(r"/help/list/[^\s\"'<]+", page.url + page.content())
    assert found
    friend = another(chromium)
    friend.goto(town.site.url + found[0])
    assert friend.locator("article h2").all_inner_texts() == names
    friend.context.close()


def test_danger_shows_the_numbers_at_once_and_tells_the_duty_worker(
    page: Page, chromium: Browser, demo: Town
):
    walk.start(page, demo)
    walk.answer(page, walk.DANGER)
    assert page.locator("a.call").count() >= 2
    assert page.locator("a.call").first.is_visible()
    assert page.get_by_role("link", name="Leave").is_visible()
    before = len(demo.mail.messages)
    walk.go(page, page.get_by_role("button", name=re.compile("ring me", re.I)))
    walk.fill_contact(page, "Quilla", "quilla@linden.example")
    body = demo.mail.wait_for("Sign in", after=before)
    assert "Quilla" not in body
    assert "ending" not in body
    worker = another(chromium)
    walk.sign_in(worker, demo)
    assert "Quilla" in worker.locator("main").inner_text()
    worker.context.close()


def test_whoever_only_looks_leaves_no_trace(page: Page, demo: Town):
    """No cookie names the visitor, and nothing of the answers stands in an address."""
    walk.start(page, demo)
    walk.answer(page, walk.LONELY)
    walk.agree(page)
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}
    assert not re.search(r"lonely|often|company", page.url)
