"""The tables of the directory, named after HSDS 3.1."""

from kizuna.directory.models.contact import Language, Phone
from kizuna.directory.models.listed import Edition, Listed, Source
from kizuna.directory.models.locations import Accessibility, Address, Location
from kizuna.directory.models.offers import (
    CostOption,
    Organization,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceCapacity,
)
from kizuna.directory.models.schedules import Schedule
from kizuna.directory.models.taxonomy import ServiceNeed, ServiceTerm, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Address",
    "CostOption",
    "Edition",
    "Language",
    "Listed",
    "Location",
    "Organization",
    "Phone",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "ServiceNeed",
    "ServiceTerm",
    "Source",
    "Taxonomy",
    "TaxonomyTerm",
]
