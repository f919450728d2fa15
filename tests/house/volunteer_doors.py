"""Volunteers, their shifts and workshops, and the expected answers: part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
KEEPS = "302 403 403 200 403 403 403 403"
KEYED = {
    "GET own": everybody(200),
    "GET other": everybody(404),
    "POST own": everybody(422),
    "POST other": everybody(404),
}
TAP = {"GET own": NO, "GET other": NO, "POST own": everybody(404), "POST other": everybody(404)}
"""One button: here nothing was chosen."""


def desk(get: int = 0, post: int = 0) -> dict[str, str]:
    """A page for the organiser of the area; 0: no such page, or nothing to send."""
    away = "302 403 403 404 403 403 403 403"
    return {
        "GET own": KEEPS.replace("200", str(get)) if get else NO,
        "GET other": away if get else NO,
        "POST own": KEEPS.replace("200", str(post)) if post else NO,
        "POST other": away if post else NO,
    }


VOLUNTEERS: dict[str, dict[str, str]] = {
    "groups/shifts/<str:token>/dates.ics": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    # A shift that this volunteer has not taken.
    "groups/shifts/<str:token>/<uuid:shift>.ics": {
        "GET own": everybody(404),
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    # Everybody reads what is needed and may offer their help; Ana, who is signed in, has nothing to fill in.
    # What is to be learnt at a date: for whoever keeps the group. The place that doors are tried with has no
    # workshop, so nobody is asked how sure they feel.
    "groups/dates/<uuid:event>/<int:at>/workshop/": {
        "GET own": "302 403 403 200 403 403 403 200",
        "GET other": everybody(404),
        "POST own": "302 403 403 302 403 403 403 302",
        "POST other": everybody(404),
    },
    "groups/place/<str:token>/rate/": {
        "GET own": everybody(404),
        "GET other": everybody(404),
        "POST own": everybody(404),
        "POST other": everybody(404),
    },
    # Somebody whom the organiser misses; the doors are tried with somebody who was here lately, or never.
    "groups/<uuid:group>/missed/<uuid:person>/": {
        "GET own": "302 403 403 404 403 403 403 403",
        "GET other": "302 403 403 404 403 403 403 403",
        "POST own": "302 403 403 404 403 403 403 403",
        "POST other": "302 403 403 404 403 403 403 403",
    },
    "groups/help/": {"GET": everybody(200), "POST": NO},
    "groups/help/<uuid:role>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    # The way of somebody who is signed in to their own page.
    "groups/shifts/mine/": {"GET": "302 302 403 403 403 403 403 403", "POST": NO},
    # A key is the key, whoever holds it; "other" is none of ours.
    "groups/shifts/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    "groups/shifts/<str:token>/take/": TAP,
    "groups/shifts/<str:token>/give-up/": TAP,
    "groups/shifts/<str:token>/stop/": TAP,
    "groups/shifts/<str:token>/about/": {**KEYED, "POST own": everybody(302)},
    "groups/shifts/<str:token>/reference/": KEYED,
    "groups/vouch/<str:token>/": KEYED,
    # Volunteers are looked after by the organisers of the area.
    "groups/<uuid:group>/volunteers/": desk(get=200),
    "groups/<uuid:group>/roles/new/": desk(get=200, post=422),
    "groups/roles/<uuid:role>/change/": desk(get=200, post=422),
    "groups/roles/<uuid:role>/shifts/new/": desk(get=200, post=422),
    "groups/shift/<uuid:shift>/": desk(get=200),
    "groups/shift/<uuid:shift>/ask/": desk(post=404),
    "groups/shift/<uuid:shift>/put-on/": desk(post=404),
    "groups/shift/<uuid:shift>/take-off/": desk(post=404),
    "groups/shift/<uuid:shift>/call-off/": desk(post=302),
    "groups/shift/<uuid:shift>/hours/": desk(get=200, post=422),
    "groups/<uuid:group>/volunteers/<uuid:volunteer>/": desk(get=200),
    "groups/<uuid:group>/volunteers/<uuid:volunteer>/answer/": desk(post=404),
    "groups/<uuid:group>/volunteers/<uuid:volunteer>/check/": desk(post=422),
    "groups/<uuid:group>/volunteers/<uuid:volunteer>/skill/": desk(post=422),
    "groups/<uuid:group>/volunteers/<uuid:volunteer>/reference/": desk(post=404),
    "groups/<uuid:group>/volunteers/<uuid:volunteer>/thank/": desk(get=200, post=422),
}
