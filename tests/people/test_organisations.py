"""Signing in at one's own organisation: with a real one on loopback, honest and lying."""

import html
import http.client
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from kizuna.ledger.models import Entry
from kizuna.outbox.models import Message
from kizuna.people.actions import close_account
from kizuna.people.models import Account
from kizuna.people.organisation import (
    Organisation,
)
from tests.people.provider import CLIENT, SECRET, Provider, new_key, provider
from tests.town import HOUSE, Town, build

GO = "/account/organisation/county/"
BACK = f"{GO}back/"
SIGNED_IN = 302
COUNTY = Organisation("county", "Linden County", "https://county.example", CLIENT, SECRET, ("example.org",))


@pytest.fixture
def town(db: None) -> Town:
    return build(timezone.now())


@pytest.fixture
def county(settings: Any) -> Iterator[Provider]:
    with provider() as made:
        trust(settings, made)
        yield made


def trust(settings: Any, made: Provider, **more: Any) -> None:
    given = {**vars(COUNTY), "issuer": made.issuer, **more}
    settings.ORGANISATION_SIGN_IN = (Organisation(**given),)


def person(email: str = "worker@example.org", **more: Any) -> dict[str, Any]:
    return {
        "sub": f"sub of {email}",
        "email": email,
        "email_verified": True,
        "auth_time": time.time(),
        **more,
    }


def go(client: Client, county: Provider) -> str:
    """To the organisation and through it; the way back with its code, not taken yet."""
    page = client.post(GO, {"next": "/account/sessions/"})
    assert page.status_code == 200, page.status_code
    refresh = re.search(r'content="0;url=([^"]+)"', page.content.decode())
    assert refresh
    there = urlsplit(html.unescape(refresh[1]))
    connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=10)
    connection.request("GET", f"{there.path}?{there.query}")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    back = urlsplit(answer.headers["Location"])
    assert back.path == BACK
    return f"{back.path}?{back.query}"


def enter(client: Client, county: Provider) -> Any:
    return client.get(go(client, county))


def inside(client: Client) -> bool:
    return bool(client.get("/account/sessions/").status_code == 200)


def test_the_button_stands_there_only_where_one_is_trusted(town: Town, client: Client, settings: Any) -> None:
    assert "Sign in with" not in client.get("/account/login/").content.decode()
    trust(settings, Provider(issuer="https://county.example"))
    assert "Sign in with Linden County" in client.get("/account/login/").content.decode()
    client.post("/kiosk/")
    assert "Sign in with" not in client.get("/account/login/").content.decode()
    assert client.post(GO).status_code == 404 == client.get(BACK).status_code


def test_a_provider_comes_in_and_is_linked_once(town: Town, county: Provider) -> None:
    county.person = person("provider@example.org")
    for _twice in range(2):
        client = Client()
        answer = enter(client, county)
        assert answer["Location"] == "/account/sessions/" and inside(client)
    link = SocialAccount.objects.get()
    assert (link.user.email, link.uid, link.extra_data) == ("provider@example.org", county.person["sub"], {})
    assert Entry.objects.filter(verb="account.organisation.linked").count() == 1
    assert Message.objects.filter(topic="account").count() == 1
    asked = county.asked[-1]
    assert asked["scope"].split() in (["openid", "email"], ["email", "openid"])
    assert (
        asked["code_challenge_method"] == "S256" and len(asked["nonce"]) >= 24 and len(asked["state"]) >= 16
    )


def test_a_password_kept_for_an_outage_stays(town: Town, county: Provider) -> None:
    account = town.accounts["provider"]
    account.set_password("a long enough password")
    account.save()
    county.person = person("provider@example.org")
    enter(Client(), county)
    assert Account.objects.get(pk=account.pk).check_password("a long enough password")


@pytest.mark.doors
@pytest.mark.parametrize(
    "changed",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": "nobody@example.org"},
        {"email": "worker@example.org.evil.example"},
        {"email": None},
        {"email": ["worker@example.org"]},
    ],
)
def test_nobody_comes_in_whom_nobody_invited_or_vouched_for(
    town: Town, county: Provider, changed: dict[str, Any]
) -> None:
    before = Account.objects.count()
    county.person = person() | changed
    client = Client()
    answer = enter(client, county)
    assert answer.status_code == 403 and "no account here yet" in answer.content.decode()
    assert not inside(client) and not SocialAccount.objects.exists() and Account.objects.count() == before


@pytest.mark.doors
def test_an_organisation_vouches_for_its_own_addresses_only(
    town: Town, county: Provider, settings: Any
) -> None:
    trust(settings, county, domains=("county.example",))
    county.person = person("admin@example.org")
    client = Client()
    assert enter(client, county).status_code == 403 and not inside(client)


@pytest.mark.doors
def test_somebody_who_got_the_address_later_does_not_come_in(town: Town, county: Provider) -> None:
    county.person = person("provider@example.org")
    enter(Client(), county)
    county.person = person("provider@example.org", sub="somebody new")
    client = Client()
    assert enter(client, county).status_code == 403 and not inside(client)


@pytest.mark.doors
def test_a_closed_account_stays_closed(town: Town, county: Provider) -> None:
    county.person = person("provider@example.org")
    enter(Client(), county)
    close_account(account=town.accounts["provider"].pk, by=HOUSE, now=timezone.now())
    client = Client()
    enter(client, county)
    assert not inside(client)


def unsigned(claims: dict[str, Any], county: Provider) -> str:
    return jwt.encode(claims, None, algorithm="none")


