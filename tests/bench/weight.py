"""Bytes on the wire of the first page with all it loads: `make bench NAME=weight`."""

import http.client
import re
import tempfile
import urllib.parse
from pathlib import Path
from typing import Any

from tests.bench.run import Bench
from tests.journeys.path import ANSWERS, Page, Visitor, answer_all, sign_in
from tests.running import Site

LIMIT = 50 * 1024
LOADED = re.compile(r"<(?:link|script|img|source|iframe)\b[^>]*?\b(?:href|src)=[\"']([^\"']+)[\"'][^>]*>")
NOT_LOADED = re.compile(r"\brel=[\"'](?:alternate|canonical|next|prev)[\"']")


def weigh(site: Site, path: str, jar: Visitor | None = None) -> tuple[int, bytes]:
    """Bytes of one answer on the wire, with its head, as a browser that understands gzip gets it."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    cookies = "; ".join(f"{c.name}={c.value}" for c in jar.jar) if jar else ""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", "Cookie": cookies})
    answer = connection.getresponse()
    body = answer.read()
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + 17
    connection.close()
    assert answer.status == 200, (path, answer.status)
    return head + len(body), body


def loaded(page: Page) -> list[str]:
    """What a browser loads for a page, each once."""
    tags = (found for found in LOADED.finditer(page.text) if not NOT_LOADED.search(found[0]))
    paths = (urllib.parse.urlsplit(urllib.parse.urljoin(page.url, found[1])) for found in tags)
    return list(dict.fromkeys(where.path for where in paths if where.path))


def nested(text: str, path: str) -> list[str]:
    """What a style sheet loads in turn."""
    return [
        urllib.parse.urljoin(path, found) for found in re.findall(r"url\([\"']?(?!data:)([^)\"'#]+)", text)
    ]


def of_page(site: Site, page: Page, size: int, jar: Visitor) -> dict[str, Any]:
    """Bytes of a page and of everything it loads."""
    parts = {"the page": size}
    waiting = loaded(page)
    while waiting:
        path = waiting.pop(0)
        if path in parts:
            continue
        parts[path], _ = weigh(site, path, jar)
        if path.endswith(".css"):
            _, plain = urllib.parse.urlsplit(path), Visitor(site.url).get(path).text
            waiting += nested(plain, path)
    return {"bytes": sum(parts.values()), "within_50_kb": sum(parts.values()) <= LIMIT, "parts": parts}


def _posted(site: Site, visitor: Visitor) -> Page:
    page = visitor.get("/check-up/")
    form = page.form("/check-up/")
    return visitor.post(page, form, form.fields)


def run(bench: Bench) -> dict[str, Any]:
    """Figures of pages as a stranger's browser loads them the first time, and of a worker's person page."""
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder) / "site")
        site.make_demo(bench.setting("people", 2000))
        site.start("--workers", "1")
        try:
            return _figures(site, bench)
        finally:
            site.stop()


def _figures(site: Site, bench: Bench) -> dict[str, Any]:
    visitor, worker = Visitor(site.url), Visitor(site.url)
    question = _posted(site, visitor)
    heard = answer_all(visitor, question, ANSWERS)
    form = heard.form("/check-up/heard/")
    on = visitor.post(heard, form, form.fields)
    form = on.form("/help/for-me/")
    results = visitor.post(on, form, form.fields)
    sign_in(worker)
    people = worker.get("/cases/")
    person = worker.get(
        next(link for link, _ in people.links if link.startswith("/cases/") and len(link) > 40)
    )
    pages = {
        "first page": (visitor.get("/"), visitor),
        "check-up": (visitor.get("/check-up/"), visitor),
        "question": (question, visitor),
        "results": (results, visitor),
        "help now": (visitor.get("/crisis/"), visitor),
        "person": (person, worker),
    }
    figures = {}
    for number, (name, (page, jar)) in enumerate(pages.items()):
        bench.progress(number, len(pages), name)
        figures[name] = of_page(site, page, page.wire, jar)
    return figures
