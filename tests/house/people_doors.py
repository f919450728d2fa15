"""People, emergencies and what needs a second person: part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)


def posts(own: str, other: str) -> dict[str, str]:
    """A form without a page of its own."""
    return {"GET own": NO, "GET other": NO, "POST own": own, "POST other": other}


PEOPLE: dict[str, dict[str, str]] = {
    # Opening a record in an emergency: "own" was opened by the worker; the coordinator reviews it.
    "glass/": {"GET": "302 403 200 403 403 200 403 403", "POST": "302 403 422 403 403 422 403 403"},
    "glass/reviews/": {"GET": "302 403 403 403 403 200 403 200", "POST": NO},
    "glass/<uuid:glass>/": {
        "GET own": "302 403 200 403 403 404 403 403",
        "GET other": "302 403 404 403 403 404 403 403",
        "POST own": NO,
        "POST other": NO,
    },
    # Nobody has to be told by a human in this town: tests/people/test_glass_told.py has some.
    "glass/<uuid:glass>/said/": posts("302 403 404 403 403 404 403 403", "302 403 404 403 403 404 403 403"),
    "glass/<uuid:glass>/review/": {
        "GET own": "302 403 403 403 403 200 403 200",
        "GET other": "302 403 403 403 403 404 403 200",
        "POST own": "302 403 403 403 403 422 403 422",
        "POST other": "302 403 403 403 403 404 403 422",
    },
    # What needs a second person: for those who propose and those who decide. "own" was proposed near by.
    "approvals/": {"GET": "302 403 200 403 403 200 403 200", "POST": NO},
    "approvals/<uuid:approval>/": {
        "GET own": "302 403 200 403 403 200 403 200",
        "GET other": "302 403 404 403 403 404 403 200",
        "POST own": "302 403 422 403 403 422 403 422",
        "POST other": "302 403 404 403 403 404 403 422",
    },
    # A person part by part, and records that may be one person.
    "people/back/": {"GET": "302 403 200 403 403 403 403 403", "POST": "302 403 422 403 403 403 403 403"},
    "people/add/": {"GET": "302 403 200 403 403 403 403 403", "POST": "302 403 422 403 403 403 403 403"},
    "people/<uuid:person>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": NO,
        "POST other": NO,
    },
    "people/<uuid:person>/<slug:part>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    "people/doubles/": {"GET": "302 403 200 403 403 403 403 403", "POST": NO},
    "people/doubles/<uuid:pair>/": {
        "GET own": "302 403 200 403 403 403 403 403",
        "GET other": "302 403 404 403 403 403 403 403",
        "POST own": "302 403 422 403 403 403 403 403",
        "POST other": "302 403 404 403 403 403 403 403",
    },
    "people/merges/<uuid:merge>/undo/": posts(
        "302 403 302 403 403 403 403 403", "302 403 404 403 403 403 403 403"
    ),
}
