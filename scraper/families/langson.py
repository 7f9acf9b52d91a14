"""The platform of Lạng Sơn province (2024-2026), one sub-site per unit.

Addresses: `https://<unit>.langson.gov.vn/<section>/<slug>.html`.

Only addresses and texts of its pages are known, not its markup, so it is read by structure: a title whose words are
in <title>, the block of paragraphs that follows it, captions as the short line after an image. Nothing is invented;
a saved page of the real platform may give this file selectors one day.

1. Recognised by its hosts, or by the province's name above the unit's together with the contrast tools.
2. No date and no author label stand in the text: the list page's date is what there is.
3. The first paragraph is the lead (so say the texts that are known), but only where the page sets it apart: as an
   element of its own, by a class, or all of it bold. Where it looks like the others it stays in the text.
4. The address has no number; its path is the key that every id has anyway.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from scraper.reading import Family, NextLink, NextNumber, NextWord, Page, QueryNumber, Sign, read_by_structure
from scraper.urls.canonical import bare_host


def rule(page: Page) -> Iterator[Sign]:
    """Host, or the two lines that head every page."""
    host = bare_host(urlsplit(page.address).netloc)
    if host == "langson.gov.vn" or host.endswith(".langson.gov.vn"):
        yield Sign(60, "the host")
    elif page.mentions("Cổng thông tin điện tử tỉnh Lạng Sơn") and page.mentions("tương phản", "Tương phản"):
        yield Sign(55, "the province's name and the contrast tools")


LANGSON = Family(
    id="langson",
    title="Lạng Sơn provincial platform",
    rule=rule,
    reader=read_by_structure,
    paging=(NextLink(css=("a[rel~=next]", "link[rel=next]")), NextWord(), NextNumber(), QueryNumber(name="page")),
)
