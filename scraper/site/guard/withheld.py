"""Articles that are not shown: every address that names one answers 451 and says why."""

import re
from typing import Any
from urllib.parse import unquote

from scraper.site.guard.freshness import Freshness
from scraper.site.guard.rules import Refusal
from scraper.site.texts import Texts

_ID = re.compile(r"/([0-9a-f]{16})(?![0-9a-f])")


class Withheld:
    """Reasons by article id, read again when the archive has changed; `database` is Datasette's."""

    def __init__(self, database: Any, freshness: Freshness) -> None:
        self.database = database
        self.freshness = freshness
        self.version: int | None = None
        self.reasons: dict[str, str] = {}

    async def refusal(self, path: str, t: Texts) -> Refusal | None:
        """The refusal of a page about a withheld article, or None."""
        keys = _ID.findall(unquote(path))
        # Most addresses name no article: for them even the question whether the archive has changed is saved.
        version = self.freshness.version() if keys else self.version
        if version != self.version:
            rows = (await self.database.execute("select article_id, reason from withheld")).rows
            self.reasons, self.version = dict(map(tuple, rows)), version
        reason = next((self.reasons[key] for key in keys if key in self.reasons), None)
        return None if reason is None else Refusal(451, t("guard.withheld", reason=reason))
