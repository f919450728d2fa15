"""Templates: where they live, what they may use, nothing inline, every visible word translatable."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from django.template.base import DebugLexer, Token, TokenType

from kizuna.house import REPLACED_TEMPLATES, ROOMS

LETTERS = re.compile(r"[^\W\d_]")
# The product's own name is the same in every language.
NAME = re.compile(r"\bKizuna\b|絆")
SPOKEN = frozenset(
    {"alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "title", "label"}
)
# Parameters of components whose values people read.
SAID = frozenset(
    {
        *(
            "alt",
            "caption",
            "detail",
            "empty",
            "error",
            "heading",
            "hidden",
            "hint",
            "label",
            "lead",
            "legend",
        ),
        *("message", "note", "summary", "suffix", "text", "title", "why", "what", "next"),
    }
)
LITERAL = re.compile(r"""(?<!_\()(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
SPEAKING_FILTERS = re.compile(r"""\|(?:default|default_if_none|yesno|add|pluralize|join):(["'])(.*?)\1""")
PARAMETER = re.compile(r"""(\w+)=(["'])(.*?)\2""")


def tokens(text: str) -> list[Token]:
    """Django's own view of a template, comments left out."""
    found, inside = [], False
    for token in DebugLexer(text).tokenize():
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents else ""
        if word in {"comment", "endcomment"}:
            inside = word == "comment"
        elif not inside and token.token_type != TokenType.COMMENT:
            found.append(token)
    return found


def place_rules(room: str, name: str) -> Iterator[str]:
    """A template lives under its room's name, or under a library's that it replaces."""
    first = name.split("/")[0]
    if first != room and first not in REPLACED_TEMPLATES:
        yield f"{name} must live in templates/{room}/"


def order_rules(room: str, text: str, home: Mapping[str, str], libraries: Mapping[str, str]) -> Iterator[str]:
    """extends, include and load go downstairs, by literal name. `home` and `libraries`: name → room."""
    for token in tokens(text):
        if token.token_type != TokenType.BLOCK:
            continue
        word, *rest = token.split_contents()
        others: list[str | None] = []
        if word in {"extends", "include"}:
            if not rest or rest[0][0] not in "'\"":
                yield f"{word} {' '.join(rest[:1])} is not a literal name"
                continue
            others = [home.get(rest[0].strip("'\""))]
            if others == [None] and rest[0].strip("'\"").split("/")[0] not in REPLACED_TEMPLATES:
                yield f"{word} {rest[0]}: no room has it"
        elif word == "load":
            others = [libraries.get(n) for n in (rest[rest.index("from") + 1 :] if "from" in rest else rest)]
        for other in filter(None, others):
            if ROOMS.index(other) > ROOMS.index(room):
                yield f"{room} may not {word} {' '.join(rest)}: {other} is upstairs"


def _shown(token: Token) -> str:
    """What a token itself says in the page: the words that it does not get from elsewhere."""
    if token.token_type == TokenType.VAR:
        inner = token.contents
        plain = LITERAL.match(inner)
        said = [plain["text"]] if plain else []
        return " ".join([*said, *(m[2] for m in SPEAKING_FILTERS.finditer(inner))]) or "0"
    word = token.contents.split()[0]
    if word in {"firstof", "cycle"}:
        return " ".join(m["text"] for m in LITERAL.finditer(token.contents))
    return ""


def flattened(text: str) -> str:
    """The template with its tags taken out: what stays must be markup, figures and signs."""
    parts, translated = [], False
    for token in tokens(text):
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            if word in {"blocktranslate", "blocktrans"}:
                translated = True
            elif word in {"endblocktranslate", "endblocktrans"}:
                translated = False
        if token.token_type == TokenType.TEXT:
            parts.append("" if translated else token.contents)
        elif not translated:
            parts.append(_shown(token))
    return "".join(parts)


class _Page(HTMLParser):
    """Collects what is wrong in markup that has no template tags left."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        kind = values.get("type", "")
        spoken = set(SPOKEN)
        if tag == "input" and kind in {"submit", "button", "reset"}:
            spoken.add("value")
        if tag == "meta" and values.get("name") == "description":
            spoken.add("content")
        for name, value in values.items():
            if name in spoken and _words(value):
                self.wrong.append(f"{name}={value!r} is not translatable")
            if name == "style":
                self.wrong.append(f"<{tag} style=…>: styles live in the CSS")
            if re.fullmatch(r"on[a-z]+", name) or name.startswith("hx-on") or "javascript:" in value.lower():
                self.wrong.append(f"<{tag} {name}=…>: no inline handlers")
        if tag == "style" or (tag == "script" and "src" not in values):
            self.wrong.append(f"<{tag}>: nothing inline")
        if tag in {"script", "style"}:
            self.silent = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data: str) -> None:
        if not self.silent and _words(data):
            self.wrong.append(f"{' '.join(data.split())!r} is not translatable")


def _words(text: str) -> bool:
    return bool(LETTERS.search(NAME.sub("", text)))


def word_rules(name: str, text: str) -> Iterator[str]:
    """Every visible word is translatable; no style, script or handler stands in the markup."""
    flat = flattened(text)
    if name.endswith((".html", ".svg")):
        page = _Page()
        page.feed(flat)
        page.close()
        yield from page.wrong
    elif name.endswith(".txt") and _words(flat):
        yield f"{' '.join(flat.split())!r} is not translatable"
    for token in tokens(text):
        if token.token_type == TokenType.BLOCK and token.contents.split()[0] in {"include", "with"}:
            for key, _, said in PARAMETER.findall(token.contents):
                if key in SAID and _words(said):
                    yield f"{key}={said!r} is not translatable: write _(…)"


FOLDED = re.compile(r"<table[^>]*\bfold\b[^>]*>(.*?)</table>", re.DOTALL)
FIGURE = re.compile(r'<td\b[^>]*class="[^"]*\bnum\b[^>]*>')


def label_rules(text: str) -> Iterator[str]:
    """Where a table folds on a narrow screen its header is gone: each figure says itself what it counts."""
    for table in FOLDED.finditer(text):
        for cell in FIGURE.findall(table[1].partition("<tbody")[2]):
            if "data-l=" not in cell:
                yield f"{cell} is a figure in a table that folds: say in data-l what it counts"
    for label in re.findall(r'data-l="\{% translate "([^"]*):" %\}"', text):
        yield f"data-l {label!r} ends in a colon, which the style adds"


def broken_template(
    room: str, name: str, text: str, home: Mapping[str, str], libraries: Mapping[str, str]
) -> Iterator[str]:
    """All that a template breaks."""
    yield from place_rules(room, name)
    yield from order_rules(room, text, home, libraries)
    yield from word_rules(name, text)
    yield from label_rules(text)
    if len(text.splitlines()) > 400:
        yield "longer than 400 lines"
