"""What an organisation vouches for when it signs somebody in, what it says of itself, and what is kept."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from kizuna.people.actions import erase
from kizuna.people.organisation import WrongOrganisation, address, read, safe, signed_in_at, vouches
from tests.people.provider import Provider
from tests.people.test_organisations import COUNTY, county, enter, person, town, trust
from tests.signing_in import with_second_factor
from tests.town import HOUSE, Town

__all__ = ["county", "town"]


@pytest.mark.doors
@pytest.mark.parametrize("said", [{}, {"amr": ["pwd", "mfa"]}, {"acr": "mfa"}])
def test_our_second_factor_is_asked_for_unless_the_site_says_otherwise(
    town: Town, county: Provider, said: dict[str, Any]
) -> None:
    county.person = person(**said)
    with_second_factor(town.accounts["worker"])
    client = Client()
    assert enter(client, county)["Location"].startswith("/account/second-factor/code/")
    assert client.get("/today/")["Location"].startswith("/account/login/")


@pytest.mark.doors
def test_without_any_second_factor_staff_set_one_up(town: Town, county: Provider) -> None:
    county.person = person(amr=["pwd", "mfa"])
    client = Client()
    enter(client, county)
    assert client.get("/today/")["Location"] == "/account/second-factor/"


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "mfa"}])
def test_a_second_factor_of_the_organisation_counts_where_the_site_says_so(
    town: Town, county: Provider, settings: Any, said: dict[str, Any]
) -> None:
    trust(settings, county, second_factor=frozenset({"mfa"}))
    for with_app in (False, True):
        if with_app:
            with_second_factor(town.accounts["worker"])
        county.person = person(**said)
        client = Client()
        enter(client, county)
        assert client.get("/today/").status_code == 200


@pytest.mark.doors
@pytest.mark.parametrize("said", [{}, {"amr": ["pwd"]}, {"amr": "mfa"}, {"amr": [["mfa"]]}, {"acr": ["mfa"]}])
def test_where_it_is_trusted_it_still_has_to_say_so(
    town: Town, county: Provider, settings: Any, said: dict[str, Any]
) -> None:
    trust(settings, county, second_factor=frozenset({"mfa"}))
    county.person = person(**said)
    client = Client()
    enter(client, county)
    assert client.get("/today/")["Location"] == "/account/second-factor/"


@pytest.mark.doors
def test_what_was_vouched_for_ends_with_the_session(town: Town, county: Provider, settings: Any) -> None:
    trust(settings, county, second_factor=frozenset({"mfa"}))
    worker = town.accounts["worker"]
    worker.set_password("a long enough password")
    worker.save()
    county.person = person(amr=["mfa"])
    client = Client()
    enter(client, county)
    client.post("/account/logout/")
    client.post("/account/login/", {"login": worker.email, "password": "a long enough password"})
    assert client.get("/today/")["Location"] == "/account/second-factor/"


@pytest.mark.doors
@pytest.mark.parametrize(("ago", "opens"), [(60, True), (3600, False), (None, False)])
def test_one_tap_shows_nothing_of_who_sits_there(
    town: Town, county: Provider, ago: float | None, opens: bool
) -> None:
    county.person = person("resident@example.org", auth_time=None if ago is None else time.time() - ago)
    client = Client()
    enter(client, county)
    answer = client.get("/my-data/export/")
    assert (answer.status_code == 200) == opens
    assert opens or answer["Location"].startswith("/account/confirm/")


def test_whoever_is_erased_is_linked_no_more(town: Town, county: Provider) -> None:
    county.person = person("resident@example.org")
    enter(Client(), county)
    assert SocialAccount.objects.exists()
    erase(person=town.ana, by=HOUSE, now=timezone.now())
    assert not SocialAccount.objects.exists()


def test_nothing_that_it_tells_is_kept(town: Town, county: Provider) -> None:
    county.person = person(
        "provider@example.org", sub="u7", name="Pru Secret", phone_number="+1305", picture="x"
    )
    enter(Client(), county)
    kept = str(SocialAccount.objects.values_list()) + str(Authenticator.objects.values_list())
    assert "Secret" not in kept and "1305" not in kept and "provider@" not in kept


RIGHT = """
[county]
name = "Linden County"
issuer = "https://login.county.example/realms/one"
client_id = "kizuna"
client_secret = "s"
domains = ["County.example"]
second_factor = ["mfa"]
"""


def test_a_site_says_whom_it_trusts() -> None:
    (found,) = read(RIGHT)
    assert (found.code, found.domains, found.second_factor) == ("county", ("county.example",), {"mfa"})
    assert read("") == ()


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('name = "Linden County"', "", "needs name"),
        ("https://login", "http://login", "https://"),
        ("realms/one", "realms/one?x=1", "https://"),
        ('["County.example"]', '["*"]', "domains"),
        ('["County.example"]', "[]", "domains"),
        ('["County.example"]', '"county.example"', "domains"),
        ('["mfa"]', "[1]", "second_factor"),
        ('["mfa"]', '["mfa"]\ntrust = true', "trust"),
        ("[county]", "[COUNTY]", "small letters"),
        ("[county]", "county", "TOML"),
        ('client_secret = "s"', "client_secret = 7", "client_secret"),
    ],
)
def test_a_file_that_is_wrong_says_what_to_write(was: str, becomes: str, said: str) -> None:
    with pytest.raises(WrongOrganisation, match=re.escape(said)):
        read(RIGHT.replace(was, becomes))


SAID = st.none() | st.booleans() | st.text() | st.floats(allow_nan=False) | st.lists(st.text())


@given(st.dictionaries(st.sampled_from(["email", "email_verified", "amr", "acr", "auth_time"]), SAID))
def test_whatever_it_says_nothing_breaks(claims: dict[str, Any]) -> None:
    found = address(claims, COUNTY)
    assert found == "" or (found.endswith("@example.org") and claims["email_verified"] is True)
    assert not vouches(claims, COUNTY)
    assert signed_in_at(claims) >= 0


@given(st.text())
def test_only_safe_addresses_are_asked(text: str) -> None:
    assert not safe(text, "https://county.example") or text.lower().lstrip().startswith("https:")
    assert not safe("http://127.0.0.1/", "https://county.example")
    assert not safe("https://user@county.example/", "https://county.example")
