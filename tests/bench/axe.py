"""Accessibility of every page of the demo town: language × look × width. CI looks at each language once.

Settings: `people=300`.
"""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.bench.run import Bench
from tests.browser import rules, steps, tour
from tests.browser.conftest import demo_town
from tests.machine import CHROMIUM, FLAGS

LANGUAGES = ("en", "es", "ar")
PLAIN = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
LOOKS: tuple[tuple[str, int, dict[str, str]], ...] = (
    ("light", 320, PLAIN),
    ("light", 1280, PLAIN),
    ("dark", 320, {**PLAIN, "color_scheme": "dark"}),
    ("dark", 1280, {**PLAIN, "color_scheme": "dark"}),
    ("more contrast", 1280, {**PLAIN, "contrast": "more"}),
    ("forced colours", 320, {**PLAIN, "forced_colors": "active"}),
    ("forced colours, dark", 1280, {**PLAIN, "color_scheme": "dark", "forced_colors": "active"}),
)


def _in_every_look(page: Page, language: str) -> list[str]:
    """Faults of this page in each look, named by it; afterwards it is narrow and light again."""
    faults = []
    for name, width, media in (*LOOKS[1:], LOOKS[0]):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(**media)  # type: ignore[arg-type]
        colours = media["forced_colors"] == "none"
        found = [*rules.shape(page, language), *rules.accessibility(page, colours=colours)]
        faults += [f"{language}, {name}, {width} px: {fault}" for fault in found]
    return faults


def run(bench: Bench) -> dict[str, Any]:
    """Pages, looks at a page, and what was found; the faults themselves are listed."""
    faults: list[str] = []
    pages, done, of = set[str](), 0, len(LANGUAGES) * len(tour.PARTS)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_town(Path(folder) / "demo", bench.setting("people", 300)) as town,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        looks = 0
        for language in LANGUAGES:
            for part, walk in tour.PARTS.items():
                context = browser.new_context(viewport={"width": 320, "height": 800}, service_workers="block")
                page = context.new_page()

                def look(name: str, page: Page = page, language: str = language) -> None:
                    nonlocal looks
                    pages.add(name)
                    looks += len(LOOKS)
                    faults.extend(f"{name}: {fault}" for fault in _in_every_look(page, language))

                steps.speak(page, town, language)
                walk(page, town, look)
                context.close()
                done += 1
                bench.progress(done, of, f"{language}, {part}: {len(faults)} faults")
        browser.close()
    bench.rows.update(pages=len(pages), languages=len(LANGUAGES), looks=len(LOOKS))
    return {"pages": len(pages), "checks": looks, "faults": len(faults), "found": sorted(set(faults))}
