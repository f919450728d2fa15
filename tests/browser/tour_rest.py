"""Every page that no walk comes by: by the table of doors and by links, as the first who may open it."""

import re
from collections import deque
from functools import cache
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.conftest import Town
from tests.browser.steps import Look, Part, enter
from tests.house.doors import DOORS, ROLES

ENDS = frozenset({"leave/", "kiosk/done/", "kiosk/", "account/logout/", "healthy/", "ready/", "metrics"})
"""What ends a visit, or is read by machines."""
APART = ("api/", "fhir/", "hsds/", "oruk/", "static/", "demo/")
KINDS = {"uuid": r"[0-9a-f-]{36}", "int": r"\d+", "slug": r"[-\w]+", "str": r"[^/]+", "path": ".+"}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")
LINK = re.compile(r'href="([^"#?]*)')
STARTS = ("stranger", "resident", "worker", "coordinator", "admin")
"""Who opens pages that no walk comes by: of organisers, providers and analysts none are left."""
LOOKS_FOR_LINKS = 2
"""So many pages of one kind are read for what they lead to."""
WALKED = frozenset(
    {
        "",
        "about/",
        "account/inactive/",
        "account/login/",
        "account/login/code/",
        "account/login/code/confirm/",
        "account/logout/",
        "bonds/",
        "bonds/growth/",
        "bonds/mine/",
        "bonds/suggestions/",
        "bonds/three/",
        "bonds/three/paper/",
        "bonds/trees/",
        "bonds/trees/<uuid:tree>/",
        "cases/",
        "cases/<uuid:person>/",
        "cases/<uuid:person>/flag/",
        "cases/<uuid:person>/goals/",
        "cases/<uuid:person>/owner/",
        "cases/<uuid:person>/plan/",
        "cases/<uuid:person>/talks/",
        "cases/<uuid:person>/todos/",
        "cases/hand-over/",
        "check-up/",
        "check-up/back/<str:token>/",
        "check-up/call-me/",
        "check-up/contact/",
        "check-up/heard/",
        "check-up/paper/<slug:scale>/",
        "check-up/questions/",
        "check-up/save/",
        "check-up/scales/<slug:scale>/",
        "check-up/text/<uuid:person>/<slug:scale>/",
        "check-up/type-in/<uuid:person>/<slug:scale>/",
        "check-up/with/<uuid:person>/",
        "check-ups/figures/",
        "concerns/<uuid:concern>/",
        "conduct/",
        "conduct/groups/<uuid:group>/change/",
        "conduct/report/",
        "conduct/report/<str:token>/",
        "conduct/reports/",
        "conduct/reports/<uuid:report>/",
        "coping/",
        "coping/<slug:page>/",
        "crisis/",
        "flags/<uuid:flag>/",
        "gallery/",
        "groups/",
        "groups/<uuid:group>/",
        "groups/<uuid:group>/buddies/",
        "groups/<uuid:group>/change/",
        "groups/<uuid:group>/dates/bring/",
        "groups/<uuid:group>/dates/new/",
        "groups/<uuid:group>/missed/<uuid:person>/",
        "groups/<uuid:group>/roles/new/",
        "groups/<uuid:group>/talk/",
        "groups/<uuid:group>/volunteers/",
        "groups/<uuid:group>/volunteers/<uuid:volunteer>/",
        "groups/<uuid:group>/volunteers/<uuid:volunteer>/thank/",
        "groups/<uuid:group>/write-to/",
        "groups/aid/",
        "groups/aid/ask/<slug:kind>/",
        "groups/aid/board/",
        "groups/aid/board/together/",
        "groups/aid/board/under-way/",
        "groups/aid/mine/",
        "groups/aid/offer/",
        "groups/aid/own/<str:token>/",
        "groups/dates/<uuid:event>/<int:at>/",
        "groups/dates/<uuid:event>/<int:at>/notes/",
        "groups/dates/<uuid:event>/<int:at>/who/",
        "groups/dates/<uuid:event>/<int:at>/workshop/",
        "groups/help/",
        "groups/help/<uuid:role>/",
        "groups/letters/<uuid:letter>/apart/",
        "groups/mine/",
        "groups/news/",
        "groups/news/<uuid:news>/change/",
        "groups/participation/",
        "groups/place/<str:token>/",
        "groups/place/<str:token>/rate/",
        "groups/roles/<uuid:role>/shifts/new/",
        "groups/shift/<uuid:shift>/",
        "groups/shifts/<str:token>/",
        "groups/shifts/<str:token>/about/",
        "groups/shifts/<str:token>/reference/",
        "guide/",
        "help/",
        "help/for-me/",
        "help/for/<uuid:person>/",
        "help/list/<str:token>/",
        "help/need/<str:code>/",
        "help/report/",
        "library/",
        "library/new/",
        "lists/",
        "lists/<uuid:brought>/",
        "my-data/",
        "my-data/erase/",
        "my-data/scores/",
        "offline/",
        "outreach/",
        "outreach/<uuid:person>/",
        "partners/",
        "queue/",
        "queue/<uuid:referral>/",
        "queue/ready/",
        "r/<str:token>/",
        "referrals/<uuid:referral>/",
        "referrals/ask/<str:kind>/<uuid:option>/",
        "referrals/open/<uuid:person>/<str:kind>/<uuid:option>/",
        "scales/",
        "scales/<slug:scale>/",
        "scales/<slug:scale>/<str:language>/",
        "scales/<slug:scale>/<str:language>/file/",
        "scales/files/",
        "scales/files/<slug:scale>/",
        "services/",
        "services/<uuid:id>/",
        "services/<uuid:id>/care/",
        "services/<uuid:id>/change/",
        "services/<uuid:id>/translations/<str:language>/",
        "services/booklet/",
        "services/care/duplicates/",
        "services/care/duplicates/<uuid:alike>/",
        "services/feeds/",
        "services/feeds/<uuid:feed>/",
        "services/import/",
        "services/translations/",
        "services/words/",
        "site/crisis-numbers/",
        "today/",
        "todos/",
        "visits/",
    }
)
"""Addresses that the walks of the other files look at already."""


