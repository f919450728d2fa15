"""What a page weighs on the wire, with all it loads, as the browser itself counts it."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Town

pytestmark = pytest.mark.browser

LIMIT = 50 * 1024


class Scale:
    """Counts the bytes of everything that a page has loaded: heads and bodies, as they came."""

    def __init__(self, page: Page) -> None:
        self.parts: dict[str, int] = {}
        self._addresses: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _asked(self, event: dict) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _came(self, event: dict) -> None:
        address = self._addresses.get(event["requestId"], "")
        self.parts[address] = self.parts.get(address, 0) + int(event["encodedDataLength"])

    @property
    def bytes(self) -> int:
        """All of it."""
        return sum(self.parts.values())


def test_the_first_page_weighs_little(page: Page, demo: Town):
    scale = Scale(page)
    page.goto(demo.site.url, wait_until="networkidle")
    assert len(scale.parts) >= 2
    assert 5_000 < scale.bytes <= LIMIT, scale.parts


def test_a_question_weighs_little_even_for_whoever_comes_there_first(page: Page, demo: Town):
    page.goto(demo.site.url + "/check-up/")
    scale = Scale(page)
    page.get_by_role("button", name="Start").click()
    page.wait_for_load_state("networkidle")
    assert len(scale.parts) >= 2
    assert 5_000 < scale.bytes <= LIMIT, scale.parts


def test_nothing_comes_from_anywhere_else(page: Page, demo: Town):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/check-up/", "/help/", "/groups/", "/crisis/"):
        page.goto(demo.site.url + path, wait_until="networkidle")
    assert asked
    assert [url for url in asked if not url.startswith(demo.site.url)] == []
