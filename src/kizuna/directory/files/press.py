"""Typesets what is printed: tagged PDF with bookmarks, by Typst; QR codes by segno. Both come with `pdf`."""

import io
import json
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from kizuna.access.viewer import Refused
from kizuna.directory.booklet import Booklet, as_data
from kizuna.directory.layout import FONTS, LAYOUT

STANDARD = ("ua-1",)
"""PDF/UA-1: every piece tagged, every letter readable. Letters that no font has break it."""
_MARGIN = 2
"""Modules of quiet around a QR code; paper around it is white as well."""
_SAMPLES = {"ar": "العربية", "fa": "فارسی", "he": "עברית", "ur": "اردو"}
"""A word that shows whether this machine can write a language."""


def _typesetter() -> Any:
    try:
        import typst
    except ImportError:
        raise Refused(
            _("This site cannot make PDF yet. Whoever runs it installs it with: pip install 'kizuna[pdf]'")
        ) from None
    return typst


def _picture(url: str) -> bytes:
    import segno

    out = io.BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="svg", border=_MARGIN, xmldecl=False)
    return out.getvalue()


def _set(files: dict[str, bytes], standards: tuple[str, ...]) -> bytes:
    found = _typesetter().compile(files, format="pdf", pdf_standards=list(standards))
    return bytes(found)


@lru_cache(maxsize=32)
def _can_write(language: str) -> bool:
    """Whether a font of this machine has the letters of a language."""
    word = _SAMPLES.get(language, "")
    fonts = ", ".join(json.dumps(each) for each in FONTS)
    text = f'#set document(title: "a")\n#set text(font: ({fonts}), lang: "{language}")\n{word}'
    typst = _typesetter()
    try:
        _set({"main.typ": text.encode()}, STANDARD)
    except typst.TypstError:
        return False
    return True


def pressed(booklet: Booklet) -> bytes:
    """The booklet as PDF. Raises Refused when the typesetter or a font is missing."""
    typst = _typesetter()
    data, codes = as_data(booklet)
    if data["lang"] in _SAMPLES and not _can_write(data["lang"]):
        raise Refused(
            _(
                "No font on this computer has the letters of this language. Whoever runs the site installs "
                "one, on Debian: apt-get install fonts-noto-core"
            )
        )
    files = {"main.typ": LAYOUT.encode(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    files |= {name: _picture(url) for url, name in codes.names.items()}
    try:
        return _set(files, STANDARD)
    except typst.TypstError:
        # A letter that no font has, in some listing: tagged all the same, without the promise of UA-1.
        return _set(files, ())
