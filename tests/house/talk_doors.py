"""What groups write to each other: part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
# Its members and organisers; the resident of the tests is a member of this group.
IN = "302 200 403 200 403 403 403 403"
KEEPS = "302 403 403 200 403 403 403 403"
CARES = "302 403 403 403 403 200 403 200"
TALKS: dict[str, dict[str, str]] = {
    # Newsletters: everybody reads what was checked ("own"); a draft ("other") who writes there.
    "groups/participation/": {"GET": "302 403 403 403 403 200 200 403", "POST": NO},
    "groups/news/": {"GET": CARES, "POST": CARES.replace("200", "422")},
    "groups/news/<uuid:news>/": {
        "GET own": everybody(200),
        "GET other": "404 404 404 404 404 404 404 200",
        "POST own": NO,
        "POST other": NO,
    },
    "groups/news/<uuid:news>/change/": {
        "GET own": CARES,
        "GET other": "302 403 403 403 403 404 403 200",
        "POST own": CARES.replace("200", "422"),
        "POST other": "302 403 403 403 403 404 403 422",
    },
    "groups/posters/<uuid:area>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    # The short address on a poster leads on, whoever opens it.
    "groups/p/<str:code>/": {
        "GET own": everybody(302),
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    "groups/<uuid:group>/poster/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    "groups/<uuid:group>/talk/": {
        "GET own": IN,
        "GET other": everybody(404),
        "POST own": IN.replace("200", "422"),
        "POST other": everybody(404),
    },
    "groups/<uuid:group>/talk/first/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": KEEPS.replace("200", "302"),
        "POST other": everybody(404),
    },
    "groups/<uuid:group>/buddies/": {
        "GET own": IN,
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    "groups/<uuid:group>/buddies/be/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 302 403 403 403 403 403 403",
        "POST other": "302 404 403 403 403 403 403 403",
    },
    # "own": Ana meets this newcomer; "other": somebody else does.
    "groups/greetings/<uuid:greeting>/answer/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 302 403 403 403 403 403 403",
        "POST other": "302 404 403 403 403 403 403 403",
    },
    "groups/greetings/<uuid:greeting>/give/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 403 403 302 403 403 403 403",
        "POST other": "302 404 403 302 403 403 403 403",
    },
    "groups/<uuid:group>/membership/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 302 403 403 403 403 403 403",
        "POST other": "302 404 403 403 403 403 403 403",
    },
    "groups/members/<int:member>/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": KEEPS.replace("200", "302"),
        "POST other": "302 403 403 404 403 403 403 403",
    },
    "groups/<uuid:group>/write-to/": {
        "GET own": KEEPS,
        "GET other": everybody(404),
        "POST own": KEEPS.replace("200", "422"),
        "POST other": everybody(404),
    },
    # "other": a letter of the member herself.
    "groups/letters/<uuid:letter>/decide/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": KEEPS.replace("200", "302"),
        "POST other": KEEPS.replace("200", "302"),
    },
    "groups/letters/<uuid:letter>/apart/": {
        "GET own": "302 200 403 403 403 403 403 403",
        "GET other": "302 404 403 403 403 403 403 403",
        "POST own": "302 302 403 403 403 403 403 403",
        "POST other": "302 404 403 403 403 403 403 403",
    },
    "groups/hear-less/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(200),
        "POST other": everybody(404),
    },
    "groups/dates/<uuid:event>/<int:at>/notes/": {
        "GET own": KEEPS,
        "GET other": everybody(404),
        "POST own": KEEPS.replace("200", "302"),
        "POST other": everybody(404),
    },
}
