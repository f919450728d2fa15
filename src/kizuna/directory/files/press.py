"""Typesets what is printed: tagged PDF with bookmarks, by Typst; QR codes by segno. Both come with `pdf`.

Each is set in a process of its own: its memory is given back when it is done, and never grows a web server.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kizuna.access.viewer import Refused
from kizuna.directory.booklet import Booklet, as_data
from kizuna.directory.layout import FONTS, LAYOUT

STANDARD = "ua-1"
"""PDF/UA-1: every piece tagged, every letter readable. Letters that no font has break it."""
LONGEST = 600
"""Seconds that one volume may take."""
_MARGIN = 2
"""Modules of quiet around a QR code; paper around it is white as well."""
_SAMPLES = {"ar": "العربية", "fa": "فارسی", "he": "עברית", "ur": "اردو"}
"""A word that shows whether this machine can write a language."""
_MAIN, _OUT = "main.typ", "out.pdf"
_CHILD = """
import sys, typst
folder, *standards = sys.argv[1:]
try:
    typst.compile(f"{folder}/main.typ", output=f"{folder}/out.pdf", root=folder, pdf_standards=standards)
except typst.TypstError as error:
    sys.exit(str(error))
"""


class _Unset(Exception):
    """The typesetter refuses; the message says why."""


def _ready() -> None:
    if not (find_spec("typst") and find_spec("segno")):
        raise Refused(
            _("This site cannot make PDF yet. Whoever runs it installs it with: pip install 'kizuna[pdf]'")
        )


def _picture(url: str, path: Path) -> None:
    import segno

    segno.make(url, error="m", micro=False).save(str(path), kind="svg", border=_MARGIN, xmldecl=False)


def _set(folder: Path, *standards: str) -> bytes:
    command = [sys.executable, "-I", "-c", _CHILD, str(folder), *standards]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(_("This takes too long to print. Choose one need, or one area.")) from None
    if done.returncode:
        raise _Unset(done.stderr[-2000:])
    return (folder / _OUT).read_bytes()


@lru_cache(maxsize=32)
def _can_write(language: str) -> bool:
    """Whether a font of this machine has the letters of a language."""
    fonts = ", ".join(json.dumps(each) for each in FONTS)
    start = f'#set document(title: "a")\n#set text(font: ({fonts}), lang: "{language}")\n'
    with tempfile.TemporaryDirectory(prefix="kizuna-") as folder:
        (Path(folder) / _MAIN).write_text(start + _SAMPLES[language], encoding="utf-8")
        try:
            _set(Path(folder), STANDARD)
        except _Unset:
            return False
    return True


def pressed(booklet: Booklet) -> bytes:
    """The booklet as PDF. Raises Refused when the typesetter or a font is missing."""
    _ready()
    data, codes = as_data(booklet)
    if data["lang"] in _SAMPLES and not _can_write(data["lang"]):
        raise Refused(
            _(
                "No font on this computer has the letters of this language. Whoever runs the site installs "
                "one, on Debian: apt-get install fonts-noto-core"
            )
        )
    return _pressed(LAYOUT, data, codes.names)


def pressed_by(layout: str, data: dict[str, Any], pictures: Mapping[str, str]) -> bytes:
    """One page laid out by another room, as PDF: `pictures` are addresses as QR codes, by file name.

    Raises Refused when the typesetter is missing.
    """
    _ready()
    return _pressed(layout, {**data, "fonts": list(FONTS)}, pictures)


def _pressed(layout: str, data: dict[str, Any], pictures: Mapping[str, str]) -> bytes:
    with tempfile.TemporaryDirectory(prefix="kizuna-") as name:
        folder = Path(name)
        (folder / _MAIN).write_text(layout, encoding="utf-8")
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        for url, picture in pictures.items():
            _picture(url, folder / picture)
        try:
            return _set(folder, STANDARD)
        except _Unset:
            # A letter that no font has, in some listing: tagged all the same, without the promise of UA-1.
            return _set(folder)
