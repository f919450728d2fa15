"""Worries, and what people say is wrong: pages that only stand there once somebody said something."""

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, enter, press, tick
from tests.browser.walk import go


def safety(page: Page, town: Town, look: Look) -> None:
    """Somebody is worried, somebody says that something is wrong, and a link worker reads both."""
    _worried(page, town, look)
    _said(page, town, look)
    enter(page, town, "worker")
    page.goto(f"{town.site.url}/worries/")
    press(page, 'a[href^="/worries/"]')
    look("a worry")
    for place in (0, -1):
        page.goto(f"{town.site.url}/today/")
        go(page, page.locator('main a[href^="/corrections/"]').nth(place))
        look(f"a correction {place}")
        press(page, "form button")
        look(f"a correction {place}, invalid")
    page.goto(f"{town.site.url}/glass/")
    press(page, 'form[method="post"] button')
    look("in an emergency, invalid")


def _worried(page: Page, town: Town, look: Look) -> None:
    page.goto(f"{town.site.url}/worried/")
    press(page, 'form[method="post"] button')
    look("worried, invalid")
    page.locator('main input[name="who"]').fill("The man at number nine")
    page.locator('main textarea[name="worry"]').fill("His curtains have been closed for days.")
    page.locator('main select[name="area"]').select_option(index=1)
    tick(page, "danger", "unknown")
    press(page, 'form[method="post"] button')
    look("worried: who tells")
    press(page, 'form[method="post"] button')
    look("worried: what happens next")


def _said(page: Page, town: Town, look: Look) -> None:
    enter(page, town, "resident")
    for path, words in (("wrong", "My note"), ("apart", "Jo, who works with you.")):
        page.goto(f"{town.site.url}/my-data/{path}/")
        press(page, 'form:has(textarea[name="words"]) button')
        look(f"my data: {path}, invalid")
        page.locator('main textarea[name="words"]').fill(words)
        page.locator('main input[type="radio"]').first.check()
        press(page, 'form:has(textarea[name="words"]) button')
        look(f"my data: {path}, sent")
