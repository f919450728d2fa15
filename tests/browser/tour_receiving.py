"""Asking for oneself, a provider with an account, and the link worker who is out: a part of the tour."""

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, enter, press


def _leave(page: Page, town: Town) -> None:
    page.goto(f"{town.site.url}/account/logout/")
    press(page, 'form[action="/account/logout/"] button')


def _bare(page: Page) -> None:
    """Let the browser send what is not filled in, so that the page has to say it."""
    page.locator("main form [required]").evaluate_all("found => found.forEach(one => one.required = false)")


def receiving(page: Page, town: Town, look: Look) -> None:
    """The queue of a provider with an account, one of it, and the replies kept ready."""
    enter(page, town, "receiver")
    look("queue")
    press(page, "form[method=post] button")
    look("queue, invalid")
    press(page, 'tbody th a[href^="/queue/"]')
    look("queue: one")
    page.goto(f"{town.site.url}/queue/ready/")
    look("replies kept ready")
    _bare(page)
    press(page, 'form:has(input[name="title"]) button')
    look("replies kept ready, invalid")


def out(page: Page, town: Town, look: Look) -> None:
    """Visits, a flag on a record, handing over, and a talk that was not finished."""
    site = town.site.url
    enter(page, town, "worker")
    page.goto(f"{site}/visits/")
    look("who is out")
    _bare(page)
    press(page, 'form:has(input[name="place"]) button')
    look("who is out, invalid")
    page.goto(f"{site}/cases/hand-over/")
    look("hand everything over")
    _bare(page)
    press(page, 'form:has([name="to"]) button')
    look("hand everything over, invalid")
    page.goto(f"{site}/cases/?q=Philippa")
    press(page, 'tbody th a[href^="/cases/"]')
    person = page.url
    look("a person with a flag")
    press(page, 'a[href^="/flags/"]')
    look("a flag")
    _bare(page)
    press(page, 'form:has(textarea[name="outcome"]) button')
    look("a flag, invalid")
    page.goto(f"{person}flag/")
    look("raise a flag")
    _bare(page)
    press(page, 'form:has(textarea[name="note"]) button')
    look("raise a flag, invalid")
    page.goto(f"{person}owner/")
    look("hand somebody over")
    _unfinished(page, person, look)


def _unfinished(page: Page, person: str, look: Look) -> None:
    page.goto(f"{person}talks/")
    with page.expect_response(lambda answer: "/talks/draft/" in answer.url):
        page.fill('textarea[name="note"]', "She asked about the choir.")
    page.goto(f"{person}talks/")
    look("talks: not finished")


def asking(page: Page, town: Town, look: Look) -> None:
    """A resident who asks for a place themselves."""
    enter(page, town, "resident")
    page.goto(f"{town.site.url}/help/need/food/")
    found = page.locator('main a[href^="/services/"]').first.get_attribute("href") or ""
    page.goto(f"{town.site.url}/referrals/ask/service/{found.split('/')[2]}/")
    look("ask for a place")
    _bare(page)
    press(page, 'form:has(input[name="id"]) button')
    look("ask for a place, invalid")
