"""Names of languages as people write them → ISO 639 codes, and back in the reader's language."""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_OTHER_NAMES = {
    "creole": "ht", "haitian": "ht", "haitian creole": "ht", "haitian-creole": "ht", "kreyol": "ht",
    "kreyòl": "ht", "mandarin": "zh", "cantonese": "yue", "farsi": "fa", "dari": "prs", "tagalog": "tl",
    "filipino": "fil", "castilian": "es", "español": "es", "français": "fr", "american sign language": "ase",
    "asl": "ase", "british sign language": "bfi", "bsl": "bfi", "sign language": "sgn", "punjabi": "pa",
    "gaelic": "gd", "kiswahili": "sw", "flemish": "nl", "moldovan": "ro", "taiwanese": "nan", "pashto": "ps",
    "sylheti": "syl", "deutsch": "de", "العربية": "ar", "sorani": "ckb", "kurmanji": "kmr",
}  # fmt: skip
OFFERED = (
    "ar", "ase", "bfi", "bn", "cy", "de", "el", "en", "es", "fa", "fr", "he", "hi", "ht", "it", "ja", "ko",
    "nl", "pa", "pl", "ps", "pt", "ro", "ru", "so", "sw", "tr", "uk", "ur", "vi", "yue", "zh",
)  # fmt: skip
"""Languages that a form offers."""
_CODE = re.compile(r"[a-z]{2,3}")


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    known = {name.lower(): code for code, name in Locale("en").languages.items() if _CODE.fullmatch(code)}
    return known | _OTHER_NAMES


@lru_cache(maxsize=4096)
def codes_of(text: str) -> tuple[str, ...]:
    """Codes of the languages that these words name, and nothing else; () when they say more or less.

    "English and Spanish" gives two; "Spanish (limited)" gives none: it is kept as words.
    """
    cleaned = " ".join(text.lower().strip().strip(".").split())
    parts = [part.strip() for part in re.split(r",|;|/|\n|&|\band\b|\bor\b", cleaned)]
    found = [_names().get(part, "") for part in parts if part]
    return tuple(dict.fromkeys(found)) if found and all(found) else ()


@lru_cache(maxsize=4096)
def code_known(code: str) -> str:
    """The bare code of `es`, `es-MX` or `spa`, or "" when it is none."""
    bare = re.split(r"[-_]", code.strip().lower())[0]
    if bare in _three_to_two():
        return _three_to_two()[bare]
    return bare if bare in Locale("en").languages or bare in _OTHER_NAMES.values() else ""


@lru_cache(maxsize=1)
def _three_to_two() -> dict[str, str]:
    return {
        "eng": "en", "spa": "es",
        "ara": "ar", "hat": "ht", "fra": "fr", "fre": "fr", "por": "pt", "rus": "ru",
        "zho": "zh", "chi": "zh",
        "deu": "de", "ger": "de", "ita": "it", "vie": "vi", "kor": "ko", "jpn": "ja",
        "pol": "pl",
        "ukr": "uk", "urd": "ur", "hin": "hi", "ben": "bn", "pan": "pa", "fas": "fa", "per": "fa",
        "tur": "tr",
        "som": "so", "swa": "sw", "nld": "nl", "cym": "cy", "heb": "he", "ell": "el", "ron": "ro",
    }  # fmt: skip


@lru_cache(maxsize=2048)
def name_of(code: str, reader: str) -> str:
    """The language's name for somebody who reads `reader`; the code when it has none."""
    try:
        names = Locale.parse(reader, sep="-").languages
    except (UnknownLocaleError, ValueError):
        names = Locale("en").languages
    found = names.get(code) or Locale("en").languages.get(code) or _OTHER_NAMES_BACK.get(code) or code
    return str(found)


_OTHER_NAMES_BACK = {"ase": "American Sign Language", "bfi": "British Sign Language", "sgn": "Sign language"}
