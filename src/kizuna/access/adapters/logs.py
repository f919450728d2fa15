"""What the logging library calls: keeps sealed links, which are keys, and what errors say of people out."""

import logging
import re
import traceback
from types import TracebackType

_SEAL = re.compile(r"gAAAAA[\w=-]{20,}")
"""How everything that `secrets` sealed begins."""


class HideSeals(logging.Filter):
    """Takes sealed text out of every line: a link in a log would open for whoever reads the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if _SEAL.search(said):
            record.msg, record.args = _SEAL.sub("[sealed]", said), ()
        return True


class QuietLines(logging.Formatter):
    """Writes where an error happened and its kind, not its words: a database puts addresses into them."""

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
