"""Packages of every version of HSDS, read into values; nothing is dropped without a word."""

from datetime import time
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kizuna.directory.package import Package, identify, read
from kizuna.directory.report import checked, lines
from kizuna.directory.tables import TABLES

ORGANISATION = {"id": "1", "name": "Kitchen", "url": "kitchen.example.org"}
SERVICE = {"id": "7", "organization_id": "1", "name": "Lunch", "description": "Lunch for all"}


def package(**tables: list[dict[str, str]]) -> Package:
    return read({"organizations": [ORGANISATION], "services": [SERVICE], **tables}, source="here")


def values(found: Package, table: str) -> list[dict]:
    return [dict(record.values) for record in found.records[table]]


def problems(found: Package, table: str) -> list[tuple[str, str]]:
    return [(f.problem, f.fate) for f in found.findings if f.table == table]


def test_ids_follow_from_the_source_and_the_foreign_id() -> None:
    (one,), (other,) = (
        package().records["service"],
        read({"services": [SERVICE]}, source="x").records["service"],
    )
    assert one.id == identify("here", "service", "7") != other.id
    own = "6f6c4b8e-7ad0-4b2c-9c59-0d8d3a6f3a11"
    assert identify("anywhere", "service", own) == UUID(own)


def test_the_old_shape_is_read_as_the_new() -> None:
    found = package(
        taxonomy=[{"id": "BD", "name": "Food", "parent_id": "", "parent_name": "", "vocabulary": "AIRS"}],
        services_taxonomy=[{"id": "1", "service_id": "7", "taxonomy_id": "BD", "taxonomy_detail": ""}],
        eligibility=[
            {"id": "1", "service_id": "7", "eligibility": "Everybody"},
            {"id": "2", "service_id": "", "eligibility": "Nobody knows"},
        ],
        regular_schedules=[
            {"service_id": "7", "weekday": "Monday", "opens_at": "9:00am", "closes_at": "5:00pm"}
        ],
        holiday_schedules=[
            {
                "id": "1",
                "service_id": "7",
                "closed": "true",
                "start_date": "2026-12-25",
                "end_date": "2026-12-26",
            }
        ],
        physical_addresses=[],
    )
    assert values(found, "service")[0]["eligibility_description"] == "Everybody"
    assert problems(found, "eligibility") == [("no service with this id in the package", "refused")]
    (term,), (link,) = found.records["taxonomy_term"], found.records["attribute"]
    assert term.values["code"] == "BD"
    assert link.values["term_id"] == term.id
    assert found.records["taxonomy"][0].values["name"] == "AIRS"
    weekly, exception = values(found, "schedule")
    assert (weekly["freq"], weekly["byday"], weekly["opens_at"]) == ("WEEKLY", "MO", time(9))
    assert exception["exception"]
    assert exception["opens_at"] is None
    assert values(found, "organization")[0]["website"] == "https://kitchen.example.org"


def test_lists_in_a_column_become_rows() -> None:
    found = read(
        {
            "organizations": [ORGANISATION],
            "locations": [
                {"id": "3", "name": "Hall", "accessibility": "ramp, disabled_parking", "virtual": "true"}
            ],
            "services": [
                SERVICE | {"location_id": "3", "taxonomy_ids": "101", "languages": "Spanish, Tagalog"}
            ],
            "taxonomy": [{"taxonomy_id": "101", "name": "Food", "parent_id": "", "parent_name": ""}],
        },
        source="here",
    )
    assert len(found.records["service_at_location"]) == len(found.records["attribute"]) == 1
    assert [v["code"] for v in values(found, "language")] == ["es", "tl"]
    assert [v["description"] for v in values(found, "accessibility")] == ["ramp", "disabled parking"]
    assert values(found, "location")[0]["location_type"] == "virtual"


def test_attributes_of_other_things_are_passed_on() -> None:
    terms = [{"id": "t", "name": "Food", "taxonomy": "Ours"}]
    rows = [
        {"id": "a", "link_id": "7", "link_entity": "service", "taxonomy_term_id": "t"},
        {"id": "b", "link_id": "1", "link_entity": "organization", "taxonomy_term_id": "t"},
    ]
    found = package(taxonomy_terms=terms, attributes=rows)
    assert len(found.records["attribute"]) == 1
    (other,) = found.records["attribute of something else"]
    assert (other.values["link_table"], other.values["link"]) == (
        "organization",
        identify("here", "organization", "1"),
    )


def test_a_row_that_leads_nowhere() -> None:
    found = package(
        phones=[
            {"id": "1", "service_id": "8", "number": "305 573 4200"},
            {"id": "2", "service_id": "7", "number": ""},
        ],
        services_at_location=[{"id": "1", "service_id": "7", "location_id": "9"}],
    )
    assert problems(found, "phone") == [
        ("no service with this id in the package", "mended"),
        (
            "has none of service_id, location_id, organization_id, service_at_location_id, contact_id",
            "refused",
        ),
        ("is missing", "refused"),
    ]
    assert found.records["service_at_location"] == ()
    assert found.counts["service_at_location"].refused == 1


def test_a_service_may_have_lost_its_organisation() -> None:
    found = read({"services": [SERVICE]}, source="here")
    assert values(found, "service")[0]["organization_id"] is None


