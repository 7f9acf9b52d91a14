"""RSS 2.0 as Drupal and WordPress write it."""

from datetime import UTC
from email.utils import format_datetime
from html import escape

from scraper.sample.markup.common import excerpt, xml
from scraper.sample.model import Answer, SampleArticle, Site
from scraper.times import VIETNAM

_ITEMS = 10


def rss(site: Site, title: str, address: str, items: list[SampleArticle]) -> Answer:
    """A feed of the newest articles of `items`; `title` is its title, `address` its path on `site`.

    An article that shows no date is in no feed: else the feed would tell what the page hides.
    """
    dated = [a for a in items if a.published][:_ITEMS]
    entries = "".join(
        f"<item><title>{escape(a.title)}</title><link>{escape(a.url)}</link>"
        f"<pubDate>{format_datetime(a.created.replace(tzinfo=VIETNAM).astimezone(UTC))}</pubDate>"
        f'<guid isPermaLink="false">{site.base}/?p={a.number}</guid>'
        f"<description>{escape(excerpt(a))}</description></item>\n"
        for a in dated
    )
    return xml(
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
        f"<title>{escape(title)}</title><link>{site.base}/</link>"
        f"<description>Trang mẫu – nội dung hư cấu / Synthetic sample feed</description><language>vi</language>"
        f'<atom:link href="{site.base}{address}" rel="self" type="application/rss+xml"/>\n{entries}</channel></rss>\n',
        "application/rss+xml",
    )
