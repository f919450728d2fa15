"""The service or group that an order goes to."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from kizuna.access.viewer import NotFound, Viewer
from kizuna.directory import queries as directory
from kizuna.directory.needs import meets
from kizuna.directory.option import Option
from kizuna.exchange.naming import Sent
from kizuna.exchange.outcome import Wrong
from kizuna.referrals.queries import find_option

LOOKED_AT = 12
"""Services of one name that are looked at."""


def where_to(by: Viewer, sent: Sequence[Sent], need: str, now: datetime) -> Option:
    """The first of these that is in the directory. Raises Wrong when none is, or nobody was named."""
    if not sent:
        raise Wrong("Say whom to ask: performer is a HealthcareService or an Organization.", 422, "performer")
    for one in sent:
        found = _service(by, one, now) if one.kind == "HealthcareService" else _of_body(by, one, need, now)
        if found is not None:
            return found
    names = ", ".join(one.name or f"{one.kind}/{one.id}" for one in sent)
    raise Wrong(f"The directory has nobody like this: {names}.", 422, "performer")


def _service(by: Viewer, one: Sent, now: datetime) -> Option | None:
    if one.id:
        for kind in ("service", "group"):
            try:
                return find_option(by, kind, one.id, now)
            except NotFound:
                continue
        return None
    return _called(directory.search(by, one.name, now=now, limit=LOOKED_AT), one.name)


def _called(found: Iterable[Option], name: str) -> Option | None:
    return next((each for each in found if each.name.casefold() == name.casefold()), None)


def _of_body(by: Viewer, one: Sent, need: str, now: datetime) -> Option | None:
    """What an organisation does about this need; else whatever it does, when that is one thing only."""
    ids = [one.id] if one.id else _bodies(by, one.name)
    every = [each for id in ids for each in directory.services_of(by, id, now)]
    fitting = [each for each in every if meets(need, each.needs)]
    return fitting[0] if fitting else every[0] if len(every) == 1 else None


def _bodies(by: Viewer, name: str) -> list[str]:
    found = directory.organisations_named(by, name)
    return [id for id, its_name in found if its_name.casefold() == name.casefold()]
