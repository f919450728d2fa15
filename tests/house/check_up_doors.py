"""The check-up, published scales and a site's words for them, with their answers: part of doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
WORDS = {
    "GET own": "302 403 403 403 403 403 403 200",
    "GET other": "302 403 403 403 403 403 403 404",
    "POST own": "302 403 403 403 403 403 403 302",
    "POST other": "302 403 403 403 403 403 403 404",
}
ASKED = {"GET": everybody(302), "POST": everybody(400)}

# "other" is a scale that does not exist.
CHECK_UPS: dict[str, dict[str, str]] = {
    "check-up/": {"GET": everybody(200), "POST": everybody(200)},
    "check-up/questions/": ASKED,
    "check-up/heard/": ASKED,
    "check-up/contact/": ASKED,
    "check-up/score/": ASKED,
    "check-up/with/<uuid:person>/": {
        "GET own": "302 200 200 403 403 403 403 403",
        "GET other": "302 404 404 403 403 403 403 403",
        "POST own": "302 200 200 403 403 403 403 403",
        "POST other": "302 404 404 403 403 403 403 403",
    },
    # Asked by anybody, in the site's words: here there are none yet, so that there is nothing to ask.
    "check-up/scales/<slug:scale>/": dict.fromkeys(WORDS, everybody(404)),
    "check-up/with/<uuid:person>/<slug:scale>/": dict.fromkeys(WORDS, "302 404 404 403 403 403 403 403"),
    "check-up/paper/<slug:scale>/": dict.fromkeys(("GET own", "GET other"), everybody(404))
    | {"POST own": NO, "POST other": NO},
    "check-up/type-in/<uuid:person>/<slug:scale>/": dict.fromkeys(WORDS, "302 404 404 403 403 403 403 403"),
    "check-up/text/<uuid:person>/<slug:scale>/": dict.fromkeys(WORDS, "302 404 404 403 403 403 403 403"),
    "check-up/save/": ASKED,
    # Whoever has the link comes back; here there is none.
    "check-up/back/<str:token>/": dict.fromkeys(WORDS, everybody(404)),
    # "own" and "other" are no questionnaires from files.
    "scales/files/": {"GET": "302 403 403 403 403 403 403 200", "POST": "302 403 403 403 403 403 403 422"},
    "scales/files/<slug:scale>/": dict.fromkeys(WORDS, "302 403 403 403 403 403 403 404"),
    "check-ups/figures/": {"GET": "302 403 403 403 403 200 200 200", "POST": NO},
    # "other" is a page that does not exist.
    "coping/": {"GET": everybody(200), "POST": NO},
    "coping/<slug:page>/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    "library/": {"GET": "302 403 403 403 403 403 403 200", "POST": NO},
    "library/new/": {"GET": "302 403 403 403 403 403 403 200", "POST": "302 403 403 403 403 403 403 422"},
    "library/<uuid:page>/": {
        "GET own": "302 403 403 403 403 403 403 200",
        "GET other": "302 403 403 403 403 403 403 404",
        "POST own": "302 403 403 403 403 403 403 422",
        "POST other": "302 403 403 403 403 403 403 404",
    },
    "library/<slug:page>/show/": {**WORDS, "GET own": NO, "GET other": NO},
    "scales/": {"GET": "302 403 403 403 403 403 403 200", "POST": NO},
    "scales/<slug:scale>/": {**WORDS, "POST own": NO, "POST other": NO},
    "scales/<slug:scale>/<str:language>/": WORDS,
    "scales/<slug:scale>/<str:language>/file/": {
        **WORDS,
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 403 403 403 403 403 403 422",
    },
}
