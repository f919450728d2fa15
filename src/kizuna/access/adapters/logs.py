"""What the logging library calls: keeps sealed links, which are keys, out of the logs."""

import logging
import re

_SEAL = re.compile(r"gAAAAA[\w=-]{20,}")
"""How everything that `secrets` sealed begins."""


class HideSeals(logging.Filter):
    """Takes sealed text out of every line: a link in a log would open for whoever reads the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if _SEAL.search(said):
            record.msg, record.args = _SEAL.sub("[sealed]", said), ()
        return True
