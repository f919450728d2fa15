"""The path as a visitor walks it from outside: HTTP, cookies and forms; nothing of Kizuna is imported."""

import gzip
import http.client
import http.cookiejar
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any

Fields = list[tuple[str, str]]


@dataclass
class Form:
    """One form of a page: where it goes, what it would send as it stands, and what could be chosen."""

    action: str = ""
    method: str = "get"
    fields: Fields = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: Fields = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Whether there is a field or a choice of this name."""
        return name in self.choices or name in dict(self.fields)

    def filled(self, **given: str | Iterable[str]) -> Fields:
        """What is sent when these fields are filled in and the rest is left as it is."""
        kept = [(name, value) for name, value in self.fields if name not in given]
        for name, value in given.items():
            kept += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return kept


class _Reader(HTMLParser):
    """Forms, headings and links of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.heading = ""
        self._open: Form | None = None
        self._select = self._area = ""
        self._in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._open = Form(given.get("action") or "", (given.get("method") or "get").lower())
            self.forms.append(self._open)
        elif tag == "h1":
            self._in_heading = True
        elif tag == "a":
            self.links.append((given.get("href") or "", ""))
        elif self._open is not None:
            self._control(tag, given, self._open)

    def _control(self, tag: str, given: dict[str, str | None], form: Form) -> None:
        name, value = given.get("name") or "", given.get("value") or ""
        kind = given.get("type") or "text"
        if tag == "input" and kind in {"radio", "checkbox"}:
            value = given["value"] if given.get("value") is not None else "on"
            form.choices.setdefault(name, []).append(str(value))
            if "checked" in given:
                form.fields.append((name, str(value)))
        elif tag == "input" and kind != "submit":
            form.fields.append((name, value))
        elif tag == "button" and name:
            form.buttons.append((name, value))
        elif tag == "select":
            self._select = name
            form.choices.setdefault(name, [])
        elif tag == "option" and self._select:
            form.choices[self._select].append(value)
        elif tag == "textarea":
            self._area = name
            form.fields.append((name, ""))

    def handle_data(self, data: str) -> None:
        if self._in_heading:
            self.heading += data
        elif self._area and self._open is not None:
            self._open.fields[-1] = (self._area, self._open.fields[-1][1] + data)
        if self.links:
            where, text = self.links[-1]
            self.links[-1] = (where, (text + " " + data.strip()).strip())

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "h1":
            self._in_heading = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


class Page:
    """What came back."""

    def __init__(self, status: int, url: str, text: str, wire: int = 0) -> None:
        self.status, self.url, self.text, self.wire = status, url, text, wire
        reader = _Reader()
        reader.feed(text)
        self.forms, self.links = reader.forms, reader.links
        self.heading = re.sub(r"\s+", " ", reader.heading).strip()

    def form(self, action: str = "", having: str = "") -> Form:
        """The first form whose address holds `action` and that has this field."""
        for form in self.forms:
            where = form.action or urllib.parse.urlsplit(self.url).path
            if action in where and form.method == "post" and (not having or form.has(having)):
                return form
        raise AssertionError(f"{self.url}: no form for {action!r} with {having!r}: {self.words[:600]}")

    def link(self, part: str) -> str:
        """The first link whose address holds this."""
        for where, _ in self.links:
            if part in where:
                return where
        raise AssertionError(f"{self.url}: no link with {part!r}: {self.words[:600]}")

    @property
    def words(self) -> str:
        """The page as text."""
        bare = re.sub(r"<(script|style|svg)\b.*?</\1>|<[^>]+>", " ", self.text, flags=re.S)
        return re.sub(r"\s+", " ", unescape(bare)).strip()


