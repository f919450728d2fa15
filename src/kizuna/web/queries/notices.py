"""Who would get a message to many, and what it would take. Addresses stay with the house."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.conf import settings

from kizuna.access.deeds import allow, allow_some, reaches
from kizuna.access.viewer import SYSTEM, Viewer
from kizuna.outbox.queries import foreseen
from kizuna.people.consent import Reader
from kizuna.people.queries import accounts_with_role, devices_of, readers
from kizuna.places.queries import areas, under
from kizuna.web.notices import NEWS, Gathered, Preview, Recipient, loads, worded

HOUSE = SYSTEM("messages to many")


def notice_areas(viewer: Viewer) -> list[tuple[str, str]]:
    """Where this viewer may write to many: id and name; the empty id is everywhere."""
    allow_some(viewer, "run.keep")

    def here(area: object) -> bool:
        return reaches(viewer, "run.keep", area=area, organisation=None, person=None, link=None)

    found = [(str(one.id), one.name) for one in areas(viewer) if here(one.id)]
    return [("", ""), *found] if here(None) else found


def gathered(viewer: Viewer, audience: str, area: object | None, now: datetime) -> Gathered:
    """Everybody who gets it, each once, with the address: for the house."""
    allow(viewer, "run.gather")
    near = under(viewer, [area]) if area else None
    found, sharing = (_news(viewer, near, now)) if audience == NEWS else (_staff(viewer, audience, near), 0)
    once: dict[tuple[str, str], Recipient] = {}
    for one in found:
        once.setdefault((one.channel, one.address), one)
    return Gathered(tuple(once.values()), sharing)


def _news(viewer: Viewer, near: Iterable[str] | None, now: datetime) -> tuple[list[Recipient], int]:
    everybody = list(readers(viewer, near, now))
    devices = (
        devices_of(viewer, [one.person for one in everybody]) if settings.OUTBOX_WAYS.get("push") else {}
    )
    sharing = [one for one in everybody if one.shared and one.person not in devices]
    return [to for one in everybody for to in _ways_to(one, devices.get(one.person, []))], len(sharing)


def _ways_to(reader: Reader, devices: Sequence[str]) -> Iterator[Recipient]:
    """Their devices first; their number or e-mail address when there is none, or the newest is gone."""
    whose = {"language": reader.language, "person": reader.person, "cause": f"consent:{reader.consent}"}
    for number, device in enumerate(devices):
        yield Recipient(f"{reader.person}:{number}", "push", device, **whose)
    if not reader.shared:
        instead = f"{reader.person}:0" if devices else ""
        yield Recipient(reader.person, reader.channel, reader.address, **whose, instead_of=instead)


def _staff(viewer: Viewer, role: str, near: Iterable[str] | None) -> list[Recipient]:
    """By what somebody does here, and where: whoever works everywhere works in each area."""
    wanted = None if near is None else set(near)
    return [
        Recipient(one.id, "email", one.email, settings.LANGUAGE_CODE)
        for one in accounts_with_role(viewer, role)
        if one.email and (wanted is None or not one.areas or wanted & set(one.areas))
    ]


def notice_preview(
    viewer: Viewer, *, audience: str, area: str, texts: Mapping[str, str], now: datetime
) -> Preview:
    """How many people, channels, parts, cost and the end, before anything is written."""
    allow(viewer, "run.keep", area=area or None)
    found, usual = gathered(HOUSE, audience, area or None, now), settings.LANGUAGE_CODE
    cost = next((way.cost for way in settings.OUTBOX_WAYS.get("sms", ())), 0)
    return Preview(
        foreseen(
            viewer,
            loads(found.recipients, texts, usual),
            len({one.person or one.mark for one in found.recipients}),
            now,
        ),
        worded(texts, found.recipients, usual, cost),
        found.sharing,
    )
