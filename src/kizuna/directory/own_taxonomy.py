"""This site's own needs as a taxonomy: two levels, each need with its SDOH category, for others to read."""

import hashlib
import json

from kizuna.directory.needs import GROUPS, NEEDS, Need
from kizuna.directory.table import Row

NAME = "Kizuna needs"
SOURCE = "kizuna-needs"
SDOH = "x_kizuna_sdoh"
"""A field of our own: the category of HL7 SDOH Clinical Care, which HSDS has no field for."""
_URI = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"


def term(need: Need) -> dict[str, str]:
    """One need as a row of `taxonomy_term`, without its taxonomy."""
    return {
        "id": need.code,
        "code": need.code,
        "name": need.label,
        "description": need.hint,
        "parent_id": need.group if need.group != need.code else "",
        SDOH: need.sdoh,
    }


def tables() -> dict[str, list[Row]]:
    """The taxonomy and its terms."""
    taxonomy = {
        "id": "needs",
        "name": NAME,
        "description": "What people need, in plain words. Each term has its category of SDOH Clinical Care.",
        "x_kizuna_sdoh_system": _URI,
    }
    return {
        "taxonomies": [taxonomy],
        "taxonomy_terms": [term(need) | {"taxonomy_id": "needs"} for need in (*GROUPS, *NEEDS)],
    }


def stamp() -> str:
    """Another one whenever a need changed."""
    return hashlib.sha256(json.dumps(tables(), sort_keys=True).encode()).hexdigest()
