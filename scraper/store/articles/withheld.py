"""Table `withheld`: articles that must not be shown to the public, and why."""

import sqlite3

from scraper.errors import UsageProblem
from scraper.store.archive import Archive
from scraper.store.tables import table


def withhold(archive: Archive, article_id: str, reason: str, at: str) -> None:
    """Withhold the article `article_id` of `archive` from `at` (UTC) on; one that is withheld gets the new `reason`.

    Raises UsageProblem when the archive does not have it.
    """
    if archive.value("select 1 from articles where id = ?", article_id) is None:
        raise UsageProblem(f"There is no article {article_id} in the archive.")
    with archive.transaction() as conn:
        # No upsert: the time since when an article is withheld stays.
        known = conn.execute("update withheld set reason = ? where article_id = ?", (reason, article_id)).rowcount
        if not known:
            table(conn, "withheld").insert({"article_id": article_id, "reason": reason, "at": at})


def release(archive: Archive, article_id: str) -> None:
    """Show an article again. Raises UsageProblem when it was not withheld."""
    with archive.transaction() as conn:
        if conn.execute("delete from withheld where article_id = ?", (article_id,)).rowcount == 0:
            raise UsageProblem(f"Article {article_id} is not withheld.")


def all_withheld(archive: Archive) -> list[sqlite3.Row]:
    """Every withheld article with its title (None when it is not in the archive any more), reason and time."""
    return archive.rows(
        "select w.article_id, w.reason, w.at, a.title from withheld w left join articles a on a.id = w.article_id"
        " order by w.at, w.article_id"
    )
