"""Dates of groups and places at them: a part of the tour."""

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, enter, press


def kept_group(page: Page, town: Town) -> str:
    """A group that this organiser keeps and at which anybody may take a place; its page is open."""
    for number in range(1, 9):
        page.goto(f"{town.site.url}/groups/?page={number}")
        for group in [one.get_attribute("href") for one in page.locator("main ul.list h2 a").all()]:
            page.goto(f"{town.site.url}{group}")
            dates = page.locator('main a[href^="/groups/dates/"]')
            kept = dates.and_(page.locator('[href$="/who/"], [href$="/notes/"]'))
            if dates.count() > kept.count() > 0:
                return page.url
    raise AssertionError("no group of the demo town can be joined by anybody")


def meetings(page: Page, town: Town, look: Look) -> None:
    """A place at a meeting: taken, given up, and as its organiser sees it."""
    enter(page, town, "organiser")
    group = kept_group(page, town)
    look("a group, organiser")
    who = page.locator('main a[href$="/who/"]').first.get_attribute("href") or ""
    for path in ("change/", "dates/new/", "dates/bring/"):
        page.goto(f"{group}{path}")
        look(f"group: {path}")
        if path == "change/":
            page.locator('main input[name="quiet_weeks"]').fill("0")
        press(page, "form[method=post] button")
        look(f"group: {path}, invalid")
    page.goto(f"{town.site.url}{who.removesuffix('who/')}")
    look("a date")
    press(page, "form[method=post] button")
    look("a date, invalid")
    page.locator('main input[name="name"]').fill("Dee")
    page.locator('main input[name="reach"]').fill("dee@linden.example")
    press(page, "form[method=post] button")
    look("a place")
    seat = page.url
    page.goto(f"{town.site.url}{who}")
    look("who comes")
    page.goto(seat)
    press(page, "form[method=post] button")
    look("a place, given up")
    page.goto(f"{town.site.url}/account/logout/")
    press(page, 'form[action="/account/logout/"] button')
    enter(page, town, "resident")
    page.goto(f"{town.site.url}/groups/mine/")
    look("my dates")
    press(page, 'form[action="/groups/mine/calendar/"] button')
    look("my dates, with a calendar")
