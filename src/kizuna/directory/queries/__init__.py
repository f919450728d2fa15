"""Every read of the directory. All of it is public; what may only be seen in an emergency is checked here."""

from kizuna.directory.queries.bodies import bodies, organisation_names, organisations_named, services_of
from kizuna.directory.queries.booklets import (
    booklet,
    booklet_content,
    booklet_pdf,
    booklet_state,
    how_many_to_print,
    poster_pdf,
    printed,
    sheet_of,
)
from kizuna.directory.queries.brought import brought_content, brought_findings, brought_package
from kizuna.directory.queries.care import care_counts, care_lines, visible_listings
from kizuna.directory.queries.changes import changeable, changes, current, faults, under_care
from kizuna.directory.queries.entries import entries
from kizuna.directory.queries.feeds import feed, feed_to_fetch, feeds, fetches, lost_by_feed, unwell_feeds
from kizuna.directory.queries.figures import figures
from kizuna.directory.queries.followed import followed, names_of, own_body, survivor
from kizuna.directory.queries.gather import cards
from kizuna.directory.queries.joined import (
    alike,
    alike_after,
    allow_joining,
    apart,
    how_many_alike,
    merges,
    pair,
)
from kizuna.directory.queries.links import area_of_care, by_service_link, confirmation, still_asked, to_keep
from kizuna.directory.queries.mapping import foreign_taxonomies, how_many_terms, term_to_map, terms_to_map
from kizuna.directory.queries.options import kept_cards, options, options_after, options_by_id
from kizuna.directory.queries.own import visible_own
from kizuna.directory.queries.own_hours import hours_now, hours_of_source
from kizuna.directory.queries.pages import (
    how_many,
    listed,
    referral_address,
    service,
    services_of_need,
    sources,
    stats,
)
from kizuna.directory.queries.published import TABLE, Kind, Profile, one_published, published, stamp, streamed
from kizuna.directory.queries.retention import aged, counted
from kizuna.directory.queries.search import answer, hits, hits_of, ids_in_sources, meaning_problem, search
from kizuna.directory.queries.standing import hidden_services, standing_services
from kizuna.directory.queries.tables import table_rows
from kizuna.directory.queries.takeaway import packed, table_for_people
from kizuna.directory.queries.translating import (
    languages_to_translate,
    to_translate,
    translation_rows,
    translations_csv,
)
from kizuna.directory.queries.wording import synonyms

__all__ = [
    "TABLE",
    "Kind",
    "Profile",
    "aged",
    "alike",
    "alike_after",
    "allow_joining",
    "answer",
    "apart",
    "area_of_care",
    "bodies",
    "booklet",
    "booklet_content",
    "booklet_pdf",
    "booklet_state",
    "brought_content",
    "brought_findings",
    "brought_package",
    "by_service_link",
    "cards",
    "care_counts",
    "care_lines",
    "changeable",
    "changes",
    "confirmation",
    "counted",
    "current",
    "entries",
    "faults",
    "feed",
    "feed_to_fetch",
    "feeds",
    "fetches",
    "figures",
    "followed",
    "foreign_taxonomies",
    "hidden_services",
    "hits",
    "hits_of",
    "hours_now",
    "hours_of_source",
    "how_many",
    "how_many_alike",
    "how_many_terms",
    "how_many_to_print",
    "ids_in_sources",
    "kept_cards",
    "languages_to_translate",
    "listed",
    "lost_by_feed",
    "meaning_problem",
    "merges",
    "names_of",
    "one_published",
    "options",
    "options_after",
    "options_by_id",
    "organisation_names",
    "organisations_named",
    "own_body",
    "packed",
    "pair",
    "poster_pdf",
    "printed",
    "published",
    "referral_address",
    "search",
    "service",
    "services_of",
    "services_of_need",
    "sheet_of",
    "sources",
    "stamp",
    "standing_services",
    "stats",
    "still_asked",
    "streamed",
    "survivor",
    "synonyms",
    "table_for_people",
    "table_rows",
    "term_to_map",
    "terms_to_map",
    "to_keep",
    "to_translate",
    "translation_rows",
    "translations_csv",
    "under_care",
    "unwell_feeds",
    "visible_listings",
    "visible_own",
]
