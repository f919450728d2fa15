"""A sheet of paper typed in by the keyboard alone: one key an answer, Enter goes on; scripts or not."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, Town
from tests.browser.steps import enter, press

pytestmark = pytest.mark.browser
KEYS = ("2", "1 3", "-", "4", "-", "1", "5")


def open_sheet(page: Page, town: Town) -> None:
    enter(page, town, "worker")
    page.goto(f"{town.site.url}/cases/")
    press(page, 'tbody th a[href^="/cases/"]')
    press(page, 'a[href^="/check-up/with/"]')
    press(page, 'a[href^="/check-up/type-in/"]')


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_one_key_an_answer_and_enter_goes_on(chromium: Browser, demo: Town, scripts: bool) -> None:
    context = chromium.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        locale="en-GB",
        java_script_enabled=scripts,
        service_workers="block",
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    if scripts:
        open_sheet(page, demo)
    else:
        _without_scripts(page, demo)
    for at, key in enumerate(KEYS):
        page.wait_for_selector(f"#k-{at}:focus")
        page.keyboard.type(key)
        page.keyboard.press("Enter")
    page.wait_for_selector(f"#k-{len(KEYS)}:focus")
    page.keyboard.type("99")
    press(page, 'button[value="next"]')
    page.wait_for_selector(f"#k-{len(KEYS)}:focus")  # what is wrong comes first
    assert page.locator(".err").count() == 1
    page.locator(f"#k-{len(KEYS)}").fill("1")
    press(page, 'button[value="rest"]')
    assert page.locator("h1").inner_text() == "Is this what the sheet says?"
    said = page.locator("tbody tr").nth(1).inner_text()
    assert "1 3" in said
    assert "A neighbour" in said
    context.close()


def _without_scripts(page: Page, demo: Town) -> None:
    """The same way; the button of the demo that signs a worker in stands on the first page."""
    page.goto(demo.site.url)
    page.locator('button[name="role"][value="worker"]').click()
    page.goto(f"{demo.site.url}/cases/")
    for link in (
        'tbody th a[href^="/cases/"]',
        'a[href^="/check-up/with/"]',
        'a[href^="/check-up/type-in/"]',
    ):
        page.locator(f"main {link}").first.click()
        page.wait_for_load_state()
