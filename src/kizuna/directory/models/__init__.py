"""The tables of the directory, named after HSDS 3.1."""

from kizuna.directory.models.alike import Alike, Joined
from kizuna.directory.models.booklets import PrintedBooklet
from kizuna.directory.models.brought import BroughtPackage, Synonym, TermNeeds
from kizuna.directory.models.care import (
    Care,
    Change,
    ChangedField,
    Confirmation,
    ConfirmationOf,
    Fault,
    HeldEdit,
    Use,
)
from kizuna.directory.models.contact import Contact, Language, Phone
from kizuna.directory.models.feeds import Feed, Fetch
from kizuna.directory.models.listed import Edition, Listed, Source
from kizuna.directory.models.locations import Accessibility, Address, Location
from kizuna.directory.models.offers import (
    GONE,
    CostOption,
    Organization,
    Program,
    RequiredDocument,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
    Unit,
)
from kizuna.directory.models.passed_on import Metadata, PassedOn
from kizuna.directory.models.schedules import Schedule
from kizuna.directory.models.taxonomy import ServiceNeed, ServiceTerm, Taxonomy, TaxonomyTerm
from kizuna.directory.models.translations import Translation

__all__ = [
    "GONE",
    "Accessibility",
    "Address",
    "Alike",
    "BroughtPackage",
    "Care",
    "Change",
    "ChangedField",
    "Confirmation",
    "ConfirmationOf",
    "Contact",
    "CostOption",
    "Edition",
    "Fault",
    "Feed",
    "Fetch",
    "HeldEdit",
    "Joined",
    "Language",
    "Listed",
    "Location",
    "Metadata",
    "Organization",
    "PassedOn",
    "Phone",
    "PrintedBooklet",
    "Program",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "ServiceNeed",
    "ServiceTerm",
    "Source",
    "Synonym",
    "Taxonomy",
    "TaxonomyTerm",
    "TermNeeds",
    "Translation",
    "Unit",
    "Use",
]