@cache
def _pattern(route: str) -> re.Pattern[str]:
    parts, last = [], 0
    for found in PARAMETER.finditer(route):
        parts += [re.escape(route[last : found.start()]), KINDS[found[1] or "str"]]
        last = found.end()
    return re.compile("".join([*parts, re.escape(route[last:])]))


def route_of(path: str) -> str | None:
    """The address in the table of doors that this path is; a plain one before one with parameters."""
    path = path.lstrip("/")
    if path in DOORS:
        return path
    return next((route for route in DOORS if "<" in route and _pattern(route).fullmatch(path)), None)


def _first(route: str) -> str:
    """Who comes first of those for whom this page is; nobody for what is no page."""
    row = DOORS[route]
    statuses = (row.get("GET") or row.get("GET own") or "").split()
    return next((role for role, status in zip(ROLES, statuses, strict=False) if status == "200"), "")


def rest(role: str) -> Part:
    """All pages that are first of all for this role and that no other walk looks at."""

    def walk(page: Page, town: Town, look: Look) -> None:
        if role != "stranger":
            enter(page, town, role)
        mine = {one for one in DOORS if not one.startswith(APART) and one not in ENDS and _first(one)}
        left = deque(["", *sorted(one for one in mine if "<" not in one and _may(one, role))])
        read: dict[str, int] = {}
        while left:
            path = left.popleft()
            route = route_of(path)
            if route is None or route not in mine or read.get(route, 0) >= LOOKS_FOR_LINKS:
                continue
            answer = page.request.get(f"{town.site.url}/{path}")
            kind, sent = answer.headers.get("content-type", ""), answer.headers.get("content-disposition", "")
            if not answer.ok or "html" not in kind or sent.startswith("attachment"):
                continue
            read[route] = read.get(route, 0) + 1
            left += [urlsplit(link).path.lstrip("/") for link in LINK.findall(answer.text())]
            if read[route] == 1 and route not in WALKED and _first(route) == role:
                page.goto(f"{town.site.url}/{path}")
                look(f"/{route}")

    return walk


def _may(route: str, role: str) -> bool:
    return DOORS[route].get("GET", "").split()[ROLES.index(role) :][:1] == ["200"]


REST: dict[str, Part] = {f"the rest: {role}": rest(role) for role in STARTS}
