"""A list brought in a real browser: with scripts the page goes on by itself, without them it loads anew."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Town

pytestmark = pytest.mark.browser
GOOD = "Full name,DOB,Neighborhood,Speaks\nDee Lark,1950,Old Town,English\nEd Lark,1948,Old Town,Spanish\n"
BAD = "Full name,DOB,Neighborhood,Speaks\nDee Lark,50,Old Town,English\nEd Lark,1948,Atlantis,Spanish\n"


@pytest.fixture(params=["with scripts", "without"])
def coordinator(request: pytest.FixtureRequest, chromium: Browser, demo: Town) -> Iterator[Page]:
    """The coordinator of the demo town, on a telephone."""
    scripts = request.param == "with scripts"
    context = chromium.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=scripts)
    page = context.new_page()
    page.goto(demo.site.url)
    page.locator("button[name=role][value=coordinator]").first.click()
    yield page
    context.close()


def bring(page: Page, demo: Town, text: str) -> None:
    """Up to the point where the list was looked through."""
    page.goto(f"{demo.site.url}/lists/")
    page.get_by_label("Residents").check()
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Which column is which?")
    page.get_by_label("Yes, everybody on this list agreed").check()
    page.get_by_role("button", name="Look through the list").click()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("being looked", timeout=20_000)


def test_a_list_is_kept_and_taken_back(coordinator: Page, demo: Town) -> None:
    heading = coordinator.get_by_role("heading", level=1)
    bring(coordinator, demo, GOOD)
    expect(heading).to_have_text("Ready to be kept")
    coordinator.get_by_role("button", name="Keep this list").click()
    expect(heading).to_have_text("Your list is kept", timeout=20_000)
    coordinator.get_by_role("button", name="Take the whole list back").click()
    expect(heading).to_have_text("Your list was taken back")


def test_rows_that_need_mending_are_named(coordinator: Page, demo: Town) -> None:
    bring(coordinator, demo, BAD)
    expect(coordinator.get_by_role("heading", level=1)).to_have_text("2 rows need mending")
    table = coordinator.get_by_role("table", name="What needs mending").inner_text()
    assert "Row 2" in table
    assert "Atlantis" in table
