"""What every page knows of the site and of who looks at it: the context of the base template."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kizuna.access.viewer import STRANGER, Viewer
from kizuna.people.asking import REASON
from kizuna.places.posture import Emergency
from kizuna.voice.report import page_of
from kizuna.web.menu import MENUS, TILES, Door
from kizuna.web.queries import emergencies_of

READINGS = ("plain", "easy")


@dataclass(frozen=True)
class NavItem:
    """One entry of the menu, or one tile of the first page."""

    url: str
    label: str
    current: bool
    icon: str = ""
    text: str = ""


@dataclass(frozen=True)
class Site:
    """What the base template shows."""

    name: str
    organisation: str
    demo: bool
    exit_url: str
    languages: tuple[tuple[str, str], ...]
    reading: str
    viewer: Viewer
    nav: tuple[NavItem, ...]
    doors: tuple[NavItem, ...]
    """What else this role does here: tiles on its first page."""
    back: NavItem | None
    """Where a page that is opened by a tile leads back to."""
    path: str
    page: str
    """The page as it may be kept: its address if everybody may open it, else only which page it is."""
    organisations: tuple[tuple[str, str], ...]
    """Where one can sign in besides: code and name. None on a shared computer, which would stay signed in."""
    emergencies: Callable[[], tuple[Emergency, ...]]
    """The emergencies where the viewer lives or works: asked for by the page, when it shows them."""

    @property
    def signed_in(self) -> bool:
        """Whether somebody logged in, with whatever role."""
        return self.viewer.role != "stranger" and not self.by_link

    @property
    def by_link(self) -> bool:
        """Whether somebody came by a link to their own data, without an account."""
        return self.viewer.reason == REASON


@cache
def _address(page: str) -> str:
    """Where a page without parameters is; every page of the site asks for dozens."""
    return reverse(page)


def _stands(door: Door, path: str) -> bool:
    """Whether this page is the door's own, or lies behind it."""
    url = _address(door.page)
    return path == url or (url != "/" and path.startswith(url))


def _item(door: Door, current: bool) -> NavItem:
    text = _(door.text) if door.text else ""
    return NavItem(_address(door.page), _(door.label), current, door.icon, text)


def _menu(role: str, path: str) -> tuple[tuple[NavItem, ...], NavItem | None]:
    """The menu with the entry marked where this page belongs, and where a tile's own page leads back to."""
    menu = MENUS.get(role, ())
    marked = [door for door in menu if _stands(door, path)][:1]
    tiles = [] if marked else [door for door in TILES.get(role, ()) if _stands(door, path)]
    if not marked and tiles and menu:
        nearest = max(tiles, key=lambda door: len(_address(door.page)))
        marked = [door for door in menu if door.page == nearest.under] or [menu[0]]
    nav = tuple(_item(door, door in marked) for door in menu)
    own = any(path == _address(door.page) for door in tiles)
    return nav, _item(marked[0], current=False) if own and marked else None


def _organisations() -> tuple[tuple[str, str], ...]:
    return tuple((each.code, each.name) for each in settings.ORGANISATION_SIGN_IN)


def _page(request: HttpRequest) -> str:
    match = request.resolver_match
    return page_of(match.view_name, request.path, match.kwargs) if match else ""


def site(request: HttpRequest) -> dict[str, Site]:
    """The context processor: `site` in every template."""
    viewer = getattr(request, "viewer", STRANGER)
    nav, back = _menu(viewer.role, request.path)
    reading = request.COOKIES.get("reading", "plain")
    return {
        "site": Site(
            name=settings.SITE_NAME,
            organisation=settings.ORGANISATION,
            demo=settings.DEMO,
            exit_url=settings.EXIT_URL,
            languages=tuple(settings.LANGUAGES),
            reading=reading if reading in READINGS else "plain",
            viewer=viewer,
            nav=nav,
            doors=tuple(_item(door, current=False) for door in TILES.get(viewer.role, ())),
            back=back,
            path=request.get_full_path(),
            page=_page(request),
            organisations=() if getattr(request, "kiosk", False) else _organisations(),
            emergencies=lambda: emergencies_of(viewer, timezone.now()),
        )
    }


class DemoBackend:
    """Signs in without a password: listed in the settings for the demo only."""

    def authenticate(self, request: HttpRequest, demo_role: str = "") -> AbstractBaseUser | None:
        """The demo town's account for a role; nobody outside the demo."""
        if not settings.DEMO:
            return None
        return get_user_model().objects.filter(email=f"{demo_role}@linden.example", is_active=True).first()

    def get_user(self, user_id: str) -> AbstractBaseUser | None:
        """The account of a session."""
        if not settings.DEMO:
            return None
        return get_user_model().objects.filter(pk=user_id, is_active=True).first()
