"""The directory by the standards and its expected answers, part of the table in doors.py.

For programs of others: open to read. POST searches by the body, so that addresses keep no words.
"""


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * 8)


NO = everybody(405)
PUBLIC = {"GET": everybody(200), "POST": NO}
PUBLIC_ONE = {"GET own": everybody(200), "GET other": everybody(404), "POST own": NO, "POST other": NO}
SEARCHED = {"GET": everybody(200), "POST": everybody(200)}
# Asked with the id of a service, which is no organisation and no term.
NO_SUCH = {"GET own": everybody(404), "GET other": everybody(404), "POST own": NO, "POST other": NO}

STANDARD: dict[str, dict[str, str]] = {
    "hsds/": PUBLIC,
    "hsds/openapi.json": PUBLIC,
    "hsds/services": SEARCHED,
    "hsds/services/<uuid:id>": PUBLIC_ONE,
    "hsds/organizations": SEARCHED,
    "hsds/organizations/<uuid:id>": NO_SUCH,
    "hsds/service_at_locations": SEARCHED,
    "hsds/service_at_locations/<uuid:id>": NO_SUCH,
    "hsds/taxonomies": SEARCHED,
    "hsds/taxonomies/<uuid:id>": NO_SUCH,
    "hsds/taxonomy_terms": SEARCHED,
    "hsds/taxonomy_terms/<uuid:id>": NO_SUCH,
    "oruk/": PUBLIC,
    "oruk/openapi.json": PUBLIC,
    "oruk/services": SEARCHED,
    "oruk/services/<uuid:id>": PUBLIC_ONE,
    "oruk/service_at_locations": SEARCHED,
    "oruk/service_at_locations/<uuid:id>": NO_SUCH,
    "oruk/taxonomies": SEARCHED,
    "oruk/taxonomies/<uuid:id>": NO_SUCH,
    "oruk/taxonomy_terms": SEARCHED,
    "oruk/taxonomy_terms/<uuid:id>": NO_SUCH,
}
