"""What a portal shows at one moment: the catalogue, and how a test changes it under the archive's eyes."""

from dataclasses import replace
from functools import cached_property
from urllib.parse import unquote, urlsplit

from scraper.sample.catalogue import articles, relate
from scraper.sample.model import SampleArticle, Section, Site


class Edition:
    """The articles of `site` as they stand now. Editing, deleting and moving shows on pages and lists at once.

    Articles are named by their present `url`. Raises KeyError for one that is not there.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self._known = list(articles(site))
        self._moved: dict[str, str] = {}  # old path -> new address
        self.revision = 0  # goes up with every change; validators are made from it

    @cached_property
    def articles(self) -> tuple[SampleArticle, ...]:
        """The truth now, newest first."""
        return relate(self.site, self._known)

    @cached_property
    def by_path(self) -> dict[str, SampleArticle]:
        """Articles by all paths that show them."""
        return {urlsplit(url).path: a for a in self.articles for url in (a.url, *a.also)}

    @cached_property
    def files(self) -> frozenset[str]:
        """Paths of images and attachments."""
        return frozenset(unquote(urlsplit(f).path) for a in self.articles for f in _files_of(a))

    def of(self, section: Section) -> list[SampleArticle]:
        """The articles that the lists of `section` show, newest first."""
        prefix = f"{self.site.base}/{section.slug}/"
        return [a for a in self.articles if a.section is section or any(url.startswith(prefix) for url in a.also)]

    def section(self, slug: str) -> Section | None:
        """The section at `slug`."""
        return next((s for s in self.site.sections if s.slug == slug), None)

    def moved_to(self, path: str) -> str | None:
        """Where the article that was at `path` is now, when it was moved."""
        return self._moved.get(path)

    def edit(self, url: str, **fields: object) -> SampleArticle:
        """Change fields of the article at `url`, e.g. `title=` or `paragraphs=`. Raises KeyError for unknown ones."""
        return self._put(url, replace(self._find(url), **fields))  # type: ignore[arg-type]

    def move(self, url: str, new_url: str) -> SampleArticle:
        """Give the article at `url` a new address; the old one redirects there."""
        changed = self._put(url, replace(self._find(url), url=new_url))
        self._moved[urlsplit(url).path] = new_url
        return changed

    def delete(self, url: str) -> None:
        """Take the article at `url` away: its page is 404 and no list names it."""
        self._known.remove(self._find(url))
        self._forget()

    def _find(self, url: str) -> SampleArticle:
        for article in self._known:
            if article.url == url:
                return article
        raise KeyError(url)

    def _put(self, url: str, article: SampleArticle) -> SampleArticle:
        self._known[self._known.index(self._find(url))] = article
        self._forget()
        return article

    def _forget(self) -> None:
        """Drop what was derived from the articles before they changed."""
        self.revision += 1
        # `cached_property` keeps its value under its own name.
        for name in ("articles", "by_path", "files"):
            self.__dict__.pop(name, None)


def _files_of(article: SampleArticle) -> list[str]:
    return [i.src for i in article.images] + [f.url for f in article.attachments]
