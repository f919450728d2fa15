"""What FHIR R4 (4.0.1) lets stand in a Questionnaire and its response. R5 and slips are refused by it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

Json = Mapping[str, Any]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


RESOURCE = _names("resourceType id meta implicitRules language text contained extension modifierExtension")
ELEMENT = _names("id extension modifierExtension")
KINDS = _names("Boolean Decimal Integer Date DateTime Time String Coding Quantity Reference")
ANY_VALUE = frozenset(f"value{kind}" for kind in KINDS | {"Uri", "Attachment"})
OF: Mapping[str, frozenset[str]] = {
    "Questionnaire": RESOURCE
    | _names(
        "url identifier version name title derivedFrom status experimental subjectType date publisher "
        "contact description useContext jurisdiction purpose copyright approvalDate lastReviewDate "
        "effectivePeriod code item"
    ),
    "item": ELEMENT
    | _names(
        "linkId definition code prefix text type enableWhen enableBehavior required repeats readOnly "
        "maxLength answerValueSet answerOption initial item"
    ),
    "enableWhen": ELEMENT | {"question", "operator"} | {f"answer{kind}" for kind in KINDS},
    "answerOption": ELEMENT
    | _names("initialSelected valueInteger valueDate valueTime valueString valueCoding valueReference"),
    "QuestionnaireResponse": RESOURCE
    | _names("identifier basedOn partOf questionnaire status subject encounter authored author source item"),
    "response item": ELEMENT | _names("linkId definition text answer item"),
    "answer": ELEMENT | ANY_VALUE | {"item"},
}
TYPES = _names(
    "group display boolean decimal integer date dateTime time string text url choice open-choice attachment "
    "reference quantity"
)
OPERATORS = frozenset({"exists", "=", "!=", ">", "<", ">=", "<="})
PUBLISHED = _names("draft active retired unknown")
ANSWERED = _names("in-progress completed amended entered-in-error stopped")
ONLY_R5 = _names(
    "versionAlgorithmString versionAlgorithmCoding copyrightLabel disabledDisplay answerConstraint"
)
LISTS = _names(
    "item answer answerOption enableWhen initial code extension modifierExtension contained identifier "
    "derivedFrom subjectType contact useContext jurisdiction basedOn partOf"
)
WORDS = _names(
    "linkId text type question operator enableBehavior status title name url version definition prefix "
    "answerValueSet copyright description publisher purpose date authored"
)
FLAGS = _names("required repeats readOnly experimental initialSelected")
SPELT = {"true": True, "false": False}
"""Some programs write these in quotes: we take them, and write them as FHIR wants them."""


class NotR4(ValueError):
    """What was handed in is no R4 resource of this kind; a sentence that says where and why."""


def refuse(unless: bool, sentence: str) -> None:
    """Raise NotR4 with this sentence unless it holds."""
    if not unless:
        raise NotR4(sentence)


def frozen(value: Any) -> Any:
    """JSON that nobody can change."""
    if isinstance(value, Mapping):
        return MappingProxyType({name: frozen(one) for name, one in value.items()})
    return tuple(frozen(one) for one in value) if isinstance(value, list | tuple) else value


def thawed(value: Any) -> Any:
    """The same as plain JSON, to be written or handed to a library."""
    if isinstance(value, Mapping):
        return {name: thawed(one) for name, one in value.items()}
    return [thawed(one) for one in value] if isinstance(value, list | tuple) else value


def _flags(node: Json) -> dict[str, Any]:
    return {
        name: SPELT.get(value, value) if name in FLAGS and isinstance(value, str) else value
        for name, value in node.items()
    }


def _check_type(name: str, value: object, kind: str, where: str) -> None:
    if name in LISTS and not (name == "identifier" and kind == "QuestionnaireResponse"):
        refuse(
            isinstance(value, list | tuple) and len(value) > 0, f"{where}: {name} is a list, and not empty."
        )
    elif name in FLAGS:
        refuse(isinstance(value, bool), f"{where}: {name} is true or false.")
    elif name in WORDS and not (name == "text" and kind in {"Questionnaire", "QuestionnaireResponse"}):
        refuse(isinstance(value, str) and value.strip() != "", f"{where}: {name} is a text, and not empty.")


def checked(node: object, kind: str, where: str) -> Json:
    """A node of a resource with elements of R4 only, lists where R4 has lists, words where it has words."""
    if not isinstance(node, Mapping):
        raise NotR4(f"{where} is not an object.")
    row = _flags(node)
    for name, value in row.items():
        plain = name.removeprefix("_")
        refuse(plain not in ONLY_R5, f"{where} has {plain}, which belongs to FHIR R5; bring it as R4.")
        refuse(plain in OF[kind], f"{where} has {plain}, which R4 does not know there.")
        if plain == name:
            _check_type(name, value, kind, where)
    return row
