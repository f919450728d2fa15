"""What groups write, the code of conduct and reports, newsletters and who takes part: a part of the tour."""

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, enter, press, tick
from tests.browser.tour_groups import kept_group


def _leave(page: Page, town: Town) -> None:
    page.goto(f"{town.site.url}/account/logout/")
    press(page, 'form[action="/account/logout/"] button')


def _bare(page: Page) -> None:
    """Nothing of the form is required by the browser: the site says what is missing."""
    page.locator("main form [required]").evaluate_all("found => found.forEach(one => one.required = false)")


def talks(page: Page, town: Town, look: Look) -> None:
    """From a report without an account to those who decide, and what an organiser and a member see."""
    site = town.site.url
    page.goto(f"{site}/conduct/")
    look("the code of conduct")
    page.goto(f"{site}/conduct/report/?page=/groups/")
    look("a report")
    _bare(page)
    press(page, "form[method=post] button")
    look("a report, invalid")
    tick(page, "kind", "hurtful")
    page.locator('main textarea[name="words"]').fill("Somebody shouted.")
    tick(page, "tell", "page")
    press(page, "form[method=post] button")
    look("one's own report")
    _organiser(page, town, look)
    _leave(page, town)
    _coordinator(page, town, look)


def _organiser(page: Page, town: Town, look: Look) -> None:
    enter(page, town, "organiser")
    group = kept_group(page, town)
    notes = page.locator('main a[href$="/notes/"]').first.get_attribute("href") or ""
    for path in ("talk/", "write-to/"):
        page.goto(f"{group}{path}")
        look(f"group: {path}")
        press(page, "form[method=post]:has(textarea) button")
        look(f"group: {path}, invalid")
    page.goto(f"{group}buddies/")
    look("newcomers at the door, organiser")
    page.goto(f"{town.site.url}{notes}")
    look("notes of a meeting")
    page.goto(group.replace("/groups/", "/conduct/groups/") + "change/")
    look("a group's own code")
    _leave(page, town)
    enter(page, town, "resident")
    page.goto(f"{town.site.url}/groups/mine/")
    look("my groups")
    for group in [one.get_attribute("href") for one in page.locator('main a[href$="/talk/"]').all()]:
        page.goto(f"{town.site.url}{group}")
        if page.locator('main a[href$="/apart/"]').count():
            break
    look("letters of a group, member")
    letters = page.url
    page.goto(letters.replace("/talk/", "/buddies/"))
    press(page, 'button[name="do"]')
    look("newcomers at the door, member")
    page.goto(f"{town.site.url}/conduct/about-me/")
    look("decisions about me")
    page.goto(letters)
    press(page, 'a[href$="/apart/"]')
    look("nothing more of this person")


def _coordinator(page: Page, town: Town, look: Look) -> None:
    enter(page, town, "coordinator")
    site = town.site.url
    page.goto(f"{site}/conduct/reports/")
    look("reports")
    press(page, 'a[href^="/conduct/reports/"]:not([href*="?"])')
    look("one report")
    page.goto(f"{site}/groups/participation/")
    look("who takes part")
    page.goto(f"{site}/groups/news/")
    look("newsletters")
    press(page, "form[method=post] button")
    look("a newsletter")
    page.locator('main input[name="title"]').fill("")
    press(page, 'button[value="keep"]')
    look("a newsletter, invalid")
