"""Table `withheld`: articles that must not be shown to the public, and why."""

import sqlite3

from scraper.errors import UsageProblem
from scraper.store.archive import Archive


def withhold(archive: Archive, article_id: str, reason: str, at: str) -> None:
    """Withhold an article from `at` (UTC) on. Raises UsageProblem when the archive does not have it."""
    if archive.value("select 1 from articles where id = ?", article_id) is None:
        raise UsageProblem(f"There is no article {article_id} in the archive.")
    with archive.transaction() as conn:
        conn.execute(
            "insert into withheld (article_id, reason, at) values (?, ?, ?)"
            " on conflict(article_id) do update set reason = excluded.reason",
            (article_id, reason, at),
        )


def release(archive: Archive, article_id: str) -> None:
    """Show an article again. Raises UsageProblem when it was not withheld."""
    with archive.transaction() as conn:
        if conn.execute("delete from withheld where article_id = ?", (article_id,)).rowcount == 0:
            raise UsageProblem(f"Article {article_id} is not withheld.")


def all_withheld(archive: Archive) -> list[sqlite3.Row]:
    """Every withheld article with its title, reason and time."""
    return archive.rows(
        "select w.article_id, w.reason, w.at, a.title from withheld w left join articles a on a.id = w.article_id"
        " order by w.at, w.article_id"
    )
