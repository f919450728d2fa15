from kizuna.web.models.lists import BroughtList
from kizuna.web.models.programs import Answer, Program
from kizuna.web.models.report import HealthReport
from kizuna.web.models.sealing import RAW, TOKEN, blind_fields, in_libraries, raw, sealed_names, tables

__all__ = [
    "RAW",
    "TOKEN",
    "Answer",
    "BroughtList",
    "HealthReport",
    "Program",
    "blind_fields",
    "in_libraries",
    "raw",
    "sealed_names",
    "tables",
]
