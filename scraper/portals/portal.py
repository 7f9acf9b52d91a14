"""What a spider declares about its portal, and the rule that says whose page a URL is."""

from dataclasses import dataclass
from typing import Literal

from scraper.portals.window import Window
from scraper.reading.page.family import Family
from scraper.reading.page.files import ImagePolicy

DEFAULT_MAX_MB = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """One portal as its spider file declares it.

    `prefixes` are `host` or `host/path` without scheme and `www.`; the longest one that fits a URL decides.
    `families` are tried in order, newest design first. `province` is the unit the portal belonged to,
    `province_now` the unit after 1 July 2025 (resolution 202/2025/QH15). Where an address is not known from
    evidence, `prefixes` and `start` stay empty: nothing is invented.

    `max_attachment_mb` is the size in MB (2**20 bytes) beyond which a file is cut off; 0 asks for no attachments.
    `images` says which images of articles are kept; see `scraper.reading.page.files`. `tls` is "any" (certificates
    are judged and what they are worth is recorded), "verify" (nothing is asked of a host whose certificate fails) or
    "legacy" (as "any", and TLS 1.0, small keys and old ciphers are accepted).

    `window` is the time of day in Viet Nam in which the portal may be asked, such as ("22:00", "05:00"); `budget` the
    most requests of one run. Both only pause a crawl: the next run goes on.
    """

    name: str
    owner: str
    province: str
    province_now: str
    families: tuple[Family, ...]
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
        """The size beyond which a file is cut off; images have the usual limit where no attachments are kept."""
        return (self.max_attachment_mb or DEFAULT_MAX_MB) << 20

    @property
    def synthetic(self) -> bool:
        """Whether it is one of the bundled sample portals, which live under the reserved `.example` domain."""
        return bool(self.prefixes) and all(p.split("/")[0].endswith(".example") for p in self.prefixes)
