"""What every page must keep, measured in the browser. Each fault is one line of text."""

from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(RULES)}}
RTL = ("ar",)

SHAPE = Path(__file__).with_name("shape.js").read_text(encoding="utf-8")


class Watch:
    """Listens to a page from its first request on: what it says in the console and whom it asks."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site, self.heard = page, site, list[str]()
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        page.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium reports every answer of 400 and above, also the pages that are meant to be such.
        own = message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        blocked = message.text.startswith("Service Worker registration blocked")  # we do that
        if message.type in {"error", "warning"} and not own and not blocked:
            self.heard.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.site, "data:", "blob:")):
            self.heard.append(f"asks another site: {request.url}")

    def faults(self) -> list[str]:
        """What was heard since the last time."""
        found, self.heard = self.heard, []
        return found


def shape(page: Page, language: str) -> list[str]:
    """Title, language, direction, landmarks, width, and the sizes of what can be pressed."""
    found: list[str] = page.evaluate(SHAPE)
    root = page.locator("html")
    said = (root.get_attribute("lang"), root.get_attribute("dir"))
    if said != (language, "rtl" if language in RTL else "ltr"):
        found.append(f"language and direction are {said}")
    if not page.title().removesuffix("– Kizuna").strip():
        found.append("no title")
    return found


def accessibility(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice.

    Without colours where the device brings its own: axe reads the page's, which nobody sees then.
    """
    options = {**OPTIONS, "rules": {"color-contrast": {"enabled": colours}}}
    violations: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in violations for node in one["nodes"]]
