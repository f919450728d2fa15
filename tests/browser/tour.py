"""Every page that a person can reach in the demo town, in any language: found by structure, not by words.

Each part is a walk of its own. It calls `look` with the name of every page that it stands on.
"""

import re

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, Part, enter, press, spoil, tick
from tests.browser.tour_aid import neighbours
from tests.browser.tour_feeds import feeds, twins
from tests.browser.tour_goals import goals
from tests.browser.tour_groups import meetings
from tests.browser.tour_helping import helping
from tests.browser.tour_listings import listings
from tests.browser.tour_receiving import asking, out, receiving
from tests.browser.tour_rest import REST
from tests.browser.tour_safety import safety
from tests.browser.tour_scales import scales
from tests.browser.tour_talks import talks
from tests.browser.walk import link_in


def public(page: Page, town: Town, look: Look) -> None:
    """What anybody can open."""
    home = town.site.url
    plain = ("", "about/", "guide/", "offline/", "crisis/", "my-data/", "gallery/", "help/", "groups/")
    plain += ("coping/", "coping/?need=mood", "coping/stress/")
    plain += (
        "help/?q=food",
        "help/?q=food&near=43.06,-124.92&free=on",
        "help/?q=zzzz",
        "help/need/company/",
        "help/need/safety/",
        "services/",
    )
    plain += (
        "services/?need=food",
        "services/booklet/",
        "bonds/three/paper/",
        "account/login/",
        "account/login/code/",
        "account/inactive/",
        "nowhere/",
    )
    for path in plain:
        page.goto(f"{home}/{path}")
        look(f"/{path}")
    page.goto(f"{home}/services/?page=2")
    look("services, second page")
    press(page, 'article h2 a[href^="/services/"]')
    look("a service")
    page.goto(f"{home}/groups/")
    press(page, 'ul.list h2 a[href^="/groups/"]')
    look("a group")


def entering(page: Page, town: Town, look: Look) -> None:
    """The pages of signing in, also when it goes wrong."""
    language = page.locator("html").get_attribute("lang")
    page.goto(f"{town.site.url}/account/login/")
    page.locator('input[name="login"]').fill(f"nobody-{language}@linden.example")
    page.locator('input[name="password"]').fill("not the password")
    press(page, 'form:has(input[name="password"]) button')
    look("login that failed")
    page.goto(f"{town.site.url}/account/login/code/")
    page.locator('main input[name="email"]').fill(f"nobody-{language}@linden.example")
    press(page, 'form:has(input[name="email"]) button')
    look("the code")
    page.locator('main input[name="code"]').fill("WRONG1")
    press(page, 'form:has(input[name="code"]) button')
    look("the code, invalid")


def check_up(page: Page, town: Town, look: Look) -> None:
    """From the start through every question to suggestions, a list, and a way to be reached."""
    page.goto(f"{town.site.url}/check-up/")
    look("check-up: start")
    press(page, "form button")
    for n in range(1, 20):
        if not page.locator(".steps").count():
            break
        look(f"check-up: question {n}")
        _answer(page, n, look)
    look("check-up: what we heard")
    spoil(page, 'input[name="more"]')
    press(page, 'form[action="/check-up/heard/"] button')
    look("check-up: heard, invalid")
    page.locator('input[value="nonsense"]').evaluate_all("found => found.forEach(one => one.checked = false)")
    press(page, 'form[action="/check-up/heard/"] button')
    look("check-up: thank you")
    press(page, 'form[action="/help/for-me/"] button')
    look("suggestions")
    press(page, 'button[name="more"]')
    look("suggestions, more")
    press(page, 'form[action="/check-up/contact/"] button')
    look("contact")
    press(page, 'form[action="/check-up/contact/"] button[name="go"]')
    look("contact, invalid")
    _leave_contact(page)
    look("contact: done")
    press(page, 'form[action="/help/for-me/"] button')
    spoil(page, 'main input[name="heard"]')
    press(page, 'form:has(button[name="more"]) button')
    look("410")
    page.go_back()
    press(page, 'form[action="/help/list/"] button')
    look("a saved list")
    page.goto(f"{town.site.url}/check-up/call-me/")
    look("call me")
    page.goto(f"{town.site.url}/check-up/")
    press(page, "form button")
    spoil(page, 'main input[name="state"]')
    press(page, 'button[value="next"]')
    look("start again")


def _answer(page: Page, n: int, look: Look) -> None:
    """Answer lonely, alone and safe, once with an answer that does not exist; leave the rest empty."""
    if n == 1:
        spoil(page, 'main input[name="lonely"]')
        press(page, 'button[value="next"]')
        look("check-up: invalid")
        tick(page, "lonely", "often")
    wanted = {"upset": "nobody", "age": "65-79", "more": "food"}
    for name, value in wanted.items():
        if page.locator(f'main input[name="{name}"][value^="{value}"]').count():
            page.locator(f'main input[name="{name}"][value^="{value}"]').first.check()
    press(page, 'button[value="next"]')


