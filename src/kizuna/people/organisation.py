"""Organisations whose own sign-in is trusted here (OpenID Connect): what a site says of them, and how far."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""How a statement may be signed: with a key that only the organisation has; never "none"."""
NEEDED = ("name", "issuer", "client_id", "client_secret", "domains")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class WrongOrganisation(ValueError):
    """One sentence for the person who runs this site."""


class Distrusted(Exception):
    """What came back cannot be believed; the words are for the log and name nobody."""


@dataclass(frozen=True)
class Organisation:
    """One organisation that signs its own people in."""

    code: str
    name: str
    issuer: str
    client_id: str
    client_secret: str
    domains: tuple[str, ...]
    """The ends of the e-mail addresses that are its own to vouch for."""
    second_factor: frozenset[str] = frozenset()
    """Values of `amr` or `acr` by which it vouches for a second factor; empty: ours is asked for."""


def read(text: str) -> tuple[Organisation, ...]:
    """The organisations of a TOML file, a table each; raises WrongOrganisation with one sentence."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise WrongOrganisation(f"It is not TOML: {wrong}.") from None
    return tuple(_organisation(code, table) for code, table in tables.items())


def _organisation(code: str, table: Any) -> Organisation:
    if not CODE.fullmatch(code) or not isinstance(table, dict):
        raise WrongOrganisation(
            f"Write [{code}] as a table with a name of small letters, digits and hyphens."
        )
    unknown = set(table) - {*NEEDED, "second_factor"}
    if unknown:
        raise WrongOrganisation(f"[{code}] has {', '.join(sorted(unknown))}, which means nothing here.")
    for name in ("name", "issuer", "client_id", "client_secret"):
        if not isinstance(table.get(name), str) or not table[name].strip():
            raise WrongOrganisation(f"[{code}] needs {name}, as text in quotes.")
    if not safe(table["issuer"], table["issuer"]):
        raise WrongOrganisation(f"[{code}] issuer must be an https:// address without a question mark.")
    domains = _words(code, "domains", table.get("domains"))
    if not domains or not all(DOMAIN.fullmatch(domain) for domain in domains):
        raise WrongOrganisation(
            f'[{code}] needs domains: the ends of its own e-mail addresses, like ["county.example"].'
        )
    factors = _words(code, "second_factor", table.get("second_factor", []))
    return Organisation(
        code,
        table["name"].strip(),
        table["issuer"],
        table["client_id"],
        table["client_secret"],
        tuple(domains),
        frozenset(factors),
    )


def _words(code: str, name: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) and each for each in value):
        raise WrongOrganisation(f'[{code}] {name} must be a list of texts, like ["one", "two"].')
    return [each.casefold() if name == "domains" else each for each in value]


def safe(address: Any, issuer: str) -> bool:
    """Whether an address may be asked: https, or this machine when the organisation is on it too."""
    if not isinstance(address, str):
        return False
    try:
        parts, home = urlsplit(address), urlsplit(issuer)
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.fragment or (address == issuer and parts.query):
        return False
    here = parts.scheme == "http" and {parts.hostname, home.hostname} <= LOOPBACK and home.scheme == "http"
    return parts.scheme == "https" or here


def checked_places(found: Any, organisation: Organisation) -> dict[str, Any]:
    """What the organisation says of itself, when it is itself and every address may be asked."""
    if not isinstance(found, dict) or found.get("issuer") != organisation.issuer:
        raise Distrusted("the description is of another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not safe(found.get(name), organisation.issuer):
            raise Distrusted(f"{name} is not a safe address")
    return found


def who(claims: Mapping[str, Any]) -> str:
    """The organisation's own name for somebody; raises Distrusted when there is none that can be kept."""
    found = claims.get("sub")
    if not isinstance(found, str) or not 0 < len(found) <= 191:
        raise Distrusted("it names nobody (sub)")
    return found


def check_statement(claims: Mapping[str, Any], organisation: Organisation, nonce: object) -> None:
    """What the signature does not show: that it answers our question and was made for us."""
    if not nonce or claims.get("nonce") != nonce:
        raise Distrusted("it answers another question (nonce)")
    made_for = claims.get("aud")
    several = isinstance(made_for, list) and len(made_for) > 1
    if (several or "azp" in claims) and claims.get("azp") != organisation.client_id:
        raise Distrusted("it was made for another program (azp)")


def address(claims: Mapping[str, Any], organisation: Organisation) -> str:
    """The e-mail address that the organisation vouches for and that is its own to vouch for; else nothing."""
    found = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(found, str):
        return ""
    name, at, domain = found.strip().casefold().rpartition("@")
    return f"{name}@{domain}" if name and at and domain in organisation.domains else ""


def vouches(claims: Mapping[str, Any], organisation: Organisation) -> bool:
    """Whether it says that a second factor was used, in words that the site decided to trust."""
    ways = claims.get("amr")
    said: Iterable[Any] = (*ways, claims.get("acr")) if isinstance(ways, list) else (claims.get("acr"),)
    return any(isinstance(each, str) and each in organisation.second_factor for each in said)


def signed_in_at(claims: Mapping[str, Any]) -> float:
    """When they last showed there that it is them, in seconds since 1970; 0 when it does not say."""
    at = claims.get("auth_time")
    return float(at) if isinstance(at, (int, float)) and not isinstance(at, bool) and at > 0 else 0.0
