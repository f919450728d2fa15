"""What every page knows of the site and of who looks at it: the context of the base template."""

from collections.abc import Callable
from dataclasses import dataclass

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
    path: str
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


def _item(door: Door, path: str) -> NavItem:
    url = reverse(door.page)
    current = path == url or (url != "/" and path.startswith(url))
    return NavItem(url, _(door.label), current, door.icon, _(door.text) if door.text else "")


def _organisations() -> tuple[tuple[str, str], ...]:
    return tuple((each.code, each.name) for each in settings.ORGANISATION_SIGN_IN)


def site(request: HttpRequest) -> dict[str, Site]:
    """The context processor: `site` in every template."""
    viewer = getattr(request, "viewer", STRANGER)
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
            nav=tuple(_item(door, request.path) for door in MENUS.get(viewer.role, ())),
            doors=tuple(_item(door, "") for door in TILES.get(viewer.role, ())),
            path=request.get_full_path(),
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
