"""Persons and what they agreed to as FHIR R4: Patient and Consent, out and in."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuna.frame.fhir import (
    Json,
    Misread,
    codes,
    concept,
    extension,
    identifier,
    node,
    one,
    reference,
    rows,
    text,
    without_nothing,
)
from kizuna.people.consent import HOWS, OWN_HOWS, ConsentValue, active
from kizuna.people.profile import Details, Profile

GENDERS = frozenset({"male", "female", "other", "unknown"})
"""What FHIR knows as administrative gender; any other word of a person's own becomes `other`."""
SCOPE = concept("http://terminology.hl7.org/CodeSystem/consentscope", "patient-privacy", "Privacy Consent")
DISCLOSURE = concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IDSCL", "information disclosure")
RULE = concept("http://terminology.hl7.org/CodeSystem/v3-ActCode", "OPTIN", "opt-in")
ROLE = concept("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP", "information recipient")
PURPOSE, WHAT, HOW = "urn:kizuna:purpose", "urn:kizuna:what", "urn:kizuna:how"
SAYS_YES, LANGUAGE_TAGS = "permit", "urn:ietf:bcp:47"
YEAR = re.compile(r"\d{4}")
WAYS = {"phone": "phone", "sms": "phone", "email": "email"}


def patient(profile: Profile, details: Details | None, area: str, *, own: bool = False) -> dict[str, Any]:
    """A person whom the reader sees. `area`: the name of the place where they live. `own`: it is the reader.

    Whoever reads a number writes to it: of those who died, moved away or want no contact none is told.
    """
    told = details is not None and (own or profile.contactable)
    ways = [("phone", details.phone), ("email", details.email)] if details and told else []
    address = {"text": details.address if details else "", "district": area}
    gender = profile.gender.lower()
    return without_nothing(
        {
            "resourceType": "Patient",
            "id": profile.id,
            "active": profile.status == "living",
            "name": [without_nothing({"use": "usual", "text": profile.name}), *_called(profile)],
            "telecom": [{"system": system, "value": value} for system, value in ways if value],
            "gender": gender if gender in GENDERS else "other" if gender else None,
            "birthDate": f"{profile.birth_year:04}" if profile.birth_year else None,
            "deceasedBoolean": True if profile.status == "died" else None,
            "address": [without_nothing(address)] if any(address.values()) else None,
            "communication": [{"language": concept(LANGUAGE_TAGS, code)} for code in profile.languages],
        }
    )


def _called(profile: Profile) -> list[dict[str, Any]]:
    other = profile.called and profile.called != profile.name
    return [{"use": "nickname", "text": profile.called}] if other else []


def stranger(id: str, name: str, way: tuple[str, str] | None) -> dict[str, Any]:
    """A person of whom the reader learns what they agreed to: perhaps nothing but a number for them."""
    telecom = [{"system": "email" if way[0] == "email" else "phone", "value": way[1]}] if way else None
    return without_nothing(
        {
            "resourceType": "Patient",
            "id": id,
            "name": [{"use": "usual", "text": name}] if name else None,
            "telecom": telecom,
        }
    )


@dataclass(frozen=True)
class NewPatient:
    """Somebody whom a program tells us of."""

    name: str
    birth_year: int | None
    gender: str
    languages: tuple[str, ...]
    phone: str
    email: str
    address: str
    places: tuple[str, ...]
    """Names by which the place where they live may be known here, the closest first."""
    mark: str


def _now(found: list[Json], now: datetime) -> list[Json]:
    """Those that still count, the ones for every day first."""
    day = f"{now:%Y-%m-%d}"
    left = [each for each in found if not (end := text(one(each, "period"), "end")) or end >= day]
    left = [each for each in left if text(each, "use") not in {"old", "anonymous"}]
    return sorted(left, key=lambda each: text(each, "use") not in {"usual", "official"})


def _name(resource: Json, now: datetime) -> str:
    for each in _now(rows(resource, "name"), now):
        given = each.get("given", [])
        if not isinstance(given, list) or not all(isinstance(part, str) for part in given):
            raise Misread("given names are a list of texts.", "name")
        if said := text(each, "text") or " ".join([*given, text(each, "family")]).strip():
            return said
    raise Misread("Say what they are called: name has a text, or given and family.", "name")


def _way(resource: Json, system: str, now: datetime) -> str:
    ways = _now(rows(resource, "telecom"), now)
    return next((text(each, "value") for each in ways if WAYS.get(text(each, "system")) == system), "")