def test_the_same_row_twice_is_one() -> None:
    found = package(services=[SERVICE, SERVICE, SERVICE | {"name": "Dinner"}])
    assert [v["name"] for v in values(found, "service")] == ["Lunch", "Dinner"]
    assert [f for _, f in problems(found, "service")] == ["merged", "mended"]
    assert found.counts["service"].merged == 1


def test_hours_that_cannot_be_read_stay_as_unknown() -> None:
    rows = [
        {"service_id": "7", "weekday": "Monday", "opens_at": "9:00am", "closes_at": "5:00"},
        {"service_id": "7", "weekday": "Tuesday", "opens_at": "", "closes_at": ""},
        {"service_id": "7", "weekday": "Wednesday", "opens_at": "9:00am", "closes_at": ""},
        {"service_id": "7", "weekday": "someday", "opens_at": "9:00am", "closes_at": "5:00pm"},
        {"service_id": "7", "weekday": "Friday", "opens_at": "9:00pm", "closes_at": "7:00pm"},
    ]
    found = package(regular_schedules=rows)
    assert [v["readable"] for v in values(found, "schedule")] == [False, False, False, False, True]
    assert [p for p, _ in problems(found, "schedule")][-2:] == [
        "runs past midnight",
        "runs longer than 16 hours: is this right?",
    ]


def test_places_that_are_nowhere() -> None:
    rows = [
        {"id": "1", "latitude": "100", "longitude": "3"},
        {"id": "2", "latitude": "0", "longitude": "0"},
        {"id": "3", "latitude": "25.7", "longitude": ""},
        {"id": "4", "latitude": "25.7", "longitude": "-80.1"},
    ]
    found = package(locations=rows)
    assert [v["latitude"] for v in values(found, "location")] == [None, None, None, 25.7]
    assert len(problems(found, "location")) == 3


def test_ages_that_make_no_sense() -> None:
    found = package(services=[SERVICE | {"minimum_age": "60", "maximum_age": "18"}])
    assert values(found, "service")[0]["minimum_age"] is None


def test_what_is_too_long_is_cut_and_said() -> None:
    found = package(services=[SERVICE | {"name": "x" * 400}])
    assert len(values(found, "service")[0]["name"]) == 300
    assert problems(found, "service") == [("was cut to 300 characters", "mended")]


def test_tables_that_are_not_kept_are_counted() -> None:
    found = package(contacts=[{"id": "1", "name": "A person"}], nonsense=[{"a": "b"}])
    assert (found.counts["contact"].kept, found.counts["nonsense"].refused) == (1, 1)
    assert "this is no table of HSDS" in {f.problem for f in found.findings}


def test_a_parent_that_is_not_there() -> None:
    rows = [{"id": "a", "name": "A", "parent_id": "b"}, {"id": "b", "name": "B", "parent_id": "z"}]
    found = package(taxonomy_terms=rows)
    a, b = found.records["taxonomy_term"]
    assert (a.values["parent_id"], b.values["parent_id"]) == (b.id, None)


def test_the_report_is_a_table() -> None:
    found = package(phones=[{"id": "1", "service_id": "7", "number": ""}])
    assert list(lines(found.findings))[2:] == [("phone", "1", "number", "is missing", "refused", "")]
    assert {t.table: t.read for t in checked(found)}["service"] == 1
    assert not found.findings[-1].kept


cells = st.one_of(
    st.sampled_from(
        ["", "1", "2", "7", "9:00am", "17:00", "Monday", "https://a.example", "=1+1", "en", "25.7"]
    ),
    st.text(max_size=12),
)
COLUMNS = {t.files[0]: sorted({n for c in t.columns for n in (c.name, *c.also)} | {"id"}) for t in TABLES}
COLUMNS |= {
    "taxonomy": ["id", "name", "parent_id", "vocabulary"],
    "eligibility": ["id", "service_id", "eligibility"],
}
COLUMNS |= {"holiday_schedules": ["id", "service_id", "start_date", "closed", "opens_at"]}


@st.composite
def packages(draw: st.DrawFn) -> dict[str, list[dict[str, str]]]:
    files = draw(st.lists(st.sampled_from(sorted(COLUMNS)), unique=True, max_size=7))
    return {
        file: draw(st.lists(st.dictionaries(st.sampled_from(COLUMNS[file]), cells), max_size=5))
        for file in files
    }


@given(packages())
def test_any_package_is_read_and_every_row_accounted_for(tables: dict[str, list[dict[str, str]]]) -> None:
    found = read(tables, source="here")
    for name, counts in found.counts.items():
        assert counts.read == counts.kept + counts.merged + counts.refused, name
    for records in found.records.values():
        assert len({record.id for record in records}) == len(records)
    services = {record.id for record in found.records["service"]}
    assert all(r.values["service_id"] in services for r in found.records["attribute"])
    assert read(tables, source="here") == found


@given(packages())
def test_reading_leaves_the_tables_as_they_were(tables: dict[str, list[dict[str, str]]]) -> None:
    before = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    read(tables, source="here")
    assert tables == before


def test_every_table_has_one_reader() -> None:
    files = [file for table in TABLES for file in table.files]
    assert len(files) == len(set(files))
