"""What somebody wants to reach, the plan to print, and what came of it."""

from playwright.sync_api import Page

from tests.browser.steps import Look, press


def goals(page: Page, look: Look) -> None:
    """What somebody wants to reach, and the plan to print."""
    press(page, 'a[href$="/goals/"]')
    look("goals")
    page.fill('textarea[name="words"]', "")
    press(page, 'form:has(textarea[name="words"]) button')
    look("goals: invalid")
    page.fill('textarea[name="words"]', "To sing in the choir again")
    press(page, 'form:has(textarea[name="words"]) button')
    press(page, 'button[value="attained"]')
    look("goals: one reached")
    press(page, 'a[href$="/plan/"]')
    look("plan")
    press(page, 'a[href="?print=large"]')
    look("plan, large")
