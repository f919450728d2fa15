"""The pages of questionnaires: their words, from files, on paper, by text message, put aside."""

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, enter, press, tick

SLEEP = (
    '{"resourceType": "Questionnaire", "url": "https://a.example/Questionnaire/tour-%s", "version": "1", '
    '"title": "Sleep", "status": "active", "copyright": "Free.", "item": ['
    '{"linkId": "bad", "type": "choice", "text": "Do you sleep badly?", "answerOption": ['
    '{"valueCoding": {"code": "n", "display": "No"}}, {"valueCoding": {"code": "y", "display": "Yes"}}]}, '
    '{"linkId": "state", "type": "string", "text": "What keeps you awake?"}]}'
)


def scales(page: Page, town: Town, look: Look) -> None:
    """Questionnaires: their words, one from a file, printed, typed in, asked by text, put aside."""
    language = page.locator("html").get_attribute("lang") or ""
    enter(page, town, "admin")
    for path in ("scales/", "scales/phq-9/", f"scales/phq-9/{language}/"):
        page.goto(f"{town.site.url}/{path}")
        look(f"/{path.replace(language, 'words') if path.count('/') > 2 else path}")
    press(page, 'form[enctype="multipart/form-data"] button')
    look("words from a file, invalid")
    page.goto(f"{town.site.url}/scales/files/")
    look("load a file")
    press(page, 'form[enctype="multipart/form-data"] button')
    look("load a file, invalid")
    file = {"name": "a.json", "mimeType": "application/json", "buffer": (SLEEP % language).encode()}
    page.set_input_files("input[type=file]", files=[file])
    tick(page, "language", language)
    press(page, 'form[enctype="multipart/form-data"] button')
    look("a questionnaire from a file")
    press(page, 'button[name="do"][value="on"]')
    look("a questionnaire from a file, switched on")
    page.goto(f"{town.site.url}/check-up/scales/tour-{language}/")
    look("a questionnaire from a file: start")
    press(page, "form button")
    look("a questionnaire from a file: first question")
    press(page, 'button[value="save"]')
    look("put aside")
    press(page, "p.card a")
    look("come back")
    press(page, 'button[value="forget"]')
    look("forgotten")
    page.goto(f"{town.site.url}/account/logout/")
    press(page, 'form[action="/account/logout/"] button')
    _other_ways(page, town, look)


def _other_ways(page: Page, town: Town, look: Look) -> None:
    """Paper and text messages, from the page of a person."""
    enter(page, town, "worker")
    page.goto(f"{town.site.url}/cases/")
    press(page, 'tbody th a[href^="/cases/"]')
    press(page, 'a[href^="/check-up/with/"]')
    start = page.url
    tick(page, "who", "proxy")
    press(page, "form button")
    look("check-up together, invalid")
    page.goto(start)
    press(page, 'a[href^="/check-up/text/"]')
    look("by text")
    press(page, "form button")
    look("by text, invalid")
    page.goto(start)
    press(page, 'a[href^="/check-up/paper/"]')
    look("on paper")
    press(page, 'a[href="?print=large"]')
    look("on paper, large")
    page.goto(start)
    press(page, 'a[href^="/check-up/type-in/"]')
    look("type a sheet in")
    page.locator("#k-0").fill("99")
    press(page, 'button[value="next"]')
    look("type a sheet in: wrong")
    page.locator("#k-0").fill("2")
    press(page, 'button[value="rest"]')
    look("is this what the sheet says")
    if page.locator('input[name="another"]').count():
        page.locator('input[name="another"]').check()
    press(page, 'button[value="keep"]')
    look("the sheet is kept")
