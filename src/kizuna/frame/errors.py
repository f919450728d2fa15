"""What a refusal tells people: its status, and whether its message is a sentence to show."""

from kizuna.access.moved import moved
from kizuna.access.viewer import ConfirmFirst, LogInFirst, NotAllowed, NotFound, Refused


class Gone(Exception):
    """A link that worked once and does not any more. The message may say what to do instead."""


STATUS: dict[type[Exception], int] = {
    Refused: 400,
    LogInFirst: 401,
    ConfirmFirst: 401,
    NotAllowed: 403,
    NotFound: 404,
    Gone: 410,
}


def retry_after(error: BaseException | None) -> str:
    """Seconds to wait before trying again: a database comes back by itself, a move takes a human."""
    return "600" if moved(error) else "30"


def sentence(refusal: Exception) -> str:
    """The message when it is a sentence; nothing when it is the name of a deed (`person.see`)."""
    text = str(refusal)
    return text if " " in text else ""
