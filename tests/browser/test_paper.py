"""A saved list on paper: one sheet that holds what is needed to ring and to go there."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser import walk
from tests.browser.conftest import Town

pytestmark = pytest.mark.browser
# Whoever has more needs sees more at first: the best for each.
FEW_NEEDS = {
    "How often do you feel lonely?": ["Often"],
    "How old are you?": ["65 to 79"],
    "Do you feel safe?": ["I am safe"],
}


def sheets(pdf: bytes) -> int:
    """How many pages a PDF has: Chromium writes each as an object of its own."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_three_suggestions_fit_on_one_sheet(page: Page, demo: Town, size: str):
    walk.start(page, demo)
    walk.answer(page, FEW_NEEDS)
    walk.agree(page)
    walk.go(page, page.get_by_role("button", name="Save or print this list").first)
    assert page.locator("article").count() == 3
    page.emulate_media(media="print")
    said = page.locator("main").inner_text()
    for article in page.locator("article").all():
        assert (
            article.locator('a[href^="tel:"]').count() == article.locator('a[href^="tel:"]:visible').count()
        )
    assert page.locator('article a[href^="tel:"]:visible').count() >= 1
    assert page.locator('.notice a[href^="tel:"]:visible').count() >= 1
    assert "Copy this link" not in said
    assert not page.locator("nav:visible, .btn:visible, .foot:visible").count()
    assert sheets(page.pdf(format=size, prefer_css_page_size=False)) == 1


def test_the_crisis_numbers_fit_on_one_sheet(page: Page, demo: Town):
    page.goto(f"{demo.site.url}/crisis/")
    assert sheets(page.pdf(format="A4")) == 1
