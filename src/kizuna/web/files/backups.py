"""Backups as files: written beside their place, read back whole, and only then given their name."""

import os
import re
import secrets
import shutil
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kizuna.web.backup.document import pieces
from kizuna.web.backup.sealing import NotABackup, opened, sealed

_NAME = re.compile(r"kizuna-(\d{8}T\d{6}Z)\.backup")
_PART = ".part"


def file_name(now: datetime) -> str:
    """The name of a backup: when it was made, and nothing about anybody."""
    return f"kizuna-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.backup"


def backups_in(folder: Path) -> dict[Path, datetime]:
    """The backups in a folder and when each was made."""
    names = ((file, _NAME.fullmatch(file.name)) for file in folder.glob("kizuna-*.backup"))
    return {
        file: datetime.strptime(name[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) for file, name in names if name
    }


def newest_backup(folder: Path | None) -> datetime | None:
    """When the newest backup of a folder was made; None without one."""
    return max(backups_in(folder).values(), default=None) if folder else None


def room_in(folder: Path) -> tuple[int, float]:
    """Free bytes on the disk of a folder, and their share of all (0 to 1)."""
    found = shutil.disk_usage(folder)
    return found.free, found.free / found.total


def clear_remains(folder: Path) -> None:
    """Take away what a backup left that was killed: it never got its name."""
    for file in folder.glob(f".kizuna-*.backup{_PART}"):
        file.unlink(missing_ok=True)


def remove_backups(files: Iterable[Path]) -> None:
    """Let these go."""
    for file in files:
        file.unlink(missing_ok=True)


def _pressed(lines: Iterable[bytes]) -> Iterator[bytes]:
    press = zlib.compressobj(level=1)
    for line in lines:
        if part := press.compress(line + b"\n"):
            yield part
    yield press.flush()


def write_backup(file: Path, lines: Iterable[bytes], keys: Sequence[str]) -> int:
    """Write, read back and check all of it, then give it its name; its bytes. A kill leaves no such file."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = file.with_name(f".{file.name}{_PART}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in sealed(_pressed(lines), keys[0], secrets.token_bytes(32)):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        for _ in pieces(read_backup(part, keys)):
            pass
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    _settle(file.parent)
    return file.stat().st_size


def _settle(folder: Path) -> None:
    """Have the new name on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_backup(file: Path, keys: Sequence[str]) -> Iterator[bytes]:
    """The lines of a backup; raises NotABackup at the first fault, OSError when it cannot be read."""
    press, held = zlib.decompressobj(), b""
    with file.open("rb") as source:
        for chunk in opened(source.read, keys):
            held += _loosened(press, chunk)
            *whole, held = held.split(b"\n")
            yield from whole
    if held or not press.eof or press.unused_data:
        raise NotABackup("This backup is not whole.")


def _loosened(press: "zlib._Decompress", chunk: bytes) -> bytes:
    try:
        return press.decompress(chunk)
    except zlib.error:
        raise NotABackup("This backup is damaged.") from None


def keep_anchors(file: Path, anchors: str) -> None:
    """Put back the heads of the ledger that came along, unless this site has such a file."""
    if file.exists() or not anchors:
        return
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.write_text(anchors, encoding="utf-8")
