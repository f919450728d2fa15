"""The town's directory as tables of HSDS 3.1: it is imported like everybody else's."""

from datetime import date, timedelta

from kizuna.directory import own_taxonomy
from kizuna.directory.needs import GROUPS, NEEDS
from kizuna.web.town.ids import town_id
from kizuna.web.town.organisations import Organisation, Service

LANGUAGES = {"en": "English", "es": "Spanish", "ar": "Arabic", "pt": "Portuguese", "vi": "Vietnamese"}
Row = dict[str, str]


def _id(kind: str, code: object) -> str:
    return str(town_id(kind, code))


def _organisation(o: Organisation) -> Row:
    return {
        "id": _id("organization", o.code),
        "name": o.name,
        "description": o.about,
        "email": f"hello@{o.code}.example",
        "website": f"https://{o.code}.example",
    }


def _service(s: Service, today: date) -> Row:
    return {
        "id": _id("service", s.code),
        "organization_id": _id("organization", s.organisation),
        "name": s.name,
        "description": s.about,
        "status": "active",
        "email": f"referrals@{s.organisation}.example",
        "url": f"https://{s.organisation}.example",
        "fees_description": "Free" if s.free else "A small fee, ask about it",
        "minimum_age": "" if s.min_age is None else str(s.min_age),
        "maximum_age": "" if s.max_age is None else str(s.max_age),
        "assured_date": (today - timedelta(days=s.confirmed_days_ago)).isoformat(),
        "emergency_only": "true" if s.emergency_only else "",
    }


def _location(s: Service) -> Row:
    return {
        "id": _id("location", s.code),
        "name": "" if s.remote else s.name,
        "location_type": "virtual" if s.remote else "physical",
        "latitude": str(s.lat),
        "longitude": str(s.lon),
    }


def _address(s: Service, o: Organisation) -> Row:
    return {
        "id": _id("address", s.code),
        "location_id": _id("location", s.code),
        "address_1": o.street,
        "city": "Linden Bay",
        "state_province": "OR",
        "postal_code": "97999",
        "country": "US",
        "address_type": "physical",
    }


def _schedule(s: Service, today: date) -> Row:
    return {
        "id": _id("schedule", s.code),
        "service_id": _id("service", s.code),
        "freq": "WEEKLY",
        "byday": ",".join(s.days),
        "dtstart": (today - timedelta(days=365)).isoformat(),
        "opens_at": s.opens,
        "closes_at": s.closes,
    }


def _terms() -> list[Row]:
    return [
        own_taxonomy.term(n)
        | {
            "id": _id("term", n.code),
            "parent_id": _id("term", n.group) if n.group != n.code else "",
            "taxonomy_id": _id("taxonomy", "needs"),
        }
        for n in (*GROUPS, *NEEDS)
    ]


def _more(s: Service, today: date) -> dict[str, list[Row]]:
    """What else is said of a service: a row in a table for each language, need, price and so on."""
    id = _id("service", s.code)
    step_free = s.step_free and not s.remote
    return {
        "service_at_location": [
            {"id": _id("at", s.code), "service_id": id, "location_id": _id("location", s.code)}
        ],
        "language": [
            {
                "id": _id("language", f"{s.code}:{code}"),
                "service_id": id,
                "name": LANGUAGES[code],
                "code": code,
            }
            for code in s.languages
        ],
        "accessibility": [
            {
                "id": _id("access", s.code),
                "location_id": _id("location", s.code),
                "description": "Wheelchair accessible, step-free",
            }
        ][:step_free],
        "attribute": [
            {
                "id": _id("attribute", f"{s.code}:{need}"),
                "service_id": id,
                "taxonomy_term_id": _id("term", need),
            }
            for need in s.needs
        ],
        "cost_option": [{"id": _id("cost", s.code), "service_id": id, "amount": "0", "currency": "USD"}][
            : s.free
        ],
        "service_capacity": [
            {
                "id": _id("capacity", s.code),
                "service_id": id,
                "available": str(s.places),
                "updated": today.isoformat(),
            }
        ][: s.places is not None],
    }


def package(
    organisations: list[Organisation], services: list[Service], *, today: date
) -> dict[str, list[Row]]:
    """Every table with its rows, all values as text, as they would stand in a CSV file."""
    by_code = {o.code: o for o in organisations}
    more = [_more(s, today) for s in services]
    return {
        "organization": [_organisation(o) for o in organisations],
        "location": [_location(s) for s in services],
        "service": [_service(s, today) for s in services],
        "address": [_address(s, by_code[s.organisation]) for s in services if not s.remote],
        "phone": [
            {
                "id": _id("phone", s.code),
                "service_id": _id("service", s.code),
                "number": f"(541) 555-{100 + number % 100:04d}",
            }
            for number, s in enumerate(services)
        ],
        "schedule": [_schedule(s, today) for s in services],
        "taxonomy": [
            {"id": _id("taxonomy", "needs"), "name": "Kizuna needs", "description": "Needs in plain words"}
        ],
        "taxonomy_term": _terms(),
        **{table: [row for one in more for row in one[table]] for table in (more[0] if more else ())},
    }
