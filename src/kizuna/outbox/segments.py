"""What a text message costs: GSM-7 or UCS-2, its parts, the price of each character, a cheaper spelling.

By 3GPP TS 23.038 (characters) and 23.040 (parts). A part carries 140 octets; the parts of a longer message
each lose 6 of them to a header that says how to put them together.
"""

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "\f^{}\\[~]|€"
"""These take an escape and themselves: two places, which are never parted."""
PRICE = {**dict.fromkeys(BASIC, 1), **dict.fromkeys(EXTENSION, 2)}
BITS = {"GSM-7": 7, "UCS-2": 16}
ALONE = {"GSM-7": 160, "UCS-2": 70}
TOGETHER = {"GSM-7": 153, "UCS-2": 67}
HEADER = 48
"""Bits of each part of a longer message that are not text."""
MOST_PARTS = 6
"""What most networks put together again without losing some."""


@dataclass(frozen=True)
class Counted:
    """How a text travels. `units`: places that its characters take; `bits` of the text, and of all parts."""

    encoding: Encoding
    parts: tuple[str, ...]
    units: int

    @property
    def segments(self) -> int:
        """How many parts are paid for."""
        return len(self.parts)

    @property
    def message_bits(self) -> int:
        """Bits of the text alone."""
        return self.units * BITS[self.encoding]

    @property
    def total_bits(self) -> int:
        """Bits of the text with the headers of its parts."""
        return self.message_bits + (HEADER * self.segments if self.segments > 1 else 0)

    @property
    def left(self) -> int:
        """Places that are free in the last part."""
        if self.segments <= 1:
            return ALONE[self.encoding] - self.units
        last = sum(price(character, self.encoding) for character in self.parts[-1])
        return TOGETHER[self.encoding] - last


def price(character: str, encoding: Encoding) -> int:
    """How many places a character takes: septets, or units of UTF-16. Raises KeyError outside GSM-7."""
    return PRICE[character] if encoding == "GSM-7" else 1 + (ord(character) > 0xFFFF)


def encoding_of(text: str) -> Encoding:
    """UCS-2 as soon as one character is not in GSM-7's two tables."""
    return "GSM-7" if all(character in PRICE for character in text) else "UCS-2"


def counted(text: str) -> Counted:
    """How a text travels, as `\\n` and not `\\r\\n` for a new line."""
    text = text.replace("\r\n", "\n")
    encoding = encoding_of(text)
    units = sum(price(character, encoding) for character in text)
    if units <= ALONE[encoding]:
        return Counted(encoding, (text,) if text else (), units)
    return Counted(encoding, _parts(text, encoding), units)


def _parts(text: str, encoding: Encoding) -> tuple[str, ...]:
    """Full parts one after the other; neither an escape and its character nor a surrogate pair is parted."""
    most, filled = TOGETHER[encoding], 0
    parts: list[str] = []
    part: list[str] = []
    for character in text:
        takes = price(character, encoding)
        if filled + takes > most:
            parts.append("".join(part))
            part, filled = [], 0
        part.append(character)
        filled += takes
    return (*parts, "".join(part))


@dataclass(frozen=True)
class Dear:
    """Characters that make a text dearer: which, how often, and what could stand there instead."""

    character: str
    times: int
    instead: str

    @property
    def places(self) -> int:
        """How many places it takes; 0 for one that is in neither table and makes all others dearer."""
        return PRICE.get(self.character, 0)


def dear(text: str) -> tuple[Dear, ...]:
    """What a text's characters cost beyond one place: those outside GSM-7, and those of its second table."""
    found = sorted(character for character in text if PRICE.get(character) != 1)
    return tuple(Dear(c, len(list(same)), _instead(c) or "") for c, same in groupby(found))


# Typewriters' and word processors' signs that say nothing which a plain one does not say.
PLAIN = {
    **dict.fromkeys("‘’‚‛′`´ʹʼ", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009", " "),
    **dict.fromkeys("\u200a\u202f\u205f\t", " "),
    **dict.fromkeys("\u00ad\u200b\u2060\ufeff", ""),
    **dict.fromkeys("•·‣∙", "*"),
    "…": "...", "⁄": "/", "‹": "<", "›": ">", "×": "x", "\u2028": "\n", "\u2029": "\n", "№": "No.",
    "Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "ı": "i", "Þ": "Th", "þ": "th", "ð": "d",
}  # fmt: skip


def _instead(character: str) -> str | None:
    """A spelling in GSM-7 that a reader takes for the same; None when there is none."""
    if character in PLAIN:
        return PLAIN[character]
    if character in PRICE or not unicodedata.name(character, "").startswith("LATIN "):
        return None  # other scripts carry their meaning themselves: they are paid for, not spelt anew
    base = unicodedata.normalize("NFKD", character)
    plain = "".join(sign for sign in base if not unicodedata.combining(sign))
    return plain if plain and all(sign in PRICE for sign in plain) else None


def cheaper(text: str) -> str | None:
    """The same text in characters that cost less, to be offered; None when that saves no part.

    Letters lose accents only when the whole text then fits GSM-7: else it would cost the same and read worse.
    """
    composed = unicodedata.normalize("NFC", text)
    spelt = "".join(sign if sign in PRICE else _or_same(sign) for sign in composed)
    if encoding_of(spelt) == "UCS-2":  # what cannot be spelt anew stays: then only signs without loss change
        spelt = "".join(PLAIN.get(sign, sign) for sign in composed)
    return spelt if counted(spelt).segments < counted(text).segments else None


def _or_same(character: str) -> str:
    found = _instead(character)
    return character if found is None else found
