"""Articles that are not shown: every address that names one answers 451 and says why."""

import re
from typing import Any
from urllib.parse import unquote

from scraper.site.guard.rules import Refusal
from scraper.site.pages import ARCHIVE

_ID = re.compile(r"/([0-9a-f]{16})(?![0-9a-f])")


async def withheld(datasette: Any, path: str, t: Any) -> Refusal | None:
    """The refusal of a page about a withheld article, or None."""
    for key in _ID.findall(unquote(path)):
        sql = "select reason from withheld where article_id = :id"
        row = (await datasette.get_database(ARCHIVE).execute(sql, {"id": key})).first()
        if row:
            return Refusal(451, t("guard.withheld", reason=row["reason"]))
    return None
