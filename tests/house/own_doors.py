"""My data and its expected answers, part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
PUBLIC = {"GET": everybody(200), "POST": NO}

OWN: dict[str, dict[str, str]] = {
    # My data: about the one who looks. A stranger reads there how to log in; staff have no person.
    "my-data/": PUBLIC,
    "my-data/everything/": {"GET": "302 200 404 404 404 404 404 404", "POST": NO},
    "my-data/scores/": {"GET": "302 200 404 404 404 404 404 404", "POST": NO},
    "my-data/export/": {"GET": "302 200 404 404 404 404 404 404", "POST": NO},
    "my-data/erase/": {
        "GET": "302 200 404 404 404 404 404 404",
        "POST": "302 200 404 404 404 404 404 404",
    },
    # Without an account: the same words for everybody; a link is the key, whoever holds it.
    "my-data/ask/": {"GET": everybody(200), "POST": everybody(422)},
    "my-data/open/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(410),
        "POST own": everybody(302),
        "POST other": everybody(410),
    },
    "my-data/done/": {"GET": NO, "POST": everybody(302)},
    "my-data/consents/<uuid:consent>/withdraw/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 302 404 404 404 404 404 404",
        "POST other": "302 404 404 404 404 404 404 404",
    },
    "my-data/who/": {"GET": "302 200 403 403 403 403 403 403", "POST": NO},
    # A part of one's own record; "other" is no such part.
    "my-data/correct/<slug:part>/": {
        "GET own": "302 200 404 404 404 404 404 404",
        "GET other": "302 404 404 404 404 404 404 404",
        "POST own": "302 422 404 404 404 404 404 404",
        "POST other": "302 404 404 404 404 404 404 404",
    },
    "my-data/wrong/": {
        "GET": "302 200 404 404 404 404 404 404",
        "POST": "302 422 404 404 404 404 404 404",
    },
    "my-data/apart/": {
        "GET": "302 200 404 404 404 404 404 404",
        "POST": "302 422 404 404 404 404 404 404",
    },
    "my-data/rest/": {
        "GET": "302 200 404 404 404 404 404 404",
        "POST": "302 302 404 404 404 404 404 404",
    },
    "my-data/agreements/": {"GET": "302 200 404 404 404 404 404 404", "POST": NO},
}