class _OneByOne(urllib.request.HTTPRedirectHandler):
    """Redirects are told and not followed."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Visitor:
    """One person with a browser: cookies, forms, and the patience to press the button again.

    When the connection breaks the same request is sent again, as people do. An answer that says that the
    form was wrong, or that the server failed, is an error: nobody should see one.
    """

    def __init__(self, site: str, patience: float = 60.0) -> None:
        self.site, self.patience = site, patience
        self.again = 0
        """How often a request had to be sent again."""
        self.jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.jar), _OneByOne()
        )

    def get(self, address: str) -> Page:
        """A page."""
        return self._ask(address, None)

    def post(self, page: Page, form: Form, fields: Fields) -> Page:
        """Send a form of a page."""
        where = form.action or page.url
        return self._ask(where, urllib.parse.urlencode(fields).encode())

    def _ask(self, address: str, body: bytes | None) -> Page:
        """Follow redirects one by one: what broke is asked again, and not what had been answered before."""
        url = urllib.parse.urljoin(self.site, address)
        for _ in range(10):
            answer = self._patiently(url, body)
            if isinstance(answer, Page):
                return answer
            url, body = urllib.parse.urljoin(url, answer), None
        raise AssertionError(f"{url} leads round in circles")

    def _patiently(self, url: str, body: bytes | None) -> Page | str:
        end = time.monotonic() + self.patience
        while True:
            try:
                return self._once(url, body)
            except urllib.error.HTTPError as error:
                if error.code in {301, 302, 303}:
                    return str(error.headers["Location"])
                if (
                    error.code == 503 and time.monotonic() < end
                ):  # "We are busy for a moment": as asked, again
                    self.again += 1
                    time.sleep(0.2)
                    continue
                told = Page(error.code, url, error.read().decode(errors="replace"))
                asked = "POST" if body else "GET"
                raise AssertionError(f"{asked} {url}: {error.code} {told.words[:900]}") from None
            except (OSError, http.client.HTTPException) as error:
                if time.monotonic() > end:
                    raise AssertionError(f"{url} did not answer for {self.patience} s: {error!r}") from error
                self.again += 1
                time.sleep(0.1)

    def _once(self, url: str, body: bytes | None) -> Page:
        request = urllib.request.Request(url, data=body, headers={"Accept-Encoding": "gzip"})
        if body is not None:
            request.add_header("Origin", self.site)
            request.add_header("Referer", url)
        with self._opener.open(request, timeout=20) as answer:
            raw = answer.read()
            text = gzip.decompress(raw) if answer.headers["Content-Encoding"] == "gzip" else raw
            return Page(answer.status, answer.url, text.decode(), len(raw) + len(str(answer.headers)))


@dataclass
class Told:
    """What people were shown as done: what must be there afterwards, whatever died in between."""

    tried: list[str] = field(default_factory=list)
    reached: dict[str, bool] = field(default_factory=dict)
    """Name of a person who left a way to be reached: whether there was a danger."""
    dangers: int = 0
    """How often the page with the numbers was shown."""
    referrals: dict[str, str] = field(default_factory=dict)
    """Id: name of the person."""
    steps: dict[str, list[str]] = field(default_factory=dict)
    """Id of a referral: the steps that its provider was shown as taken."""
    errors: list[str] = field(default_factory=list)
    again: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


ANSWERS: dict[str, Any] = {"lonely": "often", "upset": "nobody", "age": "65-79", "safe": "safe"}


def answer_all(visitor: Visitor, page: Page, answers: dict[str, Any]) -> Page:
    """Answer what is asked, skip the rest, until there is no question any more."""
    for _ in range(20):
        if "/check-up/questions/" not in page.text or "<title>Page " not in page.text:
            return page
        form = page.form("/check-up/questions/", having="state")
        given = {name: value for name, value in answers.items() if form.has(name)}
        page = visitor.post(page, form, [*form.filled(**given), ("go", "next" if given else "skip")])
    raise AssertionError("the questions do not end")


def leave(visitor: Visitor, page: Page, name: str) -> None:
    """From the form that asks how somebody can be reached to the page that says that it is kept."""
    form = page.form("/check-up/contact/", having="name")
    email = f"{name.lower().replace(' ', '.')}@linden.example"
    given = {"name": name, "email": email, "shared": "no", "area": form.choices["area"][0], "agree": "on"}
    page = visitor.post(page, form, [*form.filled(**given), ("go", "leave")])
    assert page.heading == "We have your message", page.words[:400]


def check_up(visitor: Visitor, told: Told, name: str, *, danger: bool) -> None:
    """A resident without an account answers, and leaves a way to be contacted."""
    page = visitor.get("/check-up/")
    form = page.form("/check-up/")
    page = visitor.post(page, form, form.fields)
    answers = ANSWERS | ({"safe": "life"} if danger else {})
    page = answer_all(visitor, page, answers)
    if danger:
        with told.lock:
            told.dangers += 1
    else:
        form = page.form("/check-up/heard/")
        page = visitor.post(page, form, form.fields)
    form = page.form("/check-up/contact/")
    page = visitor.post(page, form, form.fields)
    leave(visitor, page, name)
    with told.lock:
        told.reached[name] = danger


def sign_in(visitor: Visitor, role: str = "worker") -> Page:
    """One tap in the demo."""
    page = visitor.get("/")
    form = page.form("/demo/sign-in/")
    fields = [(name, value) for name, value in form.fields if name != "role"]
    return visitor.post(page, form, [*fields, ("role", role)])


def refer(visitor: Visitor, told: Told, name: str, referral: str) -> None:
    """A link worker finds the person and asks for a place for them; its id is the visitor's own."""
    page = visitor.get("/cases/?" + urllib.parse.urlencode({"q": name}))
    found = re.search(r'href="(/cases/[0-9a-f-]{36}/)"', page.text)
    assert found, f"{name} is not among the people: {page.words[:400]}"
    page = visitor.get(found[1])
    page = visitor.get(page.link("/help/for/"))
    page = visitor.get(page.link("/referrals/open/"))
    form = page.form(having="how")
    need, said = form.choices["need"][0], {"how": "spoken", "said": "Yes."}
    given = {"id": referral, "need": need, "note": f"Mark {referral}", **said}
    if form.has("send_to"):
        given["send_to"] = "provider@linden.example"
    page = visitor.post(page, form, form.filled(**given, share_contact="on"))
    assert referral in page.url, page.words[:400]
    with told.lock:
        told.referrals[referral] = name


def answer(visitor: Visitor, told: Told, link: str) -> None:
    """The provider opens the link without an account, says yes, then says that it is done."""
    page = visitor.get(link)
    found = re.search(r"Mark ([0-9a-f-]{36})", page.text)
    assert found, page.words[:600]
    for step in ("accepted", "completed"):
        form = page.form(having="to")
        assert step in form.choices["to"], form.choices
        page = visitor.post(page, form, form.filled(to=step))
        with told.lock:
            told.steps.setdefault(found[1], []).append(step)
