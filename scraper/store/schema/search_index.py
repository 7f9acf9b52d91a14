"""The search index: one contentless FTS5 table that triggers keep in step with the articles.

Contentless, because the texts stand in `articles` already. Its rowid is the article's `sort_key`, so hits come in the
order of time. Triggers, not code: no writer can forget them, and one without our functions nfc() and fold() fails
loudly instead of leaving the index behind.
"""

from scraper.store.schema.facets import facets_sql

_COLUMNS = "title, body, title_ascii, body_ascii, facets"
# A change of these columns always changes the entry; of the others only if the facet words become other ones.
_TEXTS = ("title", "lead", "body", "sort_key")
_FACETED = "portal_id category author unit state published_at duplicate_of attachment_count changed_at".split()


def _indexed(row: str, *, withheld: bool | None = None) -> str:
    body = f"ifnull({row}.lead || char(10), '') || {row}.body"
    facets = facets_sql(row, withheld=withheld)
    return f"nfc({row}.title), nfc({body}), fold({row}.title), fold({body}), {facets}"


_INSERT = f"insert into articles_fts(rowid, {_COLUMNS}) values (new.sort_key, {_indexed('new')});"
# A contentless index deletes an entry only when it is given the very words that it was made from
# (sqlite.org/fts5.html, "The 'delete' Command").
_FORGET = (
    f"insert into articles_fts(articles_fts, rowid, {_COLUMNS}) values ('delete', old.sort_key, {_indexed('old')});"
)


def _anew(row: str, *, withheld: bool) -> str:
    """SQL that indexes an article anew when it is withheld from now on, or no longer.

    `row` is `new` or `old`, a row of table `withheld`.
    """
    article = f"from articles a where a.id = {row}.article_id"
    before, after = _indexed("a", withheld=not withheld), _indexed("a", withheld=withheld)
    return (
        f"insert into articles_fts(articles_fts, rowid, {_COLUMNS}) select 'delete', a.sort_key, {before} {article};"
        f" insert into articles_fts(rowid, {_COLUMNS}) select a.sort_key, {after} {article};"
    )


SEARCH = f"""
create virtual table articles_fts using fts5(
    {_COLUMNS}, content='', tokenize="unicode61 remove_diacritics 0"
);
create trigger articles_search_insert after insert on articles begin
    {_INSERT}
end;
create trigger articles_search_delete after delete on articles begin
    {_FORGET}
end;
create trigger articles_search_update after update of {", ".join((*_TEXTS, *_FACETED))} on articles
when {" or ".join(f"old.{name} is not new.{name}" for name in _TEXTS)}
  or {facets_sql("old")} is not {facets_sql("new")}
begin
    {_FORGET}
    {_INSERT}
end;
create trigger withheld_search_insert after insert on withheld begin {_anew("new", withheld=True)} end;
create trigger withheld_search_delete after delete on withheld begin {_anew("old", withheld=False)} end;
"""
