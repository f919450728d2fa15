"""Ids of the invented town: the same name always has the same one."""

from uuid import NAMESPACE_URL, UUID, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "kizuna:linden-bay")


def town_id(kind: str, code: object) -> UUID:
    """The id of something in the town, such as `person` 17 or `service` harbour-hall."""
    return uuid5(NAMESPACE, f"{kind}:{code}")
