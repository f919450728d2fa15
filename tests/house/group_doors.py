"""Dates of groups and places at them, and the expected answers, part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
FILE = {"GET own": everybody(200), "GET other": everybody(404), "POST own": NO, "POST other": NO}
KEEPS = "302 403 403 200 403 403 403 200"


WRITES = {
    "GET own": KEEPS,
    "GET other": everybody(404),
    "POST own": KEEPS.replace("200", "422"),
    "POST other": everybody(404),
}

GROUPS: dict[str, dict[str, str]] = {
    # One's own dates: residents have some.
    "groups/mine/": {"GET": "302 200 403 403 403 403 403 403", "POST": NO},
    "groups/mine/calendar/": {"GET": NO, "POST": "302 302 403 403 403 403 403 403"},
    # A key is the key, whoever holds it; "other" is none of ours.
    "groups/mine/<str:token>/dates.ics": FILE,
    "groups/place/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(302),
        "POST other": everybody(404),
    },
    "groups/place/<str:token>/date.ics": FILE,
    # Anybody may ask for a place.
    "groups/dates/<uuid:event>/<int:at>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    "groups/<uuid:group>/dates.ics": FILE,
    # Who comes is the organiser's alone; dates are written by whoever keeps the group.
    "groups/dates/<uuid:event>/<int:at>/who/": {
        "GET own": "302 404 403 200 403 403 403 403",
        "GET other": everybody(404),
        "POST own": "302 404 403 302 403 403 403 403",
        "POST other": everybody(404),
    },
    "groups/dates/<uuid:event>/<int:at>/call-off/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 404 403 302 403 403 403 403",
        "POST other": everybody(404),
    },
    "groups/<uuid:group>/change/": WRITES,
    "groups/<uuid:group>/dates/new/": WRITES,
    "groups/<uuid:group>/dates/bring/": WRITES,
}
