"""The small steps of which the tours are made."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.walk import go

Look = Callable[[str], None]
Part = Callable[[Page, Town, Look], None]


def press(page: Page, button: str) -> None:
    """Press the first such thing in the main part and wait for the page that follows."""
    go(page, page.locator(f"main {button}").first)


def tick(page: Page, name: str, value: str = "") -> None:
    """Choose an answer by the names in the form."""
    wanted = f'[value="{value}"]' if value else ""
    page.locator(f'main input[name="{name}"]{wanted}').first.check()


def spoil(page: Page, selector: str) -> None:
    """Make what the page sends something that the site never offered."""
    page.locator(selector).first.evaluate("field => { field.value = 'nonsense'; field.checked = true }")


def speak(page: Page, town: Town, language: str) -> None:
    """Choose a language with the switch."""
    page.goto(f"{town.site.url}/about/")
    page.locator(".lang summary").click()
    go(page, page.locator(f'.lang button[value="{language}"]'))


def enter(page: Page, town: Town, role: str) -> None:
    """Sign in with one tap on the first page of the demo. The administrator's button is not shown there."""
    page.goto(town.site.url)
    button = page.locator('button[name="role"]').first
    button.evaluate("(button, role) => { button.value = role }", role)
    go(page, button)
