"""Help among neighbours and the expected answers, part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
BOARD = "302 403 403 403 403 200 403 200"
# A key is the key, whoever holds it; "other" is none of ours.
BY_KEY = {"GET own": NO, "GET other": NO, "POST own": everybody(302), "POST other": everybody(404)}

AID: dict[str, dict[str, str]] = {
    # Anybody may ask and offer; "other" is a kind of help that there is not.
    "groups/aid/": {"GET": everybody(200), "POST": NO},
    "groups/aid/ask/<slug:kind>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": everybody(422),
        "POST other": everybody(404),
    },
    "groups/aid/offer/": {"GET": everybody(200), "POST": everybody(422)},
    # One's own: residents have some.
    "groups/aid/mine/": {"GET": "302 200 403 403 403 403 403 403", "POST": NO},
    "groups/aid/mine/<uuid:aid>/back/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 302 403 403 403 403 403 403",
        "POST other": "302 404 403 403 403 403 403 403",
    },
    "groups/aid/own/<str:token>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    "groups/aid/own/<str:token>/back/": BY_KEY,
    # Nothing is sent along, and so there is no match to speak of.
    "groups/aid/own/<str:token>/answer/": BY_KEY | {"POST own": everybody(404)},
    "groups/aid/own/<str:token>/end/": BY_KEY | {"POST own": everybody(404)},
    # Who asks is for whoever keeps the area.
    "groups/aid/board/": {"GET": BOARD, "POST": NO},
    "groups/aid/board/under-way/": {"GET": BOARD, "POST": NO},
    "groups/aid/board/together/": {"GET": BOARD, "POST": NO},
    "groups/aid/board/together/ask/": {"GET": NO, "POST": BOARD.replace("200", "302")},
    "groups/aid/board/<uuid:aid>/look/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 403 403 403 403 302 403 302",
        "POST other": "302 403 403 403 403 404 403 302",
    },
    # Without an offer there is nothing to propose.
    "groups/aid/board/<uuid:ask>/propose/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 403 403 403 403 404 403 404",
        "POST other": "302 403 403 403 403 404 403 404",
    },
}

AID_API: dict[str, dict[str, str]] = {
    "GET /api/v1/activities/aid/kinds": {"": everybody(200)},
    "GET /api/v1/activities/aid/asks": {"": "401 403 403 403 403 200 403 200"},
    "GET /api/v1/activities/aid/asks/{ask}/offers": {
        "own": "401 403 403 403 403 200 403 200",
        "other": "401 403 403 403 403 404 403 200",
    },
    # The offer that is sent along is of nobody.
    "POST /api/v1/activities/aid/asks/{ask}/matches": {
        "own": "401 403 403 403 403 404 403 404",
        "other": "401 403 403 403 403 404 403 404",
    },
    # Places: what is left is public; a key is the key, whoever holds it, and no program asks without a token.
    "GET /api/v1/activities/dates/{event}/{at}": {"own": everybody(200), "other": everybody(404)},
    "POST /api/v1/activities/seats": {"": "401 201 201 201 201 201 201 201"},
    "GET /api/v1/activities/seats/{token}": {"own": everybody(200), "other": everybody(404)},
    "POST /api/v1/activities/seats/{token}/cancel": {
        "own": "401 200 200 200 200 200 200 200",
        "other": "401 404 404 404 404 404 404 404",
    },
    "POST /api/v1/activities/aid": {"": "401 201 201 201 201 201 201 201"},
}
