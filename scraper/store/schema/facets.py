"""The words of column `facets` of the search index: what an article is filtered by, found like any other word.

FTS5 intersects a rare portal with a common word by skipping ahead in both lists of rows; an index of a table, joined
with hits, would have to be asked once for every hit. Every facet word begins with a letter of Unicode's private use
area, which the index's tokenizer takes for a letter and the query rules never pass on, so no reader can type one.
"""

import re

from scraper.store.schema.states import GONE_STATES
from scraper.vietnamese.fold import fold

SHOWN = "\ue000"  # every article that is not a duplicate
DUPLICATE = "\ue001"
UNDATED = "\ue002"
ATTACHED = "\ue003"
CHANGED = "\ue004"
GONE = "\ue005"  # confirmed: a suspect is not
_PORTAL, _CATEGORY, _AUTHOR, _UNIT = "\ue006", "\ue007", "\ue008", "\ue009"
WITHHELD = "\ue00a"

# Signs that separate the words of a name; the parser of SQLite 3.40 takes no more of them, nested as `_words` nests.
_SIGNS = "-–—,;/&.()"


def _words(sql: str, prefix: str) -> str:
    """SQL for the words of a name without marks, each with `prefix` before it."""
    found = f"lower(fold({sql}))"
    for sign in _SIGNS:
        found = f"replace({found}, char({ord(sign)}), ' ')"
    return f"ifnull(' {prefix}' || replace({found}, ' ', ' {prefix}'), '')"


def facets_sql(row: str, *, withheld: bool | None = None) -> str:
    """SQL for the facet words of an article; `row` is `new` or `old` in a trigger, or the table's alias.

    `withheld` is for triggers of table `withheld`, where the rows do not tell how it was before. Names of portals and
    sections are written as hex digits, so that the tokenizer keeps each as one word.
    """
    hidden = f"exists (select 1 from withheld where article_id = {row}.id)" if withheld is None else str(int(withheld))
    parts = (
        f"case when {row}.duplicate_of is null then '{SHOWN}' else '{DUPLICATE}' end",
        f"case when {row}.published_at is null then ' {UNDATED}' else '' end",
        f"case when {row}.attachment_count > 0 then ' {ATTACHED}' else '' end",
        f"case when {row}.changed_at is not null then ' {CHANGED}' else '' end",
        f"case when {row}.state in {GONE_STATES} then ' {GONE}' else '' end",
        f"case when {hidden} then ' {WITHHELD}' else '' end",
        f"ifnull(' {_PORTAL}' || hex({row}.portal_id), '')",
        f"ifnull(' {_CATEGORY}' || hex(lower(fold({row}.category))), '')",
        _words(f"{row}.author", _AUTHOR),
        _words(f"{row}.unit", _UNIT),
    )
    return " || ".join(parts)


def _hex(text: str) -> str:
    return text.encode().hex()


def _lower(text: str) -> str:
    # As SQLite's lower(), which wrote the words of the index: ASCII only.
    return re.sub("[A-Z]", lambda match: match[0].lower(), fold(text) or "")


def portal(value: str) -> str:
    """The MATCH phrase for articles of a portal, by its id."""
    return f'"{_PORTAL}{_hex(value)}"'


def category(value: str) -> str:
    """The MATCH phrase for articles of a section; case and marks do not count."""
    return f'"{_CATEGORY}{_hex(_lower(value))}"'


def byline(value: str) -> str | None:
    """The MATCH expression for a name, or part of one, among author and unit; None when `value` has no word."""
    words = re.sub(f"[{re.escape(_SIGNS)}\\s]+", " ", _lower(value)).split()
    words = [word for word in ("".join(c for c in word if c.isalnum()) for word in words) if word]
    if not words:
        return None
    return (
        "(" + " OR ".join('"' + " ".join(prefix + word for word in words) + '"' for prefix in (_AUTHOR, _UNIT)) + ")"
    )
