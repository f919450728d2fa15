"""Tables and columns of HSDS 1.0 to 3.1 as data: what each is called over the versions, how it is read."""

from kizuna.directory.passing import PASSED_ON
from kizuna.directory.table import Column, Table, ref

_SERVICE = ref("service_id", "service", needed=True)
_MAYBE_SERVICE = ref("service_id", "service")
_MAYBE_LOCATION = ref("location_id", "location")
_MAYBE_SITE = ref("service_at_location_id", "service_at_location")
_MAYBE_CONTACT = ref("contact_id", "contact")
_BODY = ref("organization_id", "organization", "organisation_id")
_NAME = Column("name", longest=300, needed=True)
_MAYBE_NAME = Column("name", longest=300)
_ALTERNATE = Column("alternate_name", longest=300)
_DESCRIPTION = Column("description", "text")

ORGANIZATION = Table(
    "organization",
    ("organization", "organizations", "organisation", "organisations"),
    (
        _NAME,
        _ALTERNATE,
        _DESCRIPTION,
        Column("email", "email"),
        Column("website", "url", ("url",)),
        Column("tax_status", longest=100),
        Column("tax_id", longest=100),
        Column("year_incorporated", "whole"),
        Column("legal_status", longest=100),
        Column("uri", longest=500),
        ref("parent_organization_id", "organization"),
    ),
)
PROGRAM = Table(
    "program",
    ("program", "programs"),
    (_BODY, _NAME, _ALTERNATE, _DESCRIPTION),
    owners=("organization_id",),
)
LOCATION = Table(
    "location",
    ("location", "locations"),
    (
        _BODY,
        Column("location_type", longest=20),
        _MAYBE_NAME,
        _ALTERNATE,
        _DESCRIPTION,
        Column("transportation", "text"),
        Column("latitude", "number", ("lat",)),
        Column("longitude", "number", ("lon", "lng", "long")),
        Column("url", "url", ("website",)),
        Column("confidential", "yes", ("x_confidential", "is_confidential")),
    ),
    owners=("organization_id",),
)
SERVICE = Table(
    "service",
    ("service", "services"),
    (
        _BODY,
        ref("program_id", "program"),
        _NAME,
        _ALTERNATE,
        _DESCRIPTION,
        Column("url", "url", ("website",)),
        Column("email", "email"),
        Column("status", "status"),
        Column("interpretation_services", "text"),
        Column("application_process", "text"),
        Column("fees_description", "text", ("fees",)),
        Column("eligibility_description", "text", ("eligibility",)),
        Column("minimum_age", "number"),
        Column("maximum_age", "number"),
        Column("accreditations", "text"),
        Column("licenses", "text"),
        Column("wait_time", "text"),
        Column("alert", "text"),
        Column("assured_date", "date"),
        Column("assurer_email", "email"),
        Column("last_modified", "moment"),
        Column("emergency_only", "yes", ("x_emergency_only",)),
    ),
)
SERVICE_AT_LOCATION = Table(
    "service_at_location",
    ("service_at_location", "service_at_locations", "services_at_location", "services_at_locations"),
    (_SERVICE, ref("location_id", "location", needed=True), _DESCRIPTION),
    natural=("service_id", "location_id"),
)
ADDRESS = Table(
    "address",
    ("address", "addresses", "physical_address", "physical_addresses", "postal_address", "postal_addresses",
     "mail_addresses"),
    (
        ref("location_id", "location", needed=True),
        Column("attention", longest=300),
        Column("address_1", longest=300, also=("address", "street_address")),
        Column("address_2", longest=300),
        Column("city", longest=100),
        Column("region", longest=100),
        Column("state_province", longest=100, also=("state",)),
        Column("postal_code", longest=20, also=("postcode", "zip")),
        Column("country", longest=60),
        Column("address_type", longest=20),
    ),
    any_of=("address_1", "address_2", "city", "region", "postal_code"),
)  # fmt: skip
PHONE = Table(
    "phone",
    ("phone", "phones"),
    (
        _MAYBE_SERVICE,
        _MAYBE_LOCATION,
        _BODY,
        _MAYBE_SITE,
        _MAYBE_CONTACT,
        Column("number", also=("phone",), needed=True),
        Column("extension", longest=20),
        Column("type", longest=30, also=("number_type",)),
        Column("description", "text", ("department",)),
    ),
    any_of=("service_id", "location_id", "organization_id", "service_at_location_id", "contact_id"),
    owners=("service_id", "service_at_location_id", "location_id", "contact_id", "organization_id"),
)
CONTACT = Table(
    "contact",
    ("contact", "contacts"),
    (
        _MAYBE_SERVICE,
        _MAYBE_SITE,
        _MAYBE_LOCATION,
        _BODY,
        Column("name"),
        Column("title", longest=300),
        Column("department", longest=300),
        Column("email", "email"),
    ),
    owners=("service_id", "service_at_location_id", "location_id", "organization_id"),
)
SCHEDULE = Table(
    "schedule",
    (
        "schedule",
        "schedules",
        "regular_schedule",
        "regular_schedules",
        "holiday_schedule",
        "holiday_schedules",
    ),
    (
        _MAYBE_SERVICE,
        _MAYBE_LOCATION,
        _MAYBE_SITE,
        Column("valid_from", "date", ("start_date",)),
        Column("valid_to", "date", ("end_date",)),
        Column("dtstart", "date"),
        Column("timezone", longest=60),
        Column("until", "date"),
        Column("count", "whole"),
        Column("wkst", longest=2),
        Column("freq", longest=10),
        Column("interval", "whole"),
        Column("byday", longest=100),
        Column("byweekno", longest=100),
        Column("bymonthday", longest=100),
        Column("byyearday", longest=100),
        Column("description", "text", ("original_text",)),
        Column("opens_at"),
        Column("closes_at"),
        Column("schedule_link", "url"),
        Column("attending_type", "text"),
        Column("notes", "text"),
        Column("weekday"),
        Column("exception", "yes", ("x_kizuna_exception",)),
    ),
    any_of=("service_id", "location_id", "service_at_location_id"),
    owners=("service_id", "service_at_location_id", "location_id"),
)
LANGUAGE = Table(
    "language",
    ("language", "languages"),
    (
        _MAYBE_SERVICE,
        _MAYBE_LOCATION,
        ref("phone_id", "phone"),
        Column("name", "text", ("language",)),
        Column("code", longest=10),
        Column("note", "text"),
    ),
    natural=("service_id", "location_id", "phone_id", "name", "code"),
    any_of=("name", "code"),
    owners=("service_id", "location_id", "phone_id"),
)
ACCESSIBILITY = Table(
    "accessibility",
    ("accessibility", "accessibilities", "accessibility_for_disabilities"),
    (
        ref("location_id", "location", needed=True),
        Column("description", "text", ("accessibility",)),
        Column("details", "text"),
        Column("url", "url"),
    ),
    any_of=("description", "details", "url"),
)
TAXONOMY = Table(
    "taxonomy",
    ("taxonomies", "taxonomy"),
    (
        Column("name", longest=200, needed=True),
        _DESCRIPTION,
        Column("uri", longest=500),
        Column("version", longest=60),
    ),
)
TAXONOMY_TERM = Table(
    "taxonomy_term",
    ("taxonomy_term", "taxonomy_terms"),
    (
        Column("code", longest=100),
        _NAME,
        _DESCRIPTION,
        ref("parent_id", "taxonomy_term"),
        ref("taxonomy_id", "taxonomy"),
        Column("language", longest=10),
        Column("term_uri", "url"),
    ),
)
ATTRIBUTE = Table(
    "attribute",
    ("attribute", "attributes", "services_taxonomy", "service_taxonomy", "service_taxonomies",
     "service_attribute", "service_attributes"),
    (
        _SERVICE,
        ref("term_id", "taxonomy_term", "taxonomy_term_id", "taxonomy_id", needed=True),
        Column("label", longest=200, also=("taxonomy_detail",)),
        Column("value", longest=500),
    ),
    natural=("service_id", "term_id", "label", "value"),
)  # fmt: skip
SERVICE_AREA = Table(
    "service_area",
    ("service_area", "service_areas"),
    (
        _MAYBE_SERVICE,
        _MAYBE_SITE,
        Column("name", longest=300, also=("service_area",)),
        _DESCRIPTION,
        Column("uri", longest=500),
    ),
    any_of=("name", "description", "uri"),
    owners=("service_id", "service_at_location_id"),
)
COST_OPTION = Table(
    "cost_option",
    ("cost_option", "cost_options"),
    (
        _SERVICE,
        Column("option", "text"),
        Column("currency", longest=3),
        Column("amount", "money"),
        Column("amount_description", "text"),
        Column("valid_from", "date"),
        Column("valid_to", "date"),
    ),
)
REQUIRED_DOCUMENT = Table(
    "required_document",
    ("required_document", "required_documents"),
    (_SERVICE, Column("document", "text"), Column("uri", "url")),
    any_of=("document", "uri"),
)
UNIT = Table(
    "unit",
    ("unit", "units"),
    (
        Column("name", longest=100, needed=True),
        Column("scheme", longest=300),
        Column("identifier", longest=100),
        Column("uri", "url"),
    ),
)
SERVICE_CAPACITY = Table(
    "service_capacity",
    ("service_capacity", "service_capacities"),
    (
        _SERVICE,
        Column("unit", longest=100),
        ref("unit_row_id", "unit", "unit_id"),
        Column("available", "whole"),
        Column("maximum", "whole"),
        _DESCRIPTION,
        Column("updated", "moment"),
    ),
)

METADATA = Table(
    "metadata",
    ("metadata",),
    (
        Column("resource_type", longest=60),
        Column("resource_id", "link", to="resource_type"),
        Column("last_action_date", "date"),
        Column("last_action_type", longest=60),
        Column("field_name", longest=200),
        Column("previous_value", "text"),
        Column("replacement_value", "text"),
        Column("updated_by", longest=300),
    ),
)

TABLES = (
    ORGANIZATION,
    PROGRAM,
    LOCATION,
    SERVICE,
    SERVICE_AT_LOCATION,
    ADDRESS,
    CONTACT,
    PHONE,
    SCHEDULE,
    LANGUAGE,
    ACCESSIBILITY,
    TAXONOMY,
    TAXONOMY_TERM,
    ATTRIBUTE,
    SERVICE_AREA,
    COST_OPTION,
    REQUIRED_DOCUMENT,
    UNIT,
    SERVICE_CAPACITY,
    *PASSED_ON,
    METADATA,
)
"""In the order in which they are written: what is pointed to stands first."""

ELIGIBILITY = "eligibility"
BY_FILE = {file: table for table in TABLES for file in table.files}
BY_NAME = {table.name: table for table in TABLES}
