"""`make pictures`: walks through a demo town and writes docs/pictures/*.png, for the README and the guides.

The town is the same each time; only the day differs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

import tests.environment  # noqa: F401 - sets what the settings read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kizuna.web.settings")
django.setup()  # what the walk imports of libraries has tables

from tests.browser import walk  # noqa: E402
from tests.browser.conftest import PHONE, Town, demo_town  # noqa: E402
from tests.machine import CHROMIUM, FLAGS  # noqa: E402

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
DESK = {"width": 1100, "height": 760}
LARGEST = 120 * 1024
PEOPLE = 2000


class Camera:
    """Takes pictures of a page as it stands on the screen."""

    def __init__(self, page: Page, device: str) -> None:
        self.page, self.device = page, device

    def take(self, name: str, *, at: str = "") -> None:
        """Write NAME-DEVICE.png, with this part of the page at the top if one is named."""
        self.page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
        if at:
            self.page.locator(at).first.evaluate("one => scrollTo(0, one.getBoundingClientRect().top - 90)")
        path = FOLDER / f"{name}-{self.device}.png"
        self.page.screenshot(path=path)
        size = path.stat().st_size
        sys.stdout.write(f"{path.name}: {size // 1024} KB\n")
        if size > LARGEST:
            sys.exit(f"{path.name} is larger than {LARGEST // 1024} KB.")


@contextmanager
def visitor(browser: Browser, device: str) -> Iterator[Camera]:
    """Somebody with a telephone or at a desk."""
    phone = device == "phone"
    context = browser.new_context(
        viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
        device_scale_factor=1.5 if phone else 1,
        locale="en-GB",
        service_workers="block",
    )
    yield Camera(context.new_page(), device)
    context.close()


def resident(camera: Camera, town: Town) -> None:
    """From the first page to a message, and what is kept."""
    page = camera.page
    page.goto(town.site.url)
    camera.take("home")
    page.goto(f"{town.site.url}/help/?q=food&free=on")
    camera.take("search", at="#answers")
    walk.start(page, town)
    page.get_by_label("Often", exact=True).check()
    camera.take("question")
    walk.answer(page, walk.LONELY)
    camera.take("heard")
    walk.agree(page)
    camera.take("suggestions")
    walk.go(page, page.get_by_role("button", name="Save or print this list").first)
    camera.take("list")
    page.go_back()
    walk.go(page, page.get_by_role("button", name="Leave a way to be contacted"))
    camera.take("contact")
    walk.fill_contact(page, "Wilma", "wilma@linden.example")
    camera.take("sent")
    walk.start(page, town)
    walk.answer(page, walk.DANGER)
    camera.take("danger")
    walk.go(page, page.get_by_role("button", name="ring me"))
    walk.fill_contact(page, "Quilla", "quilla@linden.example")
    page.goto(f"{town.site.url}/crisis/")
    camera.take("crisis")
    page.goto(town.site.url)
    walk.go(page, page.get_by_role("button", name="Resident", exact=True))
    page.goto(f"{town.site.url}/my-data/")
    camera.take("my-data")


def worker(camera: Camera, town: Town) -> None:
    """Today's list, a safety concern, a person, and a referral."""
    page = camera.page
    walk.sign_in(page, town)
    camera.take("today")
    walk.go(page, page.locator('main a[href^="/concerns/"]').first)
    camera.take("concern")
    page.goto(f"{town.site.url}/today/")
    walk.go(page, page.get_by_role("link", name="Wilma").first)
    camera.take("person")
    walk.go(page, page.get_by_role("link", name="Find something that fits"))
    camera.take("for-person")
    walk.go(page, page.get_by_role("link", name="Refer").first)
    camera.take("open")
    page.go_back()
    page.go_back()
    page.goto(f"{town.site.url}/today/")
    walk.refer(page, "Wilma")


def curator(camera: Camera, town: Town) -> None:
    """Listings that need care, and one of them with a proposal."""
    page = camera.page
    page.goto(f"{town.site.url}/services/")
    walk.go(page, page.locator("main article a").first)
    listing = page.url
    page.goto(f"{listing}wrong/")
    page.get_by_label("The opening hours are wrong").check()
    page.get_by_label("Tell us more").fill("On Fridays they close at three.")
    walk.go(page, page.get_by_role("button", name="Tell us"))
    page.goto(f"{listing}change/")
    page.get_by_label("What it costs").fill("Free for everybody")
    page.get_by_label("How do you know?").fill("I asked there today.")
    walk.go(page, page.get_by_role("button", name="Send the proposal"))
    page.goto(town.site.url)
    walk.go(page, page.get_by_role("button", name="Coordinator", exact=True))
    page.goto(f"{town.site.url}/services/care/")
    camera.take("care")
    walk.go(page, page.locator("main article a").first)
    camera.take("care-of")


def paper(camera: Camera, town: Town) -> None:
    """A page of a booklet, as it comes out of the printer; the curator's page of a translation."""
    page = camera.page
    page.goto(f"{town.site.url}/services/booklet/")
    page.get_by_label("What for?").select_option("food")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Make the booklet").click()
    printer = shutil.which("pdftoppm")
    if not printer:
        sys.stdout.write("booklet-page.png: left as it is, there is no pdftoppm (poppler-utils) here\n")
        return
    place = FOLDER / "booklet-page"
    said = ("-png", "-singlefile", "-r", "70", "-gray", "-f", "3", "-l", "3")
    subprocess.run([printer, *said, str(coming.value.path()), str(place)], check=True)


def provider(camera: Camera, town: Town) -> None:
    """The page behind the link in the e-mail."""
    camera.page.goto(walk.link_in(town.mail.wait_for("/r/")))
    camera.take("provider")
    walk.say(camera.page, "Yes")


def main() -> None:
    """Take all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_town(Path(folder) / "demo", PEOPLE) as town,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        with visitor(browser, "phone") as camera:
            resident(camera, town)
        with visitor(browser, "desk") as camera:
            worker(camera, town)
            with visitor(browser, "phone") as phone:
                provider(phone, town)
            camera.page.reload()
            camera.take("referral")
        with visitor(browser, "desk") as camera:
            paper(camera, town)
            curator(camera, town)
        browser.close()


if __name__ == "__main__":
    main()
