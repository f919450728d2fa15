"""Keeping listings true, and its expected answers, part of the table in doors.py."""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
LINK = {
    "GET own": everybody(200),
    "GET other": everybody(404),
    "POST own": everybody(302),
    "POST other": everybody(404),
}
TELLS = {
    "GET own": everybody(200),
    "GET other": everybody(404),
    "POST own": everybody(422),
    "POST other": everybody(404),
}
KEEPS_LISTING = "302 403 403 403 404 200 403 200"

LISTINGS: dict[str, dict[str, str]] = {
    # A provider's link is the key, whoever holds it; "other" is none of ours.
    "services/confirm/<str:token>/": LINK,
    "services/room/<str:token>/": {**LINK, "POST own": everybody(422)},
    "services/change/<str:token>/": {**LINK, "POST own": everybody(422)},
    # Anybody may tell us; it changes nothing by itself.
    "services/<uuid:id>/wrong/": TELLS,
    "services/<uuid:id>/change/": TELLS,
    "services/<uuid:id>/told/": {
        "GET own": everybody(200),
        "GET other": everybody(404),
        "POST own": NO,
        "POST other": NO,
    },
    # For curators: those of the area, and of what belongs to the whole site.
    "services/care/": {"GET": "302 403 403 403 403 200 403 200", "POST": NO},
    "services/<uuid:id>/care/": {
        "GET own": "302 403 403 403 403 200 403 200",
        "GET other": "302 403 403 403 403 404 403 404",
        "POST own": "302 403 403 403 403 422 403 422",
        "POST other": "302 403 403 403 403 404 403 404",
    },
    "services/care/duplicates/": {"GET": "302 403 403 403 403 200 403 200", "POST": NO},
    "services/care/duplicates/<uuid:alike>/": {
        "GET own": "302 403 403 403 403 200 403 200",
        "GET other": "302 403 403 403 403 404 403 404",
        "POST own": "302 403 403 403 403 422 403 422",
        "POST other": "302 403 403 403 403 404 403 404",
    },
    # What listings say in other languages: their curators.
    "services/translations/": {
        "GET": "302 403 403 403 403 200 403 200",
        "POST": "302 403 403 403 403 422 403 422",
    },
    "services/<uuid:id>/translations/<str:language>/": {
        "GET own": "302 403 403 403 403 200 403 200",
        "GET other": "302 403 403 403 403 404 403 404",
        "POST own": "302 403 403 403 403 422 403 422",
        "POST other": "302 403 403 403 403 404 403 404",
    },
    "services/care/duplicates/<uuid:alike>/again/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 403 403 403 403 302 403 302",
        "POST other": "302 403 403 403 403 404 403 404",
    },
    "services/care/duplicates/<uuid:join>/undo/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": "302 403 403 403 403 302 403 302",
        "POST other": "302 403 403 403 403 404 403 404",
    },
    "services/feeds/": {
        "GET": "302 403 403 403 403 200 403 200",
        "POST": "302 403 403 403 403 422 403 422",
    },
    "services/feeds/<uuid:feed>/": {
        "GET own": "302 403 403 403 403 200 403 200",
        "GET other": "302 403 403 403 403 404 403 404",
        "POST own": "302 403 403 403 403 422 403 422",
        "POST other": "302 403 403 403 403 404 403 404",
    },
    # With an account: the provider's own organisation, a curator of its area.
    "services/<uuid:id>/room/": {
        "GET own": KEEPS_LISTING,
        "GET other": "302 403 403 403 404 404 403 404",
        "POST own": KEEPS_LISTING.replace("200", "422"),
        "POST other": "302 403 403 403 404 404 403 404",
    },
    "services/<uuid:id>/confirm/": {
        "GET own": NO,
        "GET other": NO,
        "POST own": KEEPS_LISTING.replace("200", "302"),
        "POST other": "302 403 403 403 404 404 403 404",
    },
    # Packages: whoever runs the site. What their terms stand for: curators.
    "services/import/<uuid:brought>/": {
        "GET own": "302 403 403 403 403 403 403 200",
        "GET other": "302 403 403 403 403 403 403 404",
        "POST own": "302 403 403 403 403 403 403 302",
        "POST other": "302 403 403 403 403 403 403 404",
    },
    "services/import/<uuid:brought>/findings.csv": {
        "GET own": "302 403 403 403 403 403 403 200",
        "GET other": "302 403 403 403 403 403 403 404",
        "POST own": NO,
        "POST other": NO,
    },
    "services/terms/": {"GET": "302 403 403 403 403 200 403 200", "POST": NO},
    "services/words/": {"GET": "302 403 403 403 403 200 403 200", "POST": "302 403 403 403 403 422 403 422"},
    "services/terms/<uuid:id>/": {
        "GET own": "302 403 403 403 403 200 403 200",
        "GET other": "302 403 403 403 403 404 403 404",
        "POST own": "302 403 403 403 403 422 403 422",
        "POST other": "302 403 403 403 403 404 403 404",
    },
}
