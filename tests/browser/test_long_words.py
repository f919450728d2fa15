"""One word of three hundred letters, wherever people can bring words: no page scrolls sideways for it."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Town
from tests.browser.steps import enter
from tests.browser.walk import go

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 700}
WORD = ("Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 4)[:300]
FIELDS = "main form textarea, main form input[type=text], main form input:not([type])"


def sideways(page: Page, name: str) -> list[str]:
    """What is wider than the window, named by the page; nothing when the page fits."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{name}: {wide} px too wide"] if wide > 0 else []


def fill(page: Page) -> None:
    """The word into every field that takes words, as much of it as the field takes."""
    for field in page.locator(FIELDS).all():
        if field.is_visible() and field.is_editable():
            field.fill(WORD[: int(field.get_attribute("maxlength") or len(WORD))])


def fill_rightly(page: Page) -> None:
    """The word where words are asked for, and the first of each choice, so that it is taken."""
    for field in page.locator(FIELDS).all():
        name = field.get_attribute("name") or ""
        if field.is_visible() and not re.search(r"_\d$|^(phone|email|who|another|languages)$", name):
            field.fill(WORD[: int(field.get_attribute("maxlength") or len(WORD))])
    radios = page.locator("main form input[type=radio]")
    for group in sorted({one.get_attribute("name") or "" for one in radios.all()}):
        page.locator(f'main form input[name="{group}"]').first.check()
    for one in page.locator("main form select").all():
        one.select_option(index=1)


def send(page: Page) -> None:
    """Send the form in the main part."""
    go(page, page.locator("main form button.btn").last)


def worry(page: Page, town: Town) -> list[str]:
    """Somebody tells of a worry: sent with one field wrong, then rightly."""
    page.goto(f"{town.site.url}/worried/")
    fill(page)
    send(page)
    return sideways(page, "worried, sent")


def somebody_new(page: Page, town: Town) -> list[str]:
    """A worker adds somebody with long names and looks at every page that shows them."""
    site, faults = town.site.url, []
    page.goto(f"{site}/people/add/")
    fill(page)
    faults += sideways(page, "adding, filled")
    send(page)
    faults += sideways(page, "adding, sent")
    for path in (f"cases/?q={WORD}", f"services/?q={WORD}", f"help/?q={WORD}", f"groups/?q={WORD}"):
        page.goto(f"{site}/{path}")
        faults += sideways(page, path[:9])
    return faults


def about_one(page: Page, town: Town) -> list[str]:
    """A worker writes the word into each form about somebody and reads the pages again."""
    site, faults = town.site.url, []
    page.goto(f"{site}/cases/")
    found = re.search(r"/cases/([0-9a-f-]{36})/", page.content())
    assert found
    page.goto(f"{site}/people/{found[1]}/")
    parts = page.locator(f'a[href^="/people/{found[1]}/"]')
    own = sorted({address for one in parts.all() if (address := one.get_attribute("href"))})
    assert own
    for address in own:
        page.goto(f"{site}{address}")
        fill(page)
        faults += sideways(page, f"{address[45:]}, filled")
        send(page)
        faults += sideways(page, f"{address[45:]}, sent")
    for part in ("about", "depends", "speaks"):
        page.goto(f"{site}/people/{found[1]}/{part}/")
        fill_rightly(page)
        send(page)
        assert not page.locator("#errors").count(), page.locator("#errors").inner_text()
        faults += sideways(page, f"{part}, kept")
    page.goto(f"{site}/people/{found[1]}/")
    assert page.content().count(WORD[:90]) >= 3
    for address in (f"/cases/{found[1]}/", f"/people/{found[1]}/", "/cases/", "/today/"):
        page.goto(f"{site}{address}")
        faults += sideways(page, address[:8])
    return faults


def own_record(page: Page, town: Town) -> list[str]:
    """What somebody reads about themselves."""
    faults = []
    for path in ("my-data/", "my-data/everything/", "my-data/agreements/", "my-data/who/"):
        page.goto(f"{town.site.url}/{path}")
        faults += sideways(page, path)
    return faults


def a_group(page: Page, town: Town) -> list[str]:
    """An organiser's list of people with long headings."""
    page.goto(f"{town.site.url}/lists/")
    kind = page.locator("select[name=kind], input[name=kind]").first
    if kind.evaluate("e => e.tagName") == "INPUT":
        kind.check()
    day = f"{date.today() - timedelta(days=3):%Y-%m-%d}"
    rows = f"{WORD},name,{day}\n{WORD},{WORD},{WORD}\n"
    file = {"name": f"{WORD[:60]}.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    send(page)
    return sideways(page, "list, columns")


@pytest.mark.parametrize(
    ("role", "walk"),
    [
        ("", worry),
        ("worker", somebody_new),
        ("worker", about_one),
        ("resident", own_record),
        ("organiser", a_group),
    ],
)
def test_one_long_word_never_makes_a_page_scroll_sideways(
    chromium: Browser, demo: Town, role: str, walk: object
) -> None:
    context = chromium.new_context(viewport=NARROW, locale="en-GB")  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    page = context.new_page()
    if role:
        enter(page, demo, role)
    faults = walk(page, demo)  # type: ignore[operator]
    context.close()
    assert faults == []
