"""What the logging library calls: keeps sealed links, which are keys, and what errors say of people out."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType

from kizuna.access.asked import MARK

_SEAL = re.compile(r"gAAAAA[\w=-]{20,}")
"""How everything that `secrets` sealed begins."""
FACTS = ("method", "route", "status", "ms", "account")
"""What a line about a request says beside its words; nothing else of a request is ever written."""


class HideSeals(logging.Filter):
    """Takes sealed text and pages' addresses out of every line: a link in a log would open for its reader."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)  # Django's own lines bring the request along
        if request is not None and isinstance(record.args, tuple):
            path, match = getattr(request, "path", None), getattr(request, "resolver_match", None)
            route = match.route if match else "no such page"
            record.args = tuple(route if value == path else value for value in record.args)
        said = record.getMessage()
        if _SEAL.search(said):
            record.msg, record.args = _SEAL.sub("[sealed]", said), ()
        return True


class QuietLines(logging.Formatter):
    """Writes where an error happened and its kind, not its words: a database puts addresses into them."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, with the mark of the request that it belongs to."""
        mark = MARK.get()
        return super().formatMessage(record) + (f" [{mark}]" if mark else "")

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """The error and those before it, the first one first."""
        error, said = ei[1], []
        while error is not None:
            kind = f"{type(error).__module__}.{type(error).__qualname__}"
            said.append("".join([*traceback.format_tb(error.__traceback__), kind]))
            error = error.__cause__ or error.__context__
        return "\n".join(reversed(said))


class JsonLines(QuietLines):
    """One JSON object a line, for whatever gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger and words; the request's mark and facts where there is one."""
        at = datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds")
        said: dict[str, object] = {"at": at, "level": record.levelname, "logger": record.name}
        said["message"] = record.getMessage()
        if mark := MARK.get():
            said["request"] = mark
        said |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
