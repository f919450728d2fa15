"""Requests that try it on: addresses that lead away, foreign hosts, broken text. None gives a 500."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from kizuna.outbox.models import Message
from kizuna.people.models import Account
from tests.house.doors import DOORS
from tests.house.test_doors import address, of_this_route, own_and_other, sessions
from tests.town import Town, build

pytestmark = pytest.mark.django_db
AWAY = (
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "http:evil.example", "https:/evil.example", "javascript:alert(1)",
    "//evil.example%2f..", "\t//evil.example",
    "https://testserver@evil.example/", "/%09/evil.example", "data:text/html,x", "//[evil", "http://[::1",
)  # fmt: skip


@pytest.fixture
def town() -> Town:
    return build(timezone.now())


def leads_away(location: str) -> bool:
    """Whether a browser would leave this site: it takes backslashes for slashes and drops white space."""
    plain = location.replace("\\", "/").translate({9: None, 10: None, 13: None}).strip()
    try:
        parts = urlsplit(plain)
    except ValueError:
        return True
    return bool(parts.scheme or plain.startswith("//")) and parts.hostname not in {"testserver"}


@pytest.mark.parametrize("way", ["/language/", "/reading/", "/account/login/", "/account/logout/"])
def test_no_way_leads_away(town: Town, way: str) -> None:
    account = town.accounts["worker"]
    account.set_password("a long password")
    account.save()
    data = {"language": "es", "reading": "easy", "login": account.email, "password": "a long password"}
    for away in AWAY:
        client = Client(raise_request_exception=False)
        for answer in (
            client.get(way, {"next": away}),
            client.post(way, {**data, "next": away}),
            client.get(way, {"next": away}),
        ):
            assert answer.status_code < 500, away
            assert not leads_away(answer.headers.get("Location", "")), (away, answer.headers["Location"])


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_leads_away_by_its_next(town: Town, method: str) -> None:
    values, logged_in = own_and_other(town), sessions(town)
    for route in sorted(DOORS):
        if route == "leave/":
            continue  # leads to the neutral page that the site has set
        path = address(route, values | of_this_route(route, town), "own")
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = logged_in["worker"]
        answer = getattr(client, method)(f"{path}?next=//evil.example", {"next": "//evil.example"})
        assert not leads_away(answer.headers.get("Location", "")), (route, answer.headers["Location"])


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil", "[::1", "a b", ""]
)
def test_a_foreign_host_is_turned_away_and_never_repeated(host: str) -> None:
    for path in ("/", "/about/", "/account/login/", "/no/such/page/"):
        answer = Client(raise_request_exception=False).get(path, HTTP_HOST=host)
        if host:
            assert answer.status_code == 400
        assert b"evil" not in answer.content


def test_a_forwarded_host_is_not_believed(town: Town) -> None:
    email = town.accounts["worker"].email
    Client().post("/account/login/code/", {"email": email}, headers={"x-forwarded-host": "evil.example"})
    assert Message.objects.exists()
    assert not [row for row in Message.objects.all() if "evil" in row.text + row.subject]


@pytest.mark.parametrize(
    "email",
    ["a@example.org\nBcc: b@example.org", "a@example.org\r\nSubject: x", "a@example.org%0aBcc: b@x.org"],
)
def test_a_line_break_in_an_address_adds_no_header(town: Town, email: str) -> None:
    before = Message.objects.count()
    assert Client().post("/account/login/code/", {"email": email}).status_code < 500
    assert Message.objects.count() == before
    assert mail.outbox == []


def hashed(monkeypatch: pytest.MonkeyPatch, email: str) -> int:
    """How many passwords are hashed when somebody tries to log in with this address."""
    count = 0
    hasher = type(hashers.get_hasher())
    real = hasher.encode

    def encode(self: Any, *words: Any) -> str:
        nonlocal count
        count += 1
        return real(self, *words)

    with monkeypatch.context() as patch:
        patch.setattr(hasher, "encode", encode)
        Client().post("/account/login/", {"login": email, "password": "a wrong password"})
    return count


def test_logging_in_takes_the_same_work_for_known_and_unknown_people(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = town.accounts["worker"]
    account.set_password("a long password")
    account.save()
    Account.objects.filter(pk=town.accounts["coordinator"].pk).update(is_active=False)
    known = hashed(monkeypatch, account.email)
    assert known > 0
    assert hashed(monkeypatch, "nobody@example.org") == known
    assert hashed(monkeypatch, town.accounts["coordinator"].email) == known
    assert hashed(monkeypatch, town.accounts["organiser"].email) == known, "who has no password"


def test_asking_for_a_code_says_the_same_to_known_and_unknown_people(town: Town) -> None:
    pages = set()
    for email in (town.accounts["worker"].email, "nobody@example.org"):
        answer = Client().post("/account/login/code/", {"email": email})
        pages.add((answer.status_code, answer.headers.get("Location")))
    assert len(pages) == 1


ODD = (
    "\x00",
    "%00",
    "%ff%fe",
    "%c0%80",
    "x" * 5000,
    "../../etc/passwd",
    "%2e%2e/",
    "{{7*7}}",
    "'\";--",
    "\u202e",
)


def test_odd_text_in_an_address_is_no_error_of_ours(town: Town) -> None:
    values, logged_in = own_and_other(town), sessions(town)
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = logged_in["worker"]
    names = ("q", "page", "need", "area", "when", "lat", "lon", "look", "status")
    wrong = []
    for number, route in enumerate(sorted(DOORS)):
        own = address(route, values | of_this_route(route, town), "own")
        odd = ODD[number % len(ODD)]
        asked = "&".join(f"{name}={ODD[(number + place) % len(ODD)]}" for place, name in enumerate(names))
        for path in (f"{own}{odd}", f"/{odd}{own}", f"{own}?{asked}"):
            if (status := client.get(path).status_code) >= 500:
                wrong.append(f"{path[:80]!r}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "path", ["/help/?q=", "/help/?need=", "/api/v1/places/areas?cursor=", "/no/such/page/?q="]
)
def test_a_character_that_no_database_keeps_is_no_address(town: Town, path: str) -> None:
    """SQLite would look for it, PostgreSQL refuses it: so it gets as far as neither."""
    assert Client().get(f"{path}a%00b").status_code in {400, 404}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&name=%00&a=b" + b"&x=1" * 2000),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
        ("application/json", b"{"),
        ("text/plain; charset=klingon", b"\xff"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"name=+ADw-"),
    ],
)  # fmt: skip
def test_odd_bodies_are_no_error_of_ours(town: Town, kind: str, body: bytes) -> None:
    values, logged_in = own_and_other(town), sessions(town)
    wrong = []
    for number, route in enumerate(sorted(DOORS)):
        path = address(route, values | of_this_route(route, town), "own")
        for role in (("stranger", "worker", "admin")[number % 3],):
            client = Client(raise_request_exception=False)
            client.cookies[settings.SESSION_COOKIE_NAME] = logged_in[role]
            if (status := client.generic("POST", path, body, content_type=kind).status_code) >= 500:
                wrong.append(f"{route} as {role}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=\x00; csrftoken=\x01; reading=<script>"},
        {"accept-language": "x" * 4000},
        {"accept-language": "../../etc,\x00"},
        {"x-forwarded-proto": "gopher"},
        {"content-length": "-1"},
        {"referer": "\x00", "user-agent": "{{7*7}}"},
        {"hx-request": "true", "hx-current-url": "//evil.example/\x00"},
        {"range": "bytes=0-0,-1"},
    ],
)
def test_odd_headers_are_no_error_of_ours(headers: dict[str, str]) -> None:
    for path in ("/", "/about/", "/account/login/", "/services/", "/crisis/", "/nothing/"):
        answer = Client(raise_request_exception=False).get(path, headers=headers)
        assert answer.status_code < 500
        assert b"<script>" not in answer.content


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_cannot_be_put_on(town: Town, header: str) -> None:
    values, logged_in = own_and_other(town), sessions(town)
    path = address("my-data/erase/", values, "own")
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = logged_in["resident"]
    answer = client.get(f"{path}?_method=POST", headers={header: "POST"})
    assert answer.status_code == client.get(path).status_code
    assert Account.objects.filter(pk=town.accounts["resident"].pk, is_active=True).exists()


def test_more_fields_than_any_form_has_are_turned_away() -> None:
    body = "&".join(f"f{n}=1" for n in range(2000))
    answer = Client(raise_request_exception=False).post(
        "/language/", body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "sent", ["9" * 5000, "[" * 3000, '{"id": 1}', '{"id": {}}', '"x"', "{}", "[]", "x", ""]
)
def test_what_is_no_passkey_is_no_error_of_ours(sent: str) -> None:
    cache.clear()
    answer = Client(raise_request_exception=False).post("/account/passkeys/login/", {"credential": sent})
    assert answer.status_code < 500


def test_the_ends_of_the_calendar_are_weeks_like_others(town: Town) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(town.accounts["coordinator"])
    for day in ("0001-01-01", "9999-12-31"):
        assert client.get("/duty/", {"week": day}).status_code == 200
        shift = {"do": "add", "on": day, "begins": "23:00", "stops": "01:00", "weeks": "2"}
        who = town.accounts["worker"].pk
        assert client.post(f"/duty/?area={town.north}", {**shift, "account": who}).status_code == 422
    client.force_login(town.accounts["worker"])
    agreed = {"when": "until", "how": "spoken", "evidence": "Yes.", "until": "9999-12-31"}
    assert client.post(f"/consents/of/{town.ana}/", agreed).status_code == 422
