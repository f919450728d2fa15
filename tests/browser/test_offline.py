"""What a phone keeps of the real pages: the crisis numbers, a service when asked to, nothing after Leave."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import walk
from tests.browser.conftest import PHONE, Town

pytestmark = pytest.mark.browser
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A visitor; what is outside this machine is not fetched."""
    context = chromium.new_context(viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]
    context.route(re.compile(r"^https://"), lambda route: route.fulfill(body="elsewhere"))
    yield context.new_page()
    context.close()


def first_visit(page: Page, town: Town) -> None:
    """Open the first page and wait until the phone has kept what it keeps."""
    page.goto(town.site.url)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("caches.match('/crisis/')")


def a_service(page: Page, town: Town) -> str:
    page.goto(f"{town.site.url}/services/")
    walk.go(page, page.locator("article h2 a").first)
    return walk.heading(page)


def test_the_crisis_numbers_open_after_one_visit(page: Page, demo: Town):
    first_visit(page, demo)
    page.context.set_offline(True)
    page.goto(f"{demo.site.url}/crisis/")
    assert page.locator("a.call").count() >= 2
    # With its style: a plain page would not look like one to trust.
    assert page.locator("a.call").first.evaluate("one => getComputedStyle(one).borderTopWidth") == "2px"


def a_group(page: Page, town: Town) -> str:
    page.goto(f"{town.site.url}/groups/")
    walk.go(page, page.locator("main ul.list h2 a").first)
    return walk.heading(page)


@pytest.mark.parametrize("open_one", [a_service, a_group])
def test_a_page_opens_without_a_connection_only_when_it_was_kept(
    page: Page, demo: Town, open_one: Callable[[Page, Town], str]
):
    first_visit(page, demo)
    name = open_one(page, demo)
    page.context.set_offline(True)
    page.reload()
    assert walk.heading(page) == "You have no connection"
    page.context.set_offline(False)
    page.reload()
    page.get_by_role("button", name="Keep on this phone").click()
    page.get_by_text("This page is on your phone now").wait_for()
    page.context.set_offline(True)
    page.reload()
    assert walk.heading(page) == name


def test_pages_of_answers_are_never_kept(page: Page, demo: Town):
    first_visit(page, demo)
    walk.start(page, demo)
    walk.answer(page, walk.LONELY)
    walk.agree(page)
    assert not [path for path in page.evaluate(KEPT) if path.startswith(("/check-up", "/help"))]


def test_after_leaving_nothing_is_left(page: Page, demo: Town):
    first_visit(page, demo)
    a_service(page, demo)
    page.get_by_role("button", name="Keep on this phone").click()
    page.get_by_text("This page is on your phone now").wait_for()
    walk.start(page, demo)
    walk.answer(page, walk.DANGER)
    page.get_by_role("link", name="Leave").click()
    page.wait_for_url(re.compile(r"^https://"))
    # A page without scripts shows what this site left on the phone without putting it there again.
    page.goto(f"{demo.site.url}/healthy/")
    page.wait_for_function("caches.keys().then((names) => names.length === 0)")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert not [cookie for cookie in page.context.cookies() if cookie["domain"] == "127.0.0.1"]
    page.go_back()
    assert "ending my life" not in page.content()
    assert "You are not alone" not in page.content()