def _leave_contact(page: Page) -> None:
    page.locator('input[name="name"]').fill("Wilma")
    page.locator('input[name="email"]').fill("wilma@linden.example")
    tick(page, "shared", "no")
    tick(page, "area")
    tick(page, "agree")
    press(page, 'button[value="leave"]')


def danger(page: Page, town: Town, look: Look) -> None:
    """The pages of danger, each kind of it, and the call that is asked for."""
    for value in ("life", "home", "other"):
        page.goto(f"{town.site.url}/check-up/")
        press(page, "form button")
        for _ in range(20):
            if page.locator('main input[name="safe"]').count():
                break
            press(page, 'button[value="skip"]')
        tick(page, "safe", value)
        press(page, 'button[value="next"]')
        look(f"danger: {value}")
    press(page, 'form[action="/check-up/contact/"] button')
    look("danger: contact")
    _leave_contact(page)
    look("danger: done")


def resident(page: Page, town: Town, look: Look) -> None:
    """What somebody with an account sees of their own."""
    enter(page, town, "resident")
    look("home, signed in")
    for path in (
        "bonds/mine/",
        "bonds/three/",
        "my-data/",
        "my-data/scores/",
        "todos/",
        "my-data/erase/",
        "check-up/",
        "account/logout/",
    ):
        page.goto(f"{town.site.url}/{path}")
        look(f"/{path}, signed in")
    page.goto(f"{town.site.url}/today/")
    look("403")


def _to_do(page: Page, look: Look) -> None:
    """What somebody wants to do, from the page about them."""
    press(page, 'a[href$="/todos/"]')
    look("to do")
    press(page, 'form:has(input[name="kind"]) button')
    look("to do: invalid")
    page.locator('input[name="kind"]').first.check()
    page.fill('textarea[name="text"]', "Ring the choir")
    press(page, 'form:has(input[name="kind"]) button')
    look("to do: one")


def worker(page: Page, town: Town, look: Look) -> None:
    """The link worker's rooms, up to a referral, and the provider's page that follows from it."""
    _ask_for_a_call(page, town)
    enter(page, town, "worker")
    look("today")
    rooms = ("today/?page=2", "cases/", "cases/?page=2", "cases/?q=zzzz", "outreach/", "outreach/?why=new")
    for path in rooms:
        page.goto(f"{town.site.url}/{path}")
        look(f"/{path}")
    page.goto(f"{town.site.url}/outreach/")
    press(page, 'tbody th a[href^="/outreach/"]')
    look("who may be alone: one")
    press(page, 'form:has(input[name="how"]) button')
    look("who may be alone: invalid")
    _concern(page, town, look)
    page.goto(f"{town.site.url}/cases/")
    press(page, 'tbody th a[href^="/cases/"]')
    look("a person")
    case = page.url
    press(page, 'a[href$="/talks/"]')
    look("talks")
    press(page, 'form:has(input[name="how"]) button')
    look("talks: invalid")
    page.goto(case)
    _to_do(page, look)
    page.goto(case)
    goals(page, look)
    page.goto(case)
    press(page, 'a[href^="/check-up/with/"]')
    look("check-up together")
    press(page, "form button")
    look("check-up together: first question")
    page.goto(case)
    press(page, 'a[href^="/help/for/"]')
    look("for a person")
    page.goto(page.url + "?need=company")
    look("for a person: company")
    press(page, 'a[href^="/referrals/open/"]')
    look("open a referral")
    page.locator("main form [required]").evaluate_all("found => found.forEach(one => one.required = false)")
    page.locator('main input[name="how"]').evaluate_all("found => found.forEach(one => one.checked = false)")
    press(page, 'form:has(input[name="how"]) button')
    look("open a referral, invalid")
    before = len(town.mail.messages)
    _refer(page, look)
    _provider(page, town.mail.wait_for("/r/", after=before), look)


def _ask_for_a_call(page: Page, town: Town) -> None:
    page.goto(f"{town.site.url}/check-up/call-me/")
    _leave_contact(page)


def _concern(page: Page, town: Town, look: Look) -> None:
    page.goto(f"{town.site.url}/today/")
    press(page, 'a[href^="/concerns/"]')
    look("a concern")
    press(page, 'button[value="take"]')
    look("a concern, taken")
    page.locator('main textarea[name="what"]').evaluate("field => { field.required = false }")
    press(page, 'button[value="close"]')
    look("a concern, invalid")
    page.locator('main textarea[name="what"]').fill("Rang, and they are safe.")
    press(page, 'button[value="close"]')
    look("a concern, closed")


