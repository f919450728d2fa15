"""What people may send as a file: its kind by its first bytes, its size, how much it grows unpacked."""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from typing import Literal

from kizuna.access.viewer import Refused
from kizuna.access.wording import N_

Kind = Literal["csv", "xlsx", "zip", "json"]
MB = 1024 * 1024
LARGEST: Mapping[Kind, int] = {"csv": 50 * MB, "json": 50 * MB, "xlsx": 50 * MB, "zip": 200 * MB}
UNPACKED = 500 * MB
MOST_MEMBERS = 1000
GROWS = 200
"""How many times its size one member may grow: real tables grow ten times, a bomb a thousand."""
_FIRST = 2048

TOO_LARGE = N_("This file is too large. Split it, or ask whoever runs this site.")
OTHER_KIND = N_("This is not the kind of file that its name says. Save it again as CSV or XLSX.")
TOO_FULL = N_("This file unpacks to too much. Save it again with the tables only.")
LEADS_OUT = N_("This file points to places outside of itself. It was not read.")
BROKEN = N_("This file is broken and cannot be read. Save it again.")


def kind_of(name: str) -> Kind | None:
    """The kind that a file's name claims; None for any other."""
    found = {"csv": "csv", "tsv": "csv", "xlsx": "xlsx", "zip": "zip", "json": "json", "geojson": "json"}
    return found.get(name.rpartition(".")[2].lower())  # type: ignore[return-value]


def checked(name: str, data: bytes, *, allowed: frozenset[Kind]) -> Kind:
    """The kind of a file that is what it claims to be and safe to read; raises Refused with a sentence."""
    kind = kind_of(name)
    if kind is None or kind not in allowed:
        raise Refused(OTHER_KIND)
    if len(data) > LARGEST[kind]:
        raise Refused(TOO_LARGE)
    if kind in {"xlsx", "zip"}:
        unpacks_safely(data, kind)
    elif (b"\x00" in data[:_FIRST] and not data.startswith((b"\xff\xfe", b"\xfe\xff"))) or (
        kind == "json" and data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"{", b"["}
    ):
        raise Refused(OTHER_KIND)
    return kind


def unpacks_safely(data: bytes, kind: Kind = "zip") -> None:
    """Look at the table of contents only; then count what really comes out, for the table may lie.

    Raises Refused with a sentence.
    """
    if not data.startswith(b"PK"):
        raise Refused(OTHER_KIND)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _contents(kind, members)
            _unpacked(archive, members)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError):
        raise Refused(BROKEN) from None
    except (zlib.error, UnicodeDecodeError):
        raise Refused(BROKEN) from None


def _contents(kind: Kind, members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(members) > MOST_MEMBERS:
        raise Refused(TOO_FULL)
    if any(_leads_out(name.replace("\\", "/")) for name in names):
        raise Refused(LEADS_OUT)
    macros = any("vbaProject" in name for name in names)
    if kind == "xlsx" and ("[Content_Types].xml" not in names or macros):
        raise Refused(OTHER_KIND)
    grown = [m for m in members if m.file_size > GROWS * max(m.compress_size, 1024)]
    if grown or sum(member.file_size for member in members) > UNPACKED:
        raise Refused(TOO_FULL)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ":" in name or ".." in name.split("/")


def _unpacked(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> None:
    """Read each member in pieces and stop as soon as it gives more than it said."""
    for member in members:
        with archive.open(member) as inside:
            left = member.file_size
            while piece := inside.read(MB):
                left -= len(piece)
                if left < 0:
                    raise Refused(TOO_FULL)
                if b"<!ENTITY" in piece:
                    raise Refused(OTHER_KIND)
