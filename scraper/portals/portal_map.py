"""TODO-DOC."""

from collections.abc import Iterable
from typing import Self
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from scraper.items import Article
from scraper.portals.portal import Portal
from scraper.reading.page.files import files_of
from scraper.urls.canonical import bare_host


class PortalMap:
    """Portal as a pure function of the URL (DESIGN.md decision 7).

    `modules` name where the spiders were found: another process makes its own map of them, since not every family
    can be handed over.
    """

    def __init__(self, portals: Iterable[tuple[str, Portal]], modules: Iterable[str] = ()) -> None:
        self.portals = dict(portals)
        self.modules = tuple(modules)
        self._prefixes = sorted(
            ((prefix.rstrip("/"), name) for name, portal in self.portals.items() for prefix in portal.prefixes),
            key=lambda pair: len(pair[0]),
            reverse=True,
        )

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """All portals that have a spider in the settings' SPIDER_MODULES."""
        loader = SpiderLoader.from_settings(settings)
        spiders = [loader.load(name) for name in sorted(loader.list())]
        found = ((spider.name, spider.portal) for spider in spiders if hasattr(spider, "portal"))
        return cls(found, settings.getlist("SPIDER_MODULES"))

    def id_of(self, url: str) -> str | None:
        """The id of the portal that `url` belongs to, or None."""
        parts = urlsplit(url)
        place = f"{bare_host(parts.netloc)}{parts.path}"
        for prefix, name in self._prefixes:
            if place == prefix or place.startswith(prefix + "/"):
                return name
        return None

    def of(self, url: str) -> Portal | None:
        """The portal that `url` belongs to, or None."""
        name = self.id_of(url)
        return None if name is None else self.portals[name]

    def files_of(self, portal_id: str | None, article: Article) -> list[str]:
        """The addresses of the files of `article` that its portal wants to keep."""
        portal = self.portals.get(portal_id or "")
        if portal is None:
            return []
        return list(files_of(article, attachments=portal.max_attachment_mb > 0, images=portal.images))

    def clashes(self) -> list[str]:
        """Prefixes that two portals both claim; a test keeps this empty."""
        seen: dict[str, str] = {}
        return [p for p, name in self._prefixes if seen.setdefault(p, name) != name]
