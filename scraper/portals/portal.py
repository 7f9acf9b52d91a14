"""What a spider declares about its portal."""

from dataclasses import dataclass
from typing import Literal

from scraper.portals.window import Window
from scraper.reading.page.family import Family
from scraper.reading.page.files import ImagePolicy

DEFAULT_MAX_MB = 20  # of 2**20 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One portal as its spider file declares it.

    `name` is its title for readers, `owner` the authority that runs it. `province` is the unit the portal belonged to,
    `province_now` the unit after 1 July 2025 (resolution 202/2025/QH15). `families` are tried in order, newest design
    first; () says that the general reader alone reads this portal, None (left out) that any family may recognise its
    pages. `prefixes` are `host` or `host/path` without scheme and `www.`; the longest one that fits an address decides
    whose it is. `start` are the addresses a crawl begins with, `feeds` those of feeds and sitemaps, which are asked
    first. Where an address is not known from evidence, `prefixes` and `start` stay empty: nothing is invented.

    `status` is "live", "dark" (it refused or was gone), "unknown" or "sample". `confidence` says how sure it is that
    `families` name the right system: "high", "medium" or "low". `note` says from what that is known. `scrapy portals`
    and docs/portals.md show all three.

    `max_attachment_mb` is the size in MB (2**20 bytes) beyond which a file is cut off; 0 asks for no attachments.
    `images` says which images of articles are kept; see `scraper.reading.page.files`. `tls` is "any" (certificates
    are judged and the verdict is recorded), "verify" (nothing is asked of a host whose certificate fails) or
    "legacy" (as "any", and TLS 1.0, small keys and old ciphers are accepted).

    `window` is the time of day in Viet Nam in which the portal may be asked, such as ("22:00", "05:00"); `budget` the
    most requests of one run. Both only pause a crawl: the next run goes on.
    """

    name: str
    owner: str
    province: str
    province_now: str
    families: tuple[Family, ...] | None = None
    prefixes: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    status: str = "unknown"
    confidence: str = "low"
    note: str = ""
    max_attachment_mb: int = DEFAULT_MAX_MB
    images: ImagePolicy = "none"
    tls: Literal["any", "verify", "legacy"] = "any"
    window: Window | None = None
    budget: int | None = None

    @property
    def max_file_bytes(self) -> int:
        """Bytes beyond which a file is cut off; images have the default limit where no attachments are kept."""
        return (self.max_attachment_mb or DEFAULT_MAX_MB) << 20

    @property
    def synthetic(self) -> bool:
        """Whether it is one of the bundled sample portals, which live under `.example` (reserved by RFC 2606)."""
        return bool(self.prefixes) and all(p.split("/")[0].endswith(".example") for p in self.prefixes)
