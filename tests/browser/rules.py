"""What every page must keep, measured in the browser. Each fault is one line of text."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page, Request

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": list(RULES)}}
RTL = ("ar",)

# Small: what a finger has to hit. A link inside a sentence may be as high as its line (WCAG 2.5.8).
SHAPE = """() => {
  const faults = [], root = document.documentElement, all = (what) => [...document.querySelectorAll(what)];
  for (const [what, selector] of [["h1", "h1"], ["main", "main"], ["banner", "body > header"], ["contentinfo", "body > footer"]])
    if (all(selector).length !== 1) faults.push(`${all(selector).length} × ${what}`);
  if (root.scrollWidth > innerWidth) {
    const wide = all("body *").filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1);
    faults.push(`scrolls sideways to ${root.scrollWidth}: ${wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 90))}`);
  }
  const big = ".btn, .choice, .tile, .call, .lang button, .lang summary, .menu a, .foot a, .link, summary";
  for (const one of all("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
    if (one.closest(".choice") && one.tagName === "INPUT") { continue; }
    if (!one.checkVisibility() || one.matches(".skip, .vh")) continue;
    const box = one.getBoundingClientRect(), text = one.parentElement.textContent.trim();
    const within = getComputedStyle(one).display === "inline" && text !== one.textContent.trim();
    const least = one.matches(big) ? 44 : within ? 0 : 24;
    if (box.height < least - 0.5 || box.width < Math.min(least, 24)) faults.push(`only ${Math.round(box.width)}×${Math.round(box.height)}: ${one.outerHTML.slice(0, 120)}`);
  }
  for (const one of all(".choice")) if (one.checkVisibility() && one.getBoundingClientRect().height < 44) faults.push("a choice is too small");
  return faults;
}"""


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
