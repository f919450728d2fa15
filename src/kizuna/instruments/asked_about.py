"""Questions of others that ask about danger, known by their words: which of their answers tell of one.

A file from elsewhere marks no danger, and few name a code that Kizuna knows. A wrong alarm costs a page with
numbers.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from kizuna.instruments.definition import Choice, DangerKind, Item

# fmt: off
WORDS: tuple[tuple[DangerKind, str], ...] = (
    ("life", r"suicid|sucid|kill(?:ing|ed)? (?:your|my|him|her|them)sel|(?:better|wish\w*|were|be|"
             r"being) (?:off )?dead"),
    ("life", r"(?:hurt|harm|cut|injur)(?:ing|ed|t?ing)? (?:your|my|him|her|them)sel|self.?(?:harm|"
             r"injur)"),
    ("life", r"(?:end(?:ing|ed)?|tak(?:e|ing)|took) (?:your|my|their|his|her) (?:own )?li(?:fe|ves)|"
             r"overdos"),
    ("life", r"not wake up|(?:not|never|dont|no longer) (?:want\w*|wish\w*) to (?:live|be alive|"
             r"wake up|exist|go on)"),
    ("life", r"(?:want(?:ed)?|wish(?:ed)?) to die|life (?:is|was) not worth|not worth living"),
    ("life", r"matar(?:se|te|me)|quitar(?:se|te|me) la vida|(?:estar|estaria|estuviera|mejor) muert|"
             r"hacer(?:se|te|le|me) dano|"
             r"lastimar(?:se|te|me)|herir(?:se|te|me)|deseo\w* morir|no (?:querer )?(?:despertar|"
             r"seguir viviendo)"),
    ("life", r"انتحار|قتل نفس|ايذاء نفس|اذيه نفس|تؤذي نفس|تقتل نفس|انهاء حيات|تنهي حيات|الموت افضل|"
             r"تموت|جرح نفس|لو كنت ميت"),
    ("home", r"(?:anyone|someone|somebody|partner|spouse|husband|wife|famil\w+|carer|caregiver|"
             r"relative|they)\b.{0,60}?"
             r"\b(?:hurt\w*|hit\w*|insult\w*|threat\w*|scream\w*|curs\w+|kick\w*|slap\w*|chok\w*|"
             r"forc\w+|punch\w*|push\w*|abus\w*)"),
    ("home", r"(?:been|being|were|are you|feel) (?:\w+ ){0,3}(?:hit|kicked|punched|slapped|choked|"
             r"abused|beaten|raped|assaulted|forced)"),
    ("home", r"(?:afraid|scared|frightened|fear\w*) (?:of|from) (?:your|my|a|an|any|some|the|current|"
             r"\W)+ ?(?:\w+ )?"
             r"(?:partner|ex|spouse|husband|wife|famil|carer|someone|anyone)"),
    ("home", r"(?:afraid|scared|frightened) (?:of|to be) (?:anyone|someone|somebody|at home)|"
             r"domestic (?:violence|abuse)|unsafe (?:at|in your) home"),
    ("home", r"(?:alguien|pareja|espos[oa]|marido|famili\w+)\b.{0,60}?\b(?:lastim|golpe|peg[ao]|"
             r"amenaz|insult|grit|oblig|maltrat|abus|fuerz|dano)\w*"),
    ("home", r"miedo (?:de|a|por) (?:su|tu|mi|una?) (?:ex.?)?(?:pareja|espos|marido|famili)|"
             r"violencia (?:domestica|familiar|de pareja)|maltrat"),
    ("home", r"(?:يضرب|يؤذي|يهدد|يصرخ|يشتم|اذاك|ضربك|هددك|يجبر|تعرضت).{0,40}(?:ك\b|كم\b|للضرب|للعنف|"
             r"للاذي)|تخاف\w* من (?:زوج|شريك|احد|شخص)|عنف"),
    ("other", r"\bunsafe\b|in danger|en peligro|في خطر|stalk|weapon|firearm|\bgun\b"),
)
"""Who says yes, often or at all to such a question may be in danger."""
SAFE: tuple[tuple[DangerKind, str], ...] = (
    ("home", r"(?:feel|are you|is it) (?:\w+ ){0,3}safe.{0,40}(?:home|house|liv(?:e|ing)|relationship|"
             r"partner|stay)"),
    ("home", r"(?:siente|sientes|esta|estas) (?:\w+ ){0,3}segur[oa].{0,40}(?:casa|hogar|vive|relacion|"
             r"pareja)"),
    ("home", r"(?:بالامان|بامان|امن[اه]?).{0,40}(?:بيت|منزل|تعيش|تسكن)"),
    ("other", r"(?:feel|are you) (?:\w+ ){0,3}safe\b|(?:siente|sientes|esta|"
             r"estas) (?:\w+ ){0,3}segur[oa]|تشعر\w* بالامان"),
)
"""Who says no to such a question may be in danger."""
NO = (r"no|none|never|not at all|nunca|jamas|ninguno|ninguna|para nada|en absoluto|لا|ابدا|مطلقا|لا احد|"
      r"false|no one|nobody|nadie|nunca jamas|rarely or never")
UNSAID = (r".*(?:choose not|prefer not|decline|not to answer|no contest|no respond|no answer|refus|"
          r"prefiero no|افضل عدم|لا اجيب|لا ارغب)")
UNSURE = (r"unsure|not sure|do not know|dont know|no se|no estoy segur[oa]|no sabe|لست متاكد[اه]?|"
          r"لا اعرف|لا اعلم")
# fmt: on
_WORDS = tuple((kind, re.compile(words)) for kind, words in WORDS)
_SAFE = tuple((kind, re.compile(words)) for kind, words in SAFE)
_NO, _UNSAID, _UNSURE = (re.compile(words) for words in (NO, UNSAID, UNSURE))


def _plain(text: str) -> str:
    small = (
        unicodedata.normalize("NFKD", text.casefold()).replace("ـ", "").replace("ة", "ه").replace("ى", "ي")
    )
    letters = "".join(char for char in small if not unicodedata.combining(char) and char not in "'’`´")
    return " ".join(re.findall(r"[\w-]+", letters))


def asked_about(text: str) -> tuple[DangerKind | None, bool]:
    """The danger that a question asks about, and whether "no" tells of it: it asks if somebody is safe."""
    said = _plain(text)
    for kind, words in _WORDS:
        if words.search(said):
            return kind, False
    for kind, words in _SAFE:
        if words.search(said):
            return kind, True
    return None, False


def _tells(choice: Choice, points: Sequence[float], safe: bool) -> bool:
    label = _plain(choice.label)
    if _UNSAID.match(label):
        return False
    no = _NO.fullmatch(label) is not None
    if safe:
        return no or _UNSURE.fullmatch(label) is not None
    if choice.score is not None and len(points) > 1:
        return choice.score > min(points)
    return not no and _UNSURE.fullmatch(label) is None


def marked(item: Item) -> Item:
    """The same question, each answer that may tell of a danger marked; unchanged where it asks about none."""
    kind, safe = asked_about(f"{item.hint} {item.text}" if len(item.text) < 40 else item.text)
    if kind is None or not item.choices or any(choice.danger for choice in item.choices):
        return item
    points = sorted({choice.score for choice in item.choices if choice.score is not None})
    return replace(
        item,
        choices=tuple(
            replace(choice, danger=kind) if _tells(choice, points, safe) else choice
            for choice in item.choices
        ),
    )
