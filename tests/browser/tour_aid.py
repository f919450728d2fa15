"""Help among neighbours: asked for, offered, brought together by a human: a part of the tour."""

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, enter, press, tick


def _fill(page: Page, name: str, reach: str) -> None:
    tick(page, "area")
    page.locator('main input[name="name"]').fill(name)
    page.locator('main input[name="reach"]').fill(reach)
    page.locator('main textarea[name="words"]').fill("To the clinic and back.")


def neighbours(page: Page, town: Town, look: Look) -> None:
    """From an ask without an account to a coordinator who shares out, and what a resident finds of theirs."""
    site = town.site.url
    page.goto(f"{site}/groups/aid/")
    look("help among neighbours")
    page.goto(f"{site}/groups/aid/ask/childcare/")
    look("an ask")
    press(page, "form[method=post] button")
    look("an ask, invalid")
    _fill(page, "Dee", "dee.asks@linden.example")
    press(page, "form[method=post] button")
    look("one's own ask")
    page.goto(f"{site}/groups/aid/offer/")
    look("an offer")
    press(page, "form[method=post] button")
    look("an offer, invalid")
    enter(page, town, "coordinator")
    page.goto(f"{site}/groups/aid/board/")
    look("asks without anybody")
    page.goto(f"{site}/groups/aid/board/under-way/")
    look("help under way")
    page.goto(f"{site}/groups/aid/board/together/")
    look("all shared out")
    pairs = page.locator('main input[name="pair"]')
    if pairs.count():  # whoever comes again by another language finds fewer
        pairs.evaluate_all("found => found.slice(1).forEach(one => one.checked = false)")
        press(page, 'form[action$="/together/ask/"] button')
        look("asks without anybody, one asked")
    page.goto(f"{site}/account/logout/")
    press(page, 'form[action="/account/logout/"] button')
    enter(page, town, "resident")
    page.goto(f"{site}/groups/aid/mine/")
    look("what I asked and offered")
    page.locator('main a[href*="/groups/aid/own/"]').first.click()
    page.wait_for_load_state()
    look("one's own ask, with somebody")