def _address(resource: Json, now: datetime) -> tuple[str, tuple[str, ...]]:
    for each in _now(rows(resource, "address"), now):
        lines = each.get("line", [])
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise Misread("line of an address is a list of texts.", "address")
        places = tuple(filter(None, (text(each, name) for name in ("district", "city", "state"))))
        town = " ".join(filter(None, (text(each, "city"), text(each, "state"), text(each, "postalCode"))))
        return text(each, "text") or ", ".join(filter(None, (*lines, town))), places
    return "", ()


def read_patient(resource: object, now: datetime) -> NewPatient:
    """What a Patient says about somebody. Raises Misread."""
    found = node(resource, "Patient")
    born, gender = text(found, "birthDate"), text(found, "gender")
    year = YEAR.match(born)
    if born and not year:
        raise Misread("birthDate begins with a year of four digits.", "birthDate")
    if gender and gender not in GENDERS:
        raise Misread(f"gender is one of: {', '.join(sorted(GENDERS))}.", "gender")
    address, places = _address(found, now)
    spoken = [code for each in rows(found, "communication") for _s, code in codes(one(each, "language"))]
    return NewPatient(
        name=_name(found, now),
        birth_year=int(year[0]) if year else None,
        gender="" if gender == "unknown" else gender,
        languages=tuple(dict.fromkeys(code for code in spoken if code)),
        phone=_way(found, "phone", now),
        email=_way(found, "email", now),
        address=address,
        places=places,
        mark=identifier(found),
    )


def consent(found: ConsentValue, recipient: str, now: datetime) -> dict[str, Any]:
    """What a person agreed to. `recipient`: a reference to who learns of it, or a name in plain words."""
    holds, ends = active(found, now), found.withdrawn_at or found.until
    named = {"reference": recipient} if "/" in recipient else {"display": recipient}
    provision = {
        "type": SAYS_YES,
        "period": without_nothing(
            {"start": found.given_at.isoformat(), "end": ends.isoformat() if ends else None}
        ),
        "actor": [{"role": ROLE, "reference": named}],
        "purpose": [{"system": PURPOSE, "code": found.purpose}],
    }
    return {
        "resourceType": "Consent",
        "id": found.id,
        "extension": [
            {"url": HOW, "valueCode": found.how.replace(" ", "-")},
            *({"url": WHAT, "valueCode": each} for each in found.what),
        ],
        "status": "active" if holds else "inactive",
        "scope": SCOPE,
        "category": [DISCLOSURE],
        "patient": {"reference": f"Patient/{found.person}"},
        "dateTime": found.given_at.isoformat(),
        "policyRule": RULE,
        "provision": provision,
    }


@dataclass(frozen=True)
class Agreed:
    """A Consent that somebody sent."""

    holds: bool
    """Whether it says yes, now."""
    patient: str
    how: str
    recipients: tuple[str, ...]
    """References to who may learn of it; empty: whoever the order goes to."""
    what: frozenset[str]
    """What may be told; empty: what every referral tells."""
    until: datetime | None
    mark: str


def _moment(said: str, now: datetime) -> datetime | None:
    """The end of a period; a day lasts until it is over."""
    if not said:
        return None
    try:
        found = datetime.fromisoformat(said if len(said) > len("2026-01-01") else f"{said}T23:59:59")
    except ValueError:
        raise Misread("The end of the period is a date.", "provision") from None
    return found if found.tzinfo else found.replace(tzinfo=now.tzinfo)


def read_consent(resource: object, now: datetime) -> Agreed:
    """What a Consent says. Raises Misread."""
    found = node(resource, "Consent")
    provision = one(found, "provision")
    until = _moment(text(one(provision, "period"), "end"), now)
    scope = {code for _system, code in codes(one(found, "scope"))}
    how = extension(found, HOW, "valueCode")
    said = how.replace("-", " ") if isinstance(how, str) else "paper"
    if said not in HOWS:
        raise Misread(f"How they agreed is one of: {', '.join(OWN_HOWS)}.", "extension")
    what = [each.get("valueCode") for each in rows(found, "extension") if each.get("url") == WHAT]
    actors = [reference(each, "reference") for each in rows(provision, "actor")]
    return Agreed(
        holds=text(found, "status") == "active"
        and "patient-privacy" in scope
        and text(provision, "type") in {"", SAYS_YES}
        and (until is None or until > now),
        patient=reference(found, "patient"),
        how=said,
        recipients=tuple(filter(None, actors)),  # its organization keeps the paper, and need not learn of it
        what=frozenset(each for each in what if isinstance(each, str)),
        until=until,
        mark=identifier(found),
    )


def covers(agreed: Agreed, asked: frozenset[str]) -> bool:
    """Whether it lets one of these, by their references, learn of the person."""
    return agreed.holds and (not agreed.recipients or bool(asked.intersection(agreed.recipients)))
