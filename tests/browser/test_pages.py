"""Every page of the demo town keeps the rules, in every language, on a screen of 320 pixels."""

import pytest
from playwright.sync_api import Browser

from tests.browser import rules, steps, tour
from tests.browser.conftest import Town

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 700}
LANGUAGES = ("en", "es", "ar")


@pytest.mark.parametrize("part", tour.PARTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_keeps_the_rules(chromium: Browser, demo: Town, part: str, language: str):
    context = chromium.new_context(viewport=NARROW, locale="en-GB", service_workers="block")  # type: ignore[arg-type]
    page = context.new_page()
    watch, seen, faults = rules.Watch(page, demo.site.url), set[str](), list[str]()

    def look(name: str) -> None:
        seen.add(name)
        if name.endswith("invalid") and not page.locator("#errors").count():
            faults.append(f"{name}: does not say what to fix")
        found = [*watch.faults(), *rules.shape(page, language), *rules.accessibility(page)]
        faults.extend(f"{name}: {fault}" for fault in found)
        watch.faults()

    steps.speak(page, demo, language)
    tour.PARTS[part](page, demo, look)
    context.close()
    assert len(seen) >= 2
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)
