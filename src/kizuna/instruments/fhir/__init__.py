"""FHIR R4 Questionnaire and QuestionnaireResponse: in, out, and what they work out by themselves."""

from kizuna.instruments.fhir.elements import NotR4
from kizuna.instruments.fhir.reading import read_questionnaire, read_response
from kizuna.instruments.fhir.shape import Question, Questionnaire, Response
from kizuna.instruments.fhir.working import BadFormula, calculated, enabled
from kizuna.instruments.fhir.writing import write_questionnaire, write_response

__all__ = [
    "BadFormula",
    "NotR4",
    "Question",
    "Questionnaire",
    "Response",
    "calculated",
    "enabled",
    "read_questionnaire",
    "read_response",
    "write_questionnaire",
    "write_response",
]
