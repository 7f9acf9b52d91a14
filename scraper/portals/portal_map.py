"""Whose page an address is: the rule that files every request, capture and article under one portal."""

from collections.abc import Iterable
from typing import Self
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from scraper.items import Article
from scraper.portals.portal import Portal
from scraper.reading.page.files import files_of
from scraper.urls.canonical import bare_host, canonical_v1


class PortalMap:
    """All portals by name, and the portal of any address.

    Whose a page is depends on its address alone, not on the portal whose page named it first: so the order in which
    captures come never matters, and a rebuild files everything as the crawls did. Of the prefixes that fit an address
    the longest wins, so that a unit's part of a shared host can be a portal of its own.

    `portals` are pairs of a spider's name and what it declares. `modules` are the packages in which the spiders were
    found: another process makes its own map from them, since not every family can be pickled.
    """

    def __init__(self, portals: Iterable[tuple[str, Portal]], modules: Iterable[str] = ()) -> None:
        self.portals = dict(portals)
        self.modules = tuple(modules)
        self._lists = {canonical_v1(url) for portal in self.portals.values() for url in (*portal.start, *portal.feeds)}
        # The longest first, so that the first prefix that fits decides.
        self._prefixes = sorted(
            ((prefix.rstrip("/"), name) for name, portal in self.portals.items() for prefix in portal.prefixes),
            key=lambda pair: len(pair[0]),
            reverse=True,
        )

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """All portals that have a spider in the packages that the setting SPIDER_MODULES of `settings` names."""
        loader = SpiderLoader.from_settings(settings)
        spiders = [loader.load(name) for name in sorted(loader.list())]
        found = ((spider.name, spider.portal) for spider in spiders if hasattr(spider, "portal"))
        return cls(found, settings.getlist("SPIDER_MODULES"))

    def id_of(self, url: str) -> str | None:
        """The name of the spider whose portal `url` belongs to; None when it is nobody's.

        An address that `urlsplit` refuses, such as `http://[`, is nobody's: people's WARC files and links hold some.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        place = f"{bare_host(parts.netloc)}{parts.path}"
        for prefix, name in self._prefixes:
            # Whole segments only: tin.example/so is not a prefix of tin.example/so-tay.
            if place == prefix or place.startswith(prefix + "/"):
                return name
        return None

    def of(self, url: str) -> Portal | None:
        """The portal that `url` belongs to, or None."""
        name = self.id_of(url)
        return None if name is None else self.portals[name]

    def is_list(self, url: str) -> bool:
        """Whether a portal declares that `url` is a list, feed or sitemap: that it starts there."""
        try:
            return canonical_v1(url) in self._lists
        except ValueError:
            return False

    def files_of(self, portal_id: str | None, article: Article) -> list[str]:
        """The addresses of the files of `article` that the portal `portal_id` wants to keep; none for no portal."""
        portal = self.portals.get(portal_id or "")
        if portal is None:
            return []
        return list(files_of(article, attachments=portal.max_attachment_mb > 0, images=portal.images))

    def clashes(self) -> list[str]:
        """Prefixes that two portals both claim. There must be none: a test says so of the bundled spiders."""
        seen: dict[str, str] = {}
        return [p for p, name in self._prefixes if seen.setdefault(p, name) != name]
