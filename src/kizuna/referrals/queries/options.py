"""The service or group that a referral goes to."""

from datetime import datetime

from kizuna.access.viewer import NotFound, Viewer
from kizuna.activities import queries as activities
from kizuna.directory import queries as directory
from kizuna.directory.option import Option


def find_option(viewer: Viewer, kind: str, option: object, now: datetime) -> Option:
    """One service or group as an option; NotFound when there is none."""
    rooms = {"service": directory.options_by_id, "group": activities.options_by_id}
    if kind not in rooms:
        raise NotFound("option")
    found = rooms[kind](viewer, [str(option)], now).get(str(option))
    if found is None:
        raise NotFound("option")
    return found


def address_of(viewer: Viewer, kind: str, option: object) -> str:
    """The e-mail address that takes referrals for it; empty when there is none."""
    if kind == "group":
        return activities.referral_address(viewer, option)
    found = directory.referral_address(viewer, option)
    return found.email if found else ""
