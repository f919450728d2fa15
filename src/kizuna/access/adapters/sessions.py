"""Sessions in the database, sealed: they hold addresses, codes on their way, and what was begun."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db

from kizuna.access.secrets import BadSeal, seal, unseal


class SessionStore(db.SessionStore):
    """Django's own sessions, which would lie open in the table and in every backup of it."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The session as it is stored."""
        return seal(self.serializer().dumps(session_dict).decode(), settings.SECRET_KEYS, "session")

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The session as it is used; one that no key opens is an empty one."""
        try:
            found: dict[str, Any] = self.serializer().loads(
                unseal(str(session_data), settings.SECRET_KEYS, "session").encode()
            )
        except BadSeal:
            return {}
        return found
