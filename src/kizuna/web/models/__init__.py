from kizuna.web.models.lists import BroughtList
from kizuna.web.models.sealing import RAW, blind_fields, raw, sealed_names, tables

__all__ = ["RAW", "BroughtList", "blind_fields", "raw", "sealed_names", "tables"]