def _refer(page: Page, look: Look) -> None:
    if page.locator('input[name="need"]').count() and not page.locator('input[name="need"]:checked').count():
        tick(page, "need")
    tick(page, "how", "spoken")
    page.locator('textarea[name="said"]').fill("Yes, please ask them.")
    if page.locator('input[name="send_to"]').count():
        page.locator('input[name="send_to"]').fill("desk@provider.example")
    press(page, 'form:has(input[name="how"]) button')
    look("a referral")
    press(page, 'form:has(input[name="to"]) button')
    look("a referral, invalid")


def _provider(page: Page, letter: str, look: Look) -> None:
    """The page behind the link that came by e-mail, until everything is answered."""
    page.goto(link_in(letter))
    look("provider: asked")
    press(page, 'form:has(input[name="to"]) button')
    look("provider: invalid")
    for state in ("accepted", "completed"):
        tick(page, "to", state)
        press(page, 'form:has(input[name="to"]) button')
        look(f"provider: {state}")
    page.goto(re.sub(r"/r/(.)", r"/r/x\1", page.url))
    look("a link that nobody made")


def _bonds(page: Page, town: Town, look: Look) -> None:
    """How people hold together, counted; whom to bring together; a phone tree."""
    for path in ("bonds/", "bonds/?by=age", "bonds/growth/", "bonds/suggestions/", "bonds/trees/"):
        page.goto(f"{town.site.url}/{path}")
        look(f"/{path}")
    press(page, 'form:has(select[name="callers"]) button')
    look("a phone tree that is being made")
    # The page asks for itself; the first tree of a machine waits for a compiler.
    page.wait_for_selector('button[value="mend"]', timeout=240_000)
    look("a phone tree")
    press(page, 'button[value="mend"]')
    look("a phone tree, mended")


def staff(page: Page, town: Town, look: Look) -> None:
    """The first pages of those who look after groups and the town, and what the administrator keeps."""
    for role in ("organiser", "coordinator", "analyst"):
        enter(page, town, role)
        look(role)
        if role != "organiser":
            page.goto(f"{town.site.url}/check-ups/figures/")
            look(f"check-ups in figures, {role}")
        if role == "coordinator":
            page.goto(f"{town.site.url}/help/report/")
            look("who finds help")
            page.goto(f"{town.site.url}/partners/")
            look("who may refer to us")
            press(page, 'form:has(input[name="email"]) button')
            look("who may refer to us: invalid")
            _bonds(page, town, look)
        page.goto(f"{town.site.url}/account/logout/")
        press(page, 'form[action="/account/logout/"] button')
    enter(page, town, "admin")
    look("admin")
    page.goto(f"{town.site.url}/library/")
    look("short pages")
    page.goto(f"{town.site.url}/library/new/")
    look("a short page")
    page.locator("main form [required]").evaluate_all("found => found.forEach(one => one.required = false)")
    press(page, 'form:has(textarea[name="text"]) button')
    look("a short page, invalid")
    page.goto(f"{town.site.url}/site/crisis-numbers/")
    look("crisis numbers")
    spoil(page, 'main input[type="text"][inputmode="numeric"]')
    press(page, 'form:has(input[name*="TOTAL_FORMS"]) button')
    look("crisis numbers, invalid")
    page.goto(f"{town.site.url}/services/import/")
    look("import")
    press(page, 'button[value="check"]')
    look("import, invalid")
    page.goto(f"{town.site.url}/services/words/")
    look("words that people say")
    feeds(page, town, look)
    twins(page, town, look)


def lists(page: Page, town: Town, look: Look) -> None:
    """A list that the coordinator brings, with and without something to mend."""
    enter(page, town, "coordinator")
    page.goto(f"{town.site.url}/lists/")
    look("lists")
    press(page, "form button")
    look("lists, invalid")
    name = ("Full name,Neighborhood", "Dee,Old Town\nDee,Old Town\n", "Dee,Atlantis\n")
    for what, rows in (("fine", name[1]), ("to mend", name[2])):
        page.goto(f"{town.site.url}/lists/")
        tick(page, "kind", "residents")
        file = {"name": "a.csv", "mimeType": "text/csv", "buffer": f"{name[0]}\n{rows}".encode()}
        page.set_input_files("input[type=file]", files=[file])
        press(page, 'form[enctype="multipart/form-data"] button')
        look(f"list {what}: columns")
        tick(page, "answer", "nobody")
        press(page, "form:has(input[name=answer]) button")
        page.wait_for_selector("#list:not([hx-get])")
        look(f"list {what}: looked through")


PARTS: dict[str, Part] = {
    "public": public,
    "entering": entering,
    "check-up": check_up,
    "danger": danger,
    "resident": resident,
    "worker": worker,
    "staff": staff,
    "lists": lists,
    "scales": scales,
    "listings": listings,
    "meetings": meetings,
    "helping": helping,
    "neighbours": neighbours,
    "talks": talks,
    "receiving": receiving,
    "out": out,
    "asking": asking,
    "safety": safety,
    **REST,
}
