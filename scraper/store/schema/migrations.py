"""The tables of archive.db, as migrations. One that somebody may have run is never edited; a change is a new one.

All keys are natural (record id, URL hash, position, text hash), so archives merge and rebuild without
coordination. Times in rows of what was captured are capture times in UTC (`2026-11-22T06:17:19.123Z`), never the clock
of the store, so that a rebuild gives the same rows. Tables are strict: SQLite would else keep a text in an integer
column, and a comparison with it would be silently false.
"""

from sqlite_utils import Database, Migrations

from scraper.store.schema.crawl_views import VIEWS
from scraper.store.schema.file_views import FILE_VIEWS
from scraper.store.schema.search_index import SEARCH
from scraper.store.schema.stats import STATS

migrations = Migrations("congtin")

SCHEMA_VERSION = 3
APPLICATION_ID = 0x436F5469  # "CoTi": tells our file from any other SQLite file

TABLES = """
create table portals (
    id text primary key, name text not null, owner text, province text, province_now text, family text,
    prefixes text not null, start_urls text not null, status text, confidence text, note text,
    synthetic integer not null default 0
) strict;

create table articles (
    id text primary key, portal_id text references portals(id), family text, family_key text,
    url text not null, title text not null, lead text, body text not null,
    author text, unit text, category text,
    page_date text, page_date_source text, page_date_precision text,
    published_at text, published_source text not null default 'none', published_precision text,
    updated_at text, first_seen_at text not null, last_seen_at text not null,
    state text not null default 'live', state_since text, state_at text, sort_key integer not null unique,
    text_sha256 text not null, version_count integer not null default 1, word_count integer not null,
    language text, flags text not null default '[]', duplicate_of text,
    attachment_count integer not null default 0, changed_at text, parser_version text,
    facts_version integer, capture_id text not null references captures(id)
) strict;
-- The lists of the site walk these in the order that they show, so nothing is sorted; `articles_listed` holds all that
-- a list filters by, so no row is read that is not shown. Partial ones are for what is rare: it is found at once.
create index articles_portal on articles(portal_id, sort_key);
create index articles_category on articles(category, sort_key);
create index articles_listed on articles(sort_key, portal_id, category, published_at);
create index articles_province_year on articles(portal_id, published_at);
create index articles_dated on articles(published_at, id) where published_at is not null and duplicate_of is null;
create index articles_vanished on articles(state_since) where state <> 'live';
create index articles_state_at on articles(state_at, id, state, portal_id) where state_at is not null;
create index articles_missing on articles(state_at, id, state, portal_id)
    where state not in ('live', 'portal_down');
create index articles_family_key on articles(portal_id, family_key, family) where family_key is not null;

create table versions (
    article_id text not null references articles(id), text_sha256 text not null,
    title text not null, lead text, body text not null,
    first_seen_at text not null, last_seen_at text not null,
    capture_id text not null references captures(id), images text not null default '[]',
    primary key (article_id, text_sha256)
) strict;
-- For the feed of changes (API), which reads versions in the order in which they were first seen.
create index versions_seen on versions(first_seen_at, article_id, text_sha256);

create table changes (
    article_id text not null references articles(id), from_sha256 text not null, to_sha256 text not null,
    position integer not null, kind text not null, severity integer not null, place text not null,
    paragraph integer, before text, after text, context text not null, seen_at text not null,
    primary key (article_id, from_sha256, to_sha256, position)
) strict;
create index changes_seen on changes(seen_at, severity);
create index changes_kind on changes(kind, seen_at);

create table edits (
    article_id text not null references articles(id), from_sha256 text not null, to_sha256 text not null,
    portal_id text, seen_at text not null, severity integer not null, kinds text not null,
    change_count integer not null,
    primary key (article_id, from_sha256, to_sha256)
) strict;
-- These two hold all that a list of edits shows or filters by, so no row of the table is read for it.
create index edits_seen on edits(seen_at, article_id, to_sha256, severity, kinds);
create index edits_portal on edits(portal_id, seen_at, article_id, to_sha256, severity, kinds);
-- An article's portal follows from its newest capture and may change; its edits are listed under the present one.
create trigger edits_portal_of_article after update of portal_id on articles
when old.portal_id is not new.portal_id
begin
    update edits set portal_id = new.portal_id where article_id = new.id;
end;

create table images (
    article_id text not null references articles(id), position integer not null,
    src text not null, caption text, credit text, file_id text not null, primary key (article_id, position)
) strict;

create table attachments (
    article_id text not null references articles(id), position integer not null,
    url text not null, name text not null, file_id text not null, primary key (article_id, position)
) strict;

create table listings (
    capture_id text primary key references captures(id), portal_id text references portals(id),
    url text not null, source text not null, captured_at text not null,
    card_count integer not null, total integer, next_url text
) strict;
create index listings_portal on listings(portal_id, captured_at, capture_id);
create index listings_captured on listings(captured_at, capture_id);

create table cards (
    capture_id text not null references captures(id), position integer not null,
    article_id text not null, url text not null, title text not null,
    date text, date_precision text, source text not null, summary text, captured_at text not null,
    primary key (capture_id, position)
) strict;
create index cards_article on cards(article_id);

create table captures (
    id text primary key, url text not null, page_id text not null, url_key text not null,
    method text not null, portal_id text, captured_at text not null,
    status integer, mime text, payload_digest text, payload_length integer,
    location text, location_id text, ip text, truncated text, fidelity text not null,
    refers_to text, etag text, last_modified text, certificate text,
    file text not null, offset integer not null, length integer not null,
    read integer not null default 0, read_as text
) strict;
create index captures_page on captures(page_id, captured_at);
create index captures_location on captures(location_id) where location_id is not null;
-- What a start reads first: nearly empty at all times.
create index captures_unread on captures(portal_id) where read = 0;
create index captures_file on captures(file, offset);
create index captures_payload on captures(payload_digest);
-- Before a response is written, the capture that already has its body is looked up here (revisit records).
create index captures_original on captures(payload_digest, portal_id, captured_at, id)
    where refers_to is null and payload_length > 0 and truncated is null;

create table warc_files (
    name text primary key, portal_id text, size integer not null, sha256 text not null,
    records integer not null, source text not null
) strict;

create table urls (
    key text primary key, portal_id text not null, method text not null, url text not null,
    body text, headers text not null default '[]', kind text not null, priority integer not null default 0,
    state text not null, lease text, attempts integer not null default 0, deaths integer not null default 0,
    found_on text, due_at text, due_in text,
    hops integer not null default 0
) strict;
-- The order of the queue: no sort to find the next requests among a million.
create index urls_queue on urls(portal_id, state, attempts, priority desc);
create index urls_due on urls(portal_id, due_at) where due_at is not null;

create table crawls (
    id text primary key, portal_id text not null, started_at text not null, ended_at text,
    state text not null, options text not null default '{}',
    requests integer, captures integer, robots_captures integer, problems text not null default '[]'
) strict;
create index crawls_portal on crawls(portal_id, started_at);

-- Whatever makes a request due, it is due in the portal's running crawl, which owes it an outcome. By triggers, so
-- that what was due is counted apart from the code that writes outcomes (store.ledger.crawl_totals compares both).
create trigger urls_due_new after insert on urls when new.state = 'pending' begin
    update urls set due_in = (select id from crawls where portal_id = new.portal_id and ended_at is null
                                order by started_at desc limit 1) where key = new.key;
end;
create trigger urls_due_again after update of state on urls
when new.state = 'pending' and old.state in ('done', 'failed', 'refused') begin
    update urls set due_in = (select id from crawls where portal_id = new.portal_id and ended_at is null
                                order by started_at desc limit 1) where key = new.key;
end;

create table visits (
    crawl_id text not null references crawls(id), url_key text not null references urls(key),
    outcome text not null, reason text, capture_id text, seconds real, primary key (crawl_id, url_key)
) strict;
create index visits_outcome on visits(outcome, crawl_id);

create table retries (
    crawl_id text not null references crawls(id), url_key text not null references urls(key), attempt integer not null,
    reason text, capture_id text, seconds real, primary key (crawl_id, url_key, attempt)
) strict;

create table tallies (
    crawl_id text not null references crawls(id), host text not null, lists integer not null, outcome text not null,
    reason text not null, status integer not null, requests integer not null, captures integer not null,
    bytes integer not null, cards integer not null, timed integer not null, seconds real not null, slowest real,
    primary key (crawl_id, host, lists, outcome, reason, status)
) strict;

create table chains (
    crawl_id text not null references crawls(id), url_key text not null, url text not null, source text,
    state text not null, pages integer not null, stated integer, seen integer not null, held integer not null,
    broken_url text, outcome text, status integer, reason text, page integer, last_page integer, missing integer,
    primary key (crawl_id, url_key)
) strict;

create table article_months (
    portal_id text not null, month text not null, articles integer not null, primary key (portal_id, month)
) strict;

create table number_gaps (
    portal_id text not null, family text not null, series text not null, first_number integer not null,
    last_number integer not null, numbers integer not null, usual_step real not null,
    primary key (portal_id, family, series, first_number)
) strict;

create table vanish_checks (
    article_id text not null, checked_at text not null, result text not null, crawl_id text not null,
    capture_id text, counts integer not null default 1, primary key (article_id, checked_at)
) strict;
create index vanish_checks_crawl on vanish_checks(crawl_id);

create table failures (
    id text primary key, crawl_id text, portal_id text, url_key text, url text not null,
    stage text not null, reason text not null, detail text, capture_id text, at text
) strict;
create index failures_crawl on failures(crawl_id);

create table withheld (article_id text primary key, reason text not null, at text not null) strict;
"""

SCRIPTS = (TABLES, STATS, SEARCH, FILE_VIEWS, VIEWS)


@migrations()
def m001_first_release(db: Database) -> None:
    """Articles with their versions, the record of captures, the ledger, the search index and the reports."""
    for script in SCRIPTS:
        db.executescript(script)


@migrations()
def m002_due_crawl_id(db: Database) -> None:
    """Column `urls.due_in` held the id of a crawl beside `due_at`, a time; SQLite renames it in the triggers too."""
    db.execute("alter table urls rename column due_in to due_crawl_id")


@migrations()
def m003_layout(db: Database) -> None:
    """How each line of a text was set and where images stood; it has to be read from the page, so old rows wait."""
    for table in ("articles", "versions"):
        db.execute(f"alter table {table} add column layout text")
