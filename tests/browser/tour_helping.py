"""Volunteers, their shifts and workshops: a part of the tour."""

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, enter, press, spoil, tick


def helping(page: Page, town: Town, look: Look) -> None:
    """Somebody offers their help; their own page; and what the organiser sees of it."""
    home = town.site.url
    page.goto(f"{home}/groups/help/")
    look("lend a hand")
    press(page, "ul.list h2 a")
    look("a role")
    press(page, "form[method=post] button")
    look("a role, invalid")
    page.locator('main input[name="name"]').fill("Dee")
    page.locator('main input[name="reach"]').fill("dee.helps@linden.example")
    press(page, "form[method=post] button")
    look("my shifts")
    own = page.url
    for path in ("about/", "reference/"):
        page.goto(f"{own}{path}")
        look(f"my shifts: {path}")
    press(page, "form[method=post] button")
    look("my shifts: reference/, invalid")
    enter(page, town, "organiser")
    desk = _kept(page, town)
    look("volunteers")
    for link in ('a[href^="/groups/shift/"]', 'a[href$="/shifts/new/"]', 'a[href$="/roles/new/"]'):
        page.goto(desk)
        press(page, link)
        look(f"volunteers: {link}")
    page.goto(desk)
    press(page, "table a")
    look("a volunteer")
    press(page, 'a[href$="/thank/"]')
    look("a word of thanks")
    page.goto(desk.replace("volunteers/", ""))
    who = page.locator('main a[href$="/who/"]').first.get_attribute("href") or ""
    page.goto(f"{home}{who.removesuffix('who/')}workshop/")
    look("a workshop")
    _rate(page, town, who.removesuffix("who/"), look)
    page.goto(home)
    if page.locator('main a[href*="/missed/"]').count():
        press(page, 'a[href*="/missed/"]')
        look("a friendly message")


def _rate(page: Page, town: Town, date: str, look: Look) -> None:
    """Something is to be learnt at this date; whoever has a place says how sure they feel."""
    page.locator("main details").evaluate_all("found => found.forEach(one => { one.open = true })")
    tick(page, "skills", "first_aid")
    page.locator('main textarea[name="materials"]').fill("A blanket")
    press(page, "form[method=post] button")
    page.goto(f"{town.site.url}{date}")
    look("a date, workshop")
    page.locator('main input[name="name"]').fill("Ida")
    page.locator('main input[name="reach"]').fill("ida.learns@linden.example")
    press(page, "form[method=post] button")
    press(page, 'a[href$="/rate/"]')
    look("how sure do you feel")
    spoil(page, 'main input[name="sure-first_aid"]')
    press(page, "form[method=post] button")
    look("how sure do you feel, invalid")


def _kept(page: Page, town: Town) -> str:
    """The volunteers of a group that this organiser keeps, where somebody helps already."""
    page.goto(f"{town.site.url}/groups/help/")
    for role in [one.get_attribute("href") for one in page.locator("main ul.list h2 a").all()]:
        page.goto(f"{town.site.url}{role}")
        group = page.locator("main .eyebrow a").get_attribute("href")
        page.goto(f"{town.site.url}{group}volunteers/")
        if page.locator("main table a").count():
            return page.url
    raise AssertionError("nobody helps at any group of the demo town")
