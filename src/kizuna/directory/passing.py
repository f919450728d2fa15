"""Tables of HSDS that the directory only passes on: each row comes in and goes out as it is."""

from kizuna.directory.table import Column, Table, ref

_MAYBE_SERVICE = ref("service_id", "service")
_BODY = ref("organization_id", "organization", "organisation_id")
_OWNERS = ("service_id", "organization_id")
OTHER_ATTRIBUTE = "attribute of something else"
"""Terms that are given to other things than services."""

PASSED_ON = (
    Table(
        "funding",
        ("funding", "fundings"),
        (_BODY, _MAYBE_SERVICE, Column("source", "text")),
        owners=_OWNERS,
    ),
    Table(
        "url",
        ("url", "urls"),
        (_BODY, _MAYBE_SERVICE, Column("label", "text"), Column("url", "url")),
        owners=_OWNERS,
    ),
    Table(
        "organization_identifier",
        ("organization_identifier", "organization_identifiers"),
        (
            _BODY,
            Column("identifier_scheme", "text"),
            Column("identifier_type", "text"),
            Column("identifier", "text"),
        ),
        owners=("organization_id",),
    ),
    Table(
        "payment_accepted",
        ("payment_accepted", "payments_accepted"),
        (_MAYBE_SERVICE, Column("payment", "text")),
        owners=("service_id",),
    ),
    Table(
        "meta_table_description",
        ("meta_table_description", "meta_table_descriptions"),
        (Column("name", "text"), Column("language", "text"), Column("character_set", "text")),
    ),
    Table(
        OTHER_ATTRIBUTE,
        (OTHER_ATTRIBUTE,),
        (
            Column("link_entity", longest=40),
            Column("link_id", "link", to="link_entity"),
            ref("term_id", "taxonomy_term", "taxonomy_term_id"),
            Column("label", "text"),
            Column("value", "text"),
        ),
    ),
)
NAMES = frozenset(table.name for table in PASSED_ON)
POINTERS = frozenset(
    {"organization_id", "service_id", "term_id", "taxonomy_term_id", "link_entity", "link_id"}
)
"""Columns of these that point somewhere; all others are passed on as they are."""