def by_our_secret(claims: dict[str, Any], county: Provider) -> str:
    return jwt.encode(claims, SECRET.ljust(32, "."), algorithm="HS256", headers={"kid": "one"})


def by_another_key(claims: dict[str, Any], county: Provider) -> str:
    return county.signed(claims, key=new_key())


def by_an_unknown_key(claims: dict[str, Any], county: Provider) -> str:
    return county.signed(claims, kid="two")


def torn(claims: dict[str, Any], county: Provider) -> str:
    head, _body, seal = county.signed(claims).split(".")
    other = jwt.encode({**claims, "sub": "another"}, county.key, algorithm="RS256").split(".")[1]
    return ".".join((head, other, seal))


@pytest.mark.doors
@pytest.mark.parametrize(
    "seal",
    [unsigned, by_our_secret, by_another_key, by_an_unknown_key, torn, lambda *_: "", lambda *_: "a.b.c"],
)
def test_what_the_organisation_did_not_seal_is_refused(
    town: Town, county: Provider, seal: Callable[..., str]
) -> None:
    county.person = person("provider@example.org")
    county.seal = seal
    client = Client()
    answer = enter(client, county)
    assert answer.status_code == 403 and "You are not signed in" in answer.content.decode()
    assert not inside(client) and not SocialAccount.objects.exists()


LIES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another issuer": lambda c: c.update(iss="https://evil.example"),
    "for another program": lambda c: c.update(aud="other"),
    "for several, azp missing": lambda c: c.update(aud=[CLIENT, "other"]),
    "for several, azp another": lambda c: c.update(aud=[CLIENT, "other"], azp="other"),
    "azp another": lambda c: c.update(azp="other"),
    "over": lambda c: c.update(exp=int(time.time()) - 120),
    "without an end": lambda c: c.pop("exp"),
    "made tomorrow": lambda c: c.update(iat=int(time.time()) + 86_400),
    "another nonce": lambda c: c.update(nonce="another"),
    "no nonce": lambda c: c.pop("nonce"),
    "about nobody": lambda c: c.pop("sub"),
    "about too much": lambda c: c.update(sub="x" * 192),
}


@pytest.mark.doors
@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_lies_under_the_right_seal_are_refused(
    town: Town, county: Provider, lie: Callable[[dict[str, Any]], Any]
) -> None:
    county.person = person("provider@example.org")
    county.change = lie
    client = Client()
    assert enter(client, county).status_code == 403
    assert not inside(client) and not SocialAccount.objects.exists()


@pytest.mark.doors
def test_a_way_back_works_once_and_in_one_browser(town: Town, county: Provider) -> None:
    county.person = person("provider@example.org")
    client, thief = Client(), Client()
    back = go(client, county)
    assert thief.get(back).status_code == 403 and not inside(thief)
    thief.get("/account/login/")
    go(thief, county)
    assert thief.get(back).status_code == 403 and not inside(thief)
    assert client.get(back).status_code == SIGNED_IN
    client.post("/account/logout/")
    assert client.get(back).status_code == 403 and not inside(client)


@pytest.mark.doors
def test_a_code_of_another_sign_in_is_refused(town: Town, county: Provider) -> None:
    """The attacker's code put under the victim's own state: PKCE and the nonce each stop it."""
    county.person = person("provider@example.org")
    attacker, victim = Client(), Client()
    stolen = parse_qs(urlsplit(go(attacker, county)).query)["code"][0]
    own = go(victim, county)
    mixed = re.sub(r"code=[^&]+", f"code={stolen}", own)
    assert victim.get(mixed).status_code == 403 and not inside(victim)


@pytest.mark.doors
@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"token_endpoint": None},
    ],
)
def test_a_description_that_leads_elsewhere_is_not_followed(
    town: Town, county: Provider, described: dict[str, Any]
) -> None:
    county.description = described
    answer = Client().post(GO)
    assert answer.status_code == 403 and "You are not signed in" in answer.content.decode()


def test_an_organisation_that_is_away_is_said(town: Town, county: Provider, settings: Any) -> None:
    trust(settings, Provider(issuer="http://127.0.0.1:9"))
    assert Client().post(GO).status_code == 403


def test_turning_back_is_no_error_of_anybody(town: Town, county: Provider) -> None:
    client = Client()
    state = parse_qs(urlsplit(go(client, county)).query)["state"][0]
    answer = client.get(BACK, {"error": "access_denied", "state": state})
    assert answer.status_code == 403 and "Sign in with a code" in answer.content.decode()


@pytest.mark.doors
@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_after_stays_on_this_site(town: Town, county: Provider, elsewhere: str) -> None:
    county.person = person("provider@example.org")
    client = Client()
    page = client.post(GO, {"next": elsewhere})
    assert elsewhere not in html.unescape(page.content.decode())
    there = re.search(r'content="0;url=([^"]+)"', page.content.decode())
    assert there
    back = county.authorize(urlsplit(html.unescape(there[1])).query)
    assert client.get(f"{BACK}?{urlsplit(back).query}")["Location"] == "/"


@pytest.mark.doors
def test_what_a_visitor_adds_to_the_question_is_not_asked(town: Town, county: Provider) -> None:
    Client().post(f"{GO}?scope=admin&auth_params=nonce%3Dmine&process=connect&action=x")
    page = Client().post(f"{GO}?scope=admin&auth_params=nonce%3Dmine").content.decode()
    assert "admin" not in page.split("scope=")[1][:40] and "nonce=mine" not in page
