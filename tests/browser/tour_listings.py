"""A listing of the directory under care, and its translations: a part of the tour."""

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, enter, press


def listings(page: Page, town: Town, look: Look) -> None:
    """What a curator does with one listing, and what anybody proposes for it."""
    page.goto(f"{town.site.url}/services/")
    press(page, 'article h2 a[href^="/services/"]')
    listing = page.url
    page.goto(f"{listing}change/")
    page.locator("details.days summary").click()
    look("propose a change, with hours")
    page.locator('main select[name="schedule.mo_0"]').select_option("open")
    for number in range(1, 5):
        page.locator(f'main input[name="schedule.mo_{number}"]').fill("")
    press(page, "form button")
    look("propose a change, invalid")
    enter(page, town, "coordinator")
    page.goto(f"{listing}care/")
    look("a listing under care")
    page.goto(f"{listing}translations/es/")
    look("translate a listing")
    page.goto(f"{town.site.url}/services/translations/")
    look("translations")
    press(page, 'form[enctype="multipart/form-data"] button')
    look("translations, invalid")
