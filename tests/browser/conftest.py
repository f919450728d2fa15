"""A browser and real sites for it: the demo town, and a new site with a real directory."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.machine import OUTSIDE
from tests.running import Mailbox, Site, database_of_its_own, mailbox

PHONE = {"width": 360, "height": 740}
WORKER = "lin@linden.example"


@dataclass
class Town:
    """A running site with its mail, and the password of its link worker where there is one."""

    site: Site
    mail: Mailbox
    password: str = ""
    secret: str = ""
    """What the app of the link worker makes its codes from, once it is set up."""
    used: list[str] = field(default_factory=list)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A new visitor on a small telephone."""
    context = chromium.new_context(viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@contextmanager
def demo_town(home: Path, people: int = 300) -> Iterator[Town]:
    """The demo town, served for as long as the block lasts."""
    with ExitStack() as stack:
        mail = stack.enter_context(mailbox())
        database = stack.enter_context(database_of_its_own())
        site = Site(home, database=database, mail=mail.url)
        site.make_demo(people)
        site.start("--workers", "1")
        stack.callback(site.stop)
        yield Town(site, mail)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The demo town, served."""
    with demo_town(tmp_path_factory.mktemp("demo")) as town:
        yield town


def _miami_package() -> Path:
    return next((OUTSIDE / "directory" / "miami").glob("*.zip"))


def _password(printed: str) -> str:
    return printed.strip().rsplit(": ", 1)[1]


@pytest.fixture(scope="session")
def miami(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A new site, set up by the program's own commands, with a real directory."""
    with ExitStack() as stack:
        mail = stack.enter_context(mailbox())
        database = stack.enter_context(database_of_its_own())
        site = Site(tmp_path_factory.mktemp("miami"), database=database, mail=mail.url)
        site.run(
            *("init", "--name", "Miami", "--url", site.url, "--database", database),
            *("--email", mail.url, "--admin", "admin@linden.example"),
        )
        site.run(
            *("place", "add", "Little River", "--level", "neighbourhood", "--above", "Miami"),
            *("--lat", "25.85", "--lon", "-80.19"),
        )
        password = _password(
            site.run("account", "add", WORKER, "--role", "worker", "--name", "Lin", "--area", "Miami")
        )
        now = timezone.now()
        start, end = ((now + timedelta(hours=hours)).isoformat(timespec="minutes") for hours in (-1, 8))
        site.run("duty", "add", WORKER, "--area", "Miami", "--from", start, "--until", end)
        site.run("directory", "import", str(_miami_package()), "--source", "miami")
        site.start("--workers", "1")
        stack.callback(site.stop)
        yield Town(site, mail, password)
