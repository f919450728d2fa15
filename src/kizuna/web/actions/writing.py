"""What people write to us on the site: it lands where their text messages and e-mails land."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from kizuna.access.deeds import allow
from kizuna.access.viewer import Refused, Viewer
from kizuna.outbox.actions import receive
from kizuna.people.queries import account, contact, own_ways

SMS = {"text": "sms", "phone": "sms"}


def _way(by: Viewer, now: datetime) -> tuple[str, str]:
    """The way by which an answer reaches them: their own before one that others read, too."""
    own = own_ways(by, by.person)
    found = contact(by, by.person, now)
    liked = (SMS.get(found.channel, found.channel), found.address) if found else None
    if liked in own:
        return liked
    if own:
        return own[0]
    if by.account and (address := account(by, by.account).email):
        return "email", address
    if liked:
        return liked
    raise Refused(_("We have no way to answer you. Add your number or your e-mail address first."))


def write_to_us(*, attempt: UUID, text: str, by: Viewer, now: datetime) -> bool:
    """Take in what somebody wrote. The same `attempt` again changes nothing, and is False.

    STOP, danger words, and rooms that wait for an answer are heard as in any other message from them.
    """
    allow(by, "message.write", person=by.person)
    channel, address = _way(by, now)
    return receive(
        channel=channel,
        address=address,
        text=text,
        reference=f"web:{attempt}",
        person=UUID(str(by.person)),
        now=now,
    )
