"""The file of anchors: a line is added for each new head, and none is ever changed."""

import os
from collections.abc import Iterable
from pathlib import Path

from kizuna.access.viewer import Refused
from kizuna.ledger.anchor import Anchor, anchors_in


def read_anchors(files: Iterable[Path]) -> list[Anchor]:
    """Every head in these files; a file without any is refused, because it was meant to hold some."""
    found: list[Anchor] = []
    for file in files:
        try:
            here = list(anchors_in(file.read_text(errors="replace")))
        except OSError as error:
            raise Refused(f"{file} cannot be read: {error.strerror}.") from None
        if not here:
            raise Refused(f"{file} holds no anchor: a line that starts with `kizuna-ledger`.")
        found.extend(here)
    return found


def append_anchor(file: Path, anchor: Anchor) -> bool:
    """Add a line for this head, unless it is the last one there; on disk when this returns."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    last = file.read_text(errors="replace").rstrip("\n").rpartition("\n")[2] if file.exists() else ""
    if last == anchor.line:
        return False
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{anchor.line}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    return True
