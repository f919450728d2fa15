"""The OpenAPI document of the standard interfaces, and what their first page says."""

from typing import Any

VERSIONS = {"hsds": "3.1", "oruk": "HSDS-UK-3.0"}
TITLES = {"hsds": "Human Services Data API", "oruk": "Open Referral UK API"}
PROFILES = {
    "hsds": "https://docs.openreferral.org/en/3.1/",
    "oruk": "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md",
}
SCHEMAS = {
    "hsds": "https://raw.githubusercontent.com/openreferral/specification/3.1/schema/",
    "oruk": "https://raw.githubusercontent.com/OpenReferralUK/uk-profile/main/schema/",
}
TEXT: dict[str, str] = {"type": "string"}
_ID = {"type": "string", "format": "uuid"}
_YES = {"type": "boolean"}
_PAGE = {"type": "integer", "minimum": 1}
PARAMETERS: dict[str, tuple[str, dict[str, Any]]] = {
    "search": ("Words to look for.", TEXT),
    "page": ("Number of the page. One after the last is empty.", _PAGE | {"default": 1}),
    "per_page": ("How many on a page; more than 500 gives 500.", _PAGE | {"default": 50}),
    "format": ("ndjson sends all of it, one object a line, without pages.", {"enum": ["json", "ndjson"]}),
    "taxonomy_term_id": ("Services with this term.", _ID),
    "taxonomy_id": ("What belongs to any term of this taxonomy.", _ID),
    "organization_id": ("Services of this organisation.", _ID),
    "modified_after": (
        "What changed at this moment or later, and what has no date.",
        {"type": "string", "format": "date-time"},
    ),
    "minimal": ("Only ids, and when each changed.", _YES),
    "full": ("With everything around it.", _YES),
    "full_service": ("Organisations with all of their services in full.", _YES),
    "postcode": ("At this postcode; with proximity, around its middle.", TEXT),
    "proximity": ("Metres from the middle of the postcode.", {"type": "number", "minimum": 0}),
    "top_only": ("Only terms that stand under no other.", _YES),
    "parent_id": ("Terms that stand right under this one.", _ID),
    "minimum_age": ("Services whose minimum age is this or more.", {"type": "number", "minimum": 0}),
    "maximum_age": ("Services whose maximum age is this or less.", {"type": "number", "minimum": 0}),
    "day": ("Open on this day: MO to SU, or its English name.", TEXT),
    "start_time": ("Opens at this time or later, as 09:00.", TEXT),
    "end_time": ("Closes at this time or earlier, as 17:00.", TEXT),
}
_PAGES = ("search", "page", "per_page", "format")
_SERVICES = (*_PAGES, "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after", "full")
_UK = ("minimum_age", "maximum_age", "day", "start_time", "end_time")
LISTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "services": ("service", (*_SERVICES, "minimal", "postcode", "proximity")),
    "organizations": (
        "organization",
        (*_PAGES, "taxonomy_term_id", "taxonomy_id", "full", "full_service"),
    ),
    "service_at_locations": ("service_at_location", (*_SERVICES, "postcode", "proximity")),
    "taxonomies": ("taxonomy", _PAGES),
    "taxonomy_terms": ("taxonomy_term", (*_PAGES, "taxonomy_id", "top_only", "parent_id")),
}


def lists(profile: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """What a profile offers: path, what is in it, parameters. The UK profile has no organisations."""
    if profile == "hsds":
        return LISTS
    more = {"services": _UK, "service_at_locations": _UK}
    return {
        path: (what, (*names, *more.get(path, ())))
        for path, (what, names) in LISTS.items()
        if path != "organizations"
    }


def front(profile: str, site: str, name: str) -> dict[str, object]:
    """The first page: versions by HSDS 3.1, and who publishes by 3.2."""
    return {
        "version": VERSIONS[profile],
        "profile": PROFILES[profile],
        "openapi_url": f"{site}/{profile}/openapi.json",
        "description": f"Services, organisations and places of {name}. Open to read, without a key.",
        "publisher": {"name": name, "website": site},
        "data_guide": f"{site}/about/",
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _answers(said: str, schema: dict[str, Any], error: str, meaning: str) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": {"type": "object"}}}
    return {
        "200": {"description": said, "content": _json(schema)},
        error: {"description": meaning, "content": problem},
    }


def _listing(path: str, what: str, names: tuple[str, ...], schema: dict[str, Any]) -> dict[str, Any]:
    """One list, by GET and by POST."""
    page = {
        "allOf": [{"$ref": "#/components/schemas/Page"}],
        "properties": {"contents": {"type": "array", "items": schema}},
    }
    answers = _answers("A page.", page, "400", "A parameter that cannot be read.")
    common = {"tags": [path], "responses": answers}
    body = {"type": "object", "properties": {name: PARAMETERS[name][1] for name in names}}
    return {
        "get": common
        | {
            "operationId": f"list_{path}",
            "summary": f"List {path.replace('_', ' ')}",
            "parameters": [{"$ref": f"#/components/parameters/{name}"} for name in names],
        },
        "post": common
        | {
            "operationId": f"search_{path}",
            "summary": f"Search {path.replace('_', ' ')} by the body, so that addresses keep no words",
            "requestBody": {"content": _json(body)},
        },
    }


def _one(path: str, what: str, schema: dict[str, Any]) -> dict[str, Any]:
    where = {"name": "id", "in": "path", "required": True, "description": "Its id.", "schema": _ID}
    answers = _answers("All about it.", schema, "404", "There is none.")
    return {
        "get": {
            "operationId": f"get_{what}",
            "summary": f"One {what.replace('_', ' ')}",
            "tags": [path],
            "parameters": [where],
            "responses": answers,
        }
    }


def document(profile: str, site: str, name: str) -> dict[str, Any]:
    """The OpenAPI document of one profile."""
    base, paths = SCHEMAS[profile], {}
    for path, (what, names) in lists(profile).items():
        plain = what.startswith("taxonomy")
        whole = {"$ref": f"{base}{what}.json" if plain else f"{base}compiled/{what}.json"}
        short = whole if plain else {"$ref": f"{base}compiled/{what}_list.json"}
        paths[f"/{path}"] = _listing(path, what, names, short)
        paths[f"/{path}/{{id}}"] = _one(path, what, whole)
    first = {"type": "object", "required": ["version", "profile", "openapi_url"]}
    root = {"operationId": "root", "summary": "About this API", "tags": ["about"]}
    root["responses"] = {"200": {"description": "Versions.", "content": _json(first)}}  # type: ignore[assignment]
    used = sorted({each for _, names in lists(profile).values() for each in names})
    whole_numbers = ("total_items", "total_pages", "page_number", "size")
    answers = ("first_page", "last_page", "empty")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{TITLES[profile]} of {name}",
            "version": VERSIONS[profile],
            "description": "Open to read for everybody, without a key.",
        },
        "servers": [{"url": f"{site}/{profile}"}],
        "paths": {"/": {"get": root}, **paths},
        "components": {
            "schemas": {
                "Page": {
                    "type": "object",
                    "required": [*whole_numbers, *answers, "contents"],
                    "properties": {each: {"type": "integer"} for each in whole_numbers}
                    | {each: {"type": "boolean"} for each in answers}
                    | {"contents": {"type": "array"}},
                }
            },
            "parameters": {
                each: {
                    "name": each,
                    "in": "query",
                    "required": False,
                    "description": PARAMETERS[each][0],
                    "schema": PARAMETERS[each][1],
                }
                for each in used
            },
        },
    }
