"""Directories that come from elsewhere: part of the walk in tour.py."""

import json

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, press

TWIN = "7f1e1c1d-0000-4000-8000-00000000000"


def feeds(page: Page, town: Town, look: Look) -> None:
    """Directories of others."""
    page.goto(f"{town.site.url}/services/feeds/")
    look("feeds")
    press(page, "form[novalidate] button")
    look("feeds, invalid")
    page.locator('main input[name="source"]').fill("county")
    page.locator('main input[name="url"]').fill("https://county.invalid/all.zip")
    press(page, "form[novalidate] button")
    look("a feed")


def twins(page: Page, town: Town, look: Look) -> None:
    """A service that comes in a second time, from elsewhere, is shown beside the first one."""
    page.goto(f"{town.site.url}/services/")
    press(page, 'article h2 a[href^="/services/"]')
    name, number = page.locator("h1").inner_text(), page.locator('main a[href^="tel:"]').first
    phone = {"id": TWIN + "2", "number": (number.get_attribute("href") or "").removeprefix("tel:")}
    twin = {"id": TWIN + "1", "name": name, "status": "active", "alert": "Ring first.", "phones": [phone]}
    page.goto(f"{town.site.url}/services/import/")
    file = {"name": "a.json", "mimeType": "application/json", "buffer": json.dumps([twin]).encode()}
    page.set_input_files("input[type=file]", files=[file])
    page.locator('main input[name="source"]').fill("county")
    press(page, 'button[value="import"]')
    for _again in range(60):
        page.goto(f"{town.site.url}/services/care/duplicates/")
        if page.locator("main article h2 a").count():
            break
        page.wait_for_timeout(500)
    look("duplicates")
    press(page, "article h2 a")
    look("a duplicate")
    press(page, 'button[value="one"]')
    look("duplicates, put together")
    press(page, 'form[action$="/undo/"] button')
