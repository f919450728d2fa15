"""Every address × method × role and its expected answer, written by hand.

An answer is a status. 302 of a stranger is the way to the log-in; 404 says that for you there is nothing
here, whether or not there is; 403 comes with a reason where the person may know that it exists; 405 is no
such deed on this page; 422 is a form that needs mending.

"own" is what lies within reach of the resident and of the worker: the resident herself, who lives where
the worker works. "other" is the same thing about somebody else, who lives elsewhere. Routes without such a
thing have plain methods.
"""

ROLES = ("stranger", "resident", "worker", "organiser", "provider", "coordinator", "analyst", "admin")


def everybody(status: int) -> str:
    """The same answer for every role."""
    return " ".join([str(status)] * len(ROLES))


READ = {"GET": everybody(200), "POST": everybody(405)}
NOT_HERE = {"GET": everybody(405)}

# route: {"METHOD" or "METHOD own/other": the answers in the order of ROLES}
DOORS: dict[str, dict[str, str]] = {}
