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
from django.utils.translation import pgettext

from kizuna.access.viewer import STRANGER, Viewer
from kizuna.places.posture import Emergency
from kizuna.web.queries import emergencies_of

READINGS = ("plain", "easy")


@dataclass(frozen=True)
class NavItem:
    """One entry of the menu."""

    url: str
    label: str
    current: bool


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
    path: str
    emergencies: Callable[[], tuple[Emergency, ...]]
    """The emergencies where the viewer lives or works: asked for by the page, when it shows them."""

    @property
    def signed_in(self) -> bool:
        """Whether somebody logged in, with whatever role."""
        return self.viewer.role != "stranger"


def _entries(viewer: Viewer) -> list[tuple[str, str]]:
    if viewer.role == "worker":
        return [
            (reverse("referrals:today"), _("Today")),
            (reverse("referrals:caseload"), _("People")),
            (reverse("directory:services"), _("Directory")),
        ]
    if viewer.role in {"coordinator", "analyst", "organiser"}:
        own = [(reverse("places:tree"), _("Areas")), (reverse("invitations"), _("Invitations"))]
        return [
            (reverse("home"), pgettext("menu", "Home")),
            (reverse("activities:groups"), _("Groups")),
            (reverse("directory:services"), _("Directory")),
            *(own if viewer.role == "coordinator" else []),
        ]
    if viewer.role == "admin":
        return [
            (reverse("home"), pgettext("menu", "Home")),
            (reverse("places:crisis_numbers"), _("Crisis numbers")),
            (reverse("places:tree"), _("Areas")),
            (reverse("accounts"), _("Accounts")),
            (reverse("directory:services"), _("Directory")),
        ]
    return []


def _nav(viewer: Viewer, path: str) -> tuple[NavItem, ...]:
    return tuple(
        NavItem(url, label, path == url or (url != "/" and path.startswith(url)))
        for url, label in _entries(viewer)
    )


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
            nav=_nav(viewer, request.path),
            path=request.get_full_path(),
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
