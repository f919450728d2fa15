"""Files that this room reads and writes: its own questionnaires, and tables of answers."""

from kizuna.instruments.files.library import codes, read
from kizuna.instruments.files.tables import WrongTable, needs, opened, written

__all__ = ["WrongTable", "codes", "needs", "opened", "read", "written"]
