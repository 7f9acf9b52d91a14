"""Lists that a script goes on with by POST, and gets as pieces of HTML.

The fields of the first request stand in the script of page 1; each further request follows from the one before.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from scraper.items import PageRequest
from scraper.reading.page.page import Page
from scraper.reading.page.text import whole_number


@dataclass(frozen=True, slots=True)
class PostFragment:
    """Pages that a script fetches by POST as fragments without <html>.

    `path` is where to; `mined` are the fields whose values page 1 keeps in its script; `fixed` the others. `page`
    names the page number, `size` the number of entries on a full page. The request for page 3 follows from the body of
    the request that fetched page 2.
    """

    path: str
    mined: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...]
    page: str = "page"
    size: str = "page_size"

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        fields = dict(parse_qsl(page.request_body or "", keep_blank_values=True))
        if self.page in fields:
            number = whole_number(fields[self.page])
            here = 1 if number is None else number
        else:
            found = self._mine(page.text)
            if found is None:
                return None
            fields, here = found, 1
        # Nothing in a fragment says whether more follow: a page that is not full is the last.
        size = whole_number(fields.get(self.size))
        if cards < (1 if size is None else size):
            return None
        fields[self.page] = str(here + 1)
        url = page.link(self.path)
        headers = (
            ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
            ("X-Requested-With", "XMLHttpRequest"),
        )
        return None if url is None else PageRequest(url=url, method="POST", body=urlencode(fields), headers=headers)

    def _mine(self, text: str) -> dict[str, str] | None:
        """The fields of the first request as the script of page 1 holds them; None when a mined one is missing."""
        fields = dict(self.fixed)
        for name in self.mined:
            if (value := mine(text, name)) is None:
                return None
            fields[name] = value
        for name in fields:
            if name not in self.mined and (value := mine(text, name)) is not None:
                fields[name] = value
        return fields


def mine(text: str, name: str) -> str | None:
    """The number or quoted word that the script in `text` gives to `name` (`var name = 12`, `name: '12'`), or None."""
    found = re.search(rf"\b{re.escape(name)}['\"]?\s*[:=]\s*['\"]?([\w.-]+)", text)
    return found[1] if found else None
