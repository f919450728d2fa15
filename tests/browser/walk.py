"""The steps of the path as people take them, by what they read on the page."""

import re
import time

from allauth.mfa.totp.internal.auth import hotp_value
from playwright.sync_api import Locator, Page

from tests.browser.conftest import WORKER, Town

LONELY = {
    "How often do you feel lonely?": ["Often"],
    "When you are upset, who can you talk to?": ["No one right now"],
    "How old are you?": ["65 to 79"],
    "What else would you like help with?": ["Food each week"],
    "Do you feel safe?": ["I am safe"],
}
DANGER = {"Do you feel safe?": ["I am thinking about ending my life"]}


def heading(page: Page) -> str:
    """The one heading of the first level."""
    return page.locator("h1").inner_text()


def go(page: Page, button: Locator) -> None:
    """Press it and wait for the page that follows."""
    with page.expect_navigation():
        button.click()


def start(page: Page, town: Town) -> None:
    """From the first page to the first question."""
    page.goto(town.site.url)
    go(page, page.get_by_role("link", name="Start the questions"))
    go(page, page.get_by_role("button", name="Start"))


def answer(page: Page, answers: dict[str, list[str]]) -> None:
    """Answer what is asked, skip the rest, until there is no question any more."""
    for _ in range(20):
        if not re.match(r"Page \d+ of \d+", page.title()):
            return
        picked = False
        for question, labels in answers.items():
            group = page.get_by_role("group", name=question)
            for label in labels if group.count() else ():
                group.get_by_label(label, exact=True).check()
                picked = True
        go(page, page.get_by_role("button", name="Next" if picked else "Skip this question"))
    raise AssertionError("the questions do not end")


def agree(page: Page) -> None:
    """Agree with what was heard."""
    assert heading(page) == "What we heard", heading(page)
    go(page, page.get_by_role("button", name="That is right"))
    go(page, page.get_by_role("button", name="See what could help"))


def fill_contact(page: Page, name: str, address: str) -> None:
    """The form that asks how somebody can be reached."""
    page.get_by_label("What should we call you?").fill(name)
    page.get_by_label("Your e-mail address").fill(address)
    page.get_by_role("group", name="Does someone else use").get_by_label("No, only me").check()
    page.get_by_role("group", name="Which part of town").locator("input").first.check()
    page.get_by_label("I agree that link workers").check()
    go(page, page.get_by_role("button", name="Send this"))
    assert heading(page) == "We have your message"


def ask_to_be_contacted(page: Page, town: Town, name: str) -> None:
    """The whole way of somebody who is lonely, from the first page to a message for the link worker."""
    start(page, town)
    answer(page, LONELY)
    agree(page)
    go(page, page.get_by_role("button", name="Leave a way to be contacted"))
    fill_contact(page, name, f"{name.lower().replace(' ', '.')}@linden.example")


def sign_in(page: Page, town: Town) -> None:
    """Sign in as the link worker: by one tap in the demo, by password elsewhere."""
    if not town.password:
        page.goto(town.site.url)
        go(page, page.get_by_role("button", name="Link worker", exact=True))
    else:
        page.goto(town.site.url + "/account/login/")
        page.locator("input[name=login]").fill(WORKER)
        page.locator("input[name=password]").fill(town.password)
        go(page, page.locator("form:has(input[name=password]) button").first)
        second_factor(page, town)
    page.wait_for_url("**/today/")


def second_factor(page: Page, town: Town) -> None:
    """Set up an app at the first sign-in, as whoever works here must; type its code at the others."""
    if not town.secret:
        go(page, page.get_by_role("link", name="Set up an app"))
        town.secret = page.locator("dl.kv dd").first.inner_text().strip()
    for ahead in (0, 1, -1):  # a code works once; the one before and the one after are taken too
        code = f"{hotp_value(town.secret, int(time.time()) // 30 + ahead):06}"
        if code not in town.used:
            break
    town.used.append(code)
    page.locator("input[name=code]").fill(code)
    go(page, page.locator("form:has(input[name=code]) button").first)
    if page.url.endswith("/spare-codes/"):
        go(page, page.get_by_role("link", name="I have them, go on"))


def refer(page: Page, name: str) -> str:
    """From today's list to a referral for this person; the name of what it is for."""
    go(page, page.get_by_role("link", name=name).first)
    go(page, page.get_by_role("link", name="Find something that fits"))
    go(page, page.get_by_role("link", name="Refer").first)
    option = re.sub(r"^Ask (.*) for a place$", r"\1", heading(page))
    need = page.get_by_role("group", name="What is the place for?")
    if not need.locator("input:checked").count():
        need.locator("input").first.check()
    page.get_by_label("What should they know?").fill("Likes to sit near the door.")
    page.get_by_label("They may ring or write to the person").check()
    page.get_by_role("group", name="How did the person say yes?").get_by_label("here with me").check()
    page.locator('textarea[name="said"]').fill("Yes, please ask them.")
    listed = page.get_by_label("Their e-mail address")
    if listed.count():  # the listing has none: the worker rang and asked
        listed.fill("desk@provider.example")
    go(page, page.get_by_role("button", name="Ask for a place"))
    return option


def say(page: Page, words: str) -> None:
    """A provider's answer by the words of a choice."""
    page.locator("label").filter(has_text=words).locator("input").first.check()
    go(page, page.get_by_role("button", name="Send our answer"))


def link_in(body: str) -> str:
    """The address in a message."""
    found = re.search(r"http://\S+", body)
    assert found, body
    return found[0]
