"""The sample portals, read by their families, give back the truth field by field."""

from importlib import import_module
from urllib.parse import parse_qsl, urlsplit

import pytest

from scraper.families.read import read
from scraper.items import Article, Listing
from scraper.layout import text_lines
from scraper.reading.page.page import Page
from scraper.sample import SITES, SampleServer, articles
from scraper.sample.markup.common import refused_url
from scraper.urls.canonical import canonical_v1

by_site = pytest.mark.parametrize("site", SITES, ids=lambda site: site.family)


@pytest.fixture(scope="module")
def server():
    with SampleServer() as running:
        yield running


def spider_of(site):
    module = import_module(f"scraper.spiders.sample_{site.family}")
    return next(
        v for v in vars(module).values() if isinstance(v, type) and getattr(v, "name", "") == f"sample_{site.family}"
    )


def reading(server, site, url, method="GET", body=None):
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    answer = server.answer(parts.netloc, target, method, dict(parse_qsl(body or "", keep_blank_values=True)))
    page = Page.from_bytes(url, answer.body, content_type=answer.content_type, status=answer.status, request_body=body)
    return read(page, spider_of(site).portal.families)


def value(stamp):
    return stamp.value if stamp else None


@by_site
def test_spiders_declare_their_portal(site):
    spider = spider_of(site)
    portal = spider.portal
    assert spider.__module__.endswith(spider.name), "a spider is named like its file"
    assert portal.synthetic
    assert portal.prefixes == (site.host,)
    assert portal.status == "sample"
    assert all(url.startswith(site.base + "/") for url in (*portal.start, *portal.feeds))
    assert len(portal.start) == len(site.sections)


def places(site, truth):
    """After how many lines of lead and body each image stands; two systems set the first one above the text."""
    lead = bool(truth.lead)
    above = site.family in {"liferay7", "nukeviet"}
    return [lead if above and n == 0 else lead + image.after + 1 for n, image in enumerate(truth.images)]


@by_site
def test_articles_are_read_as_they_are(server, site):
    wrong = []
    for truth in articles(site):
        got = reading(server, site, truth.url)
        assert isinstance(got, Article), (truth.url, got)
        pairs = {
            "family": (site.family, got.family),
            "title": (truth.title, got.title),
            "lead": (truth.lead, got.lead),
            "body": (truth.body, got.body),
            "author": (truth.author, got.author),
            "unit": (truth.unit, got.unit),
            "category": (truth.category, got.category),
            "date": (truth.published if truth.date_shown in {"page", "url"} else None, value(got.published)),
            "images": (
                [(i.src, i.caption) for i in truth.images],
                [(i.src.split("?t=")[0], i.caption) for i in got.images],
            ),
            "places": (places(site, truth), list(got.layout.images)),
            "lines": (len(text_lines(got.lead, got.body)), len(got.layout.lines)),
            "attachments": ([(f.url, f.name) for f in truth.attachments], [(f.url, f.name) for f in got.attachments]),
            "related": (
                [(r.url, r.title, r.date) for r in truth.related],
                [(r.url, r.title, value(r.date)) for r in got.related],
            ),
        }
        wrong += [(truth.url, name, *pair) for name, pair in pairs.items() if pair[0] != pair[1]]
    assert wrong == []


@by_site
def test_lists_are_read_to_their_end_with_titles_and_dates(server, site):
    truth = {url: a for a in articles(site) for url in (a.url, *a.also)}
    cards, todo = {}, [(url, "GET", None) for url in spider_of(site).portal.start]
    while todo:
        ask = todo.pop()
        got = reading(server, site, *ask)
        assert isinstance(got, Listing), ask
        cards |= {card.url: card for card in got.cards}
        todo += [(got.next.url, got.next.method, got.next.body)] if got.next else []
    assert set(cards) == {*truth, refused_url(site)}
    for url, article in truth.items():
        assert cards[url].title == article.title
        if article.date_shown in {"list", "none"}:
            assert value(cards[url].date) == article.published, url


def test_an_article_under_two_addresses_has_one_key(server):
    site = SITES[4]
    twice = [a for a in articles(site) if a.also]
    assert len(twice) >= 5
    for article in twice:
        one, two = (reading(server, site, url) for url in (article.url, article.also[0]))
        assert one.key == two.key == str(article.number)
        assert one.body == two.body
        assert canonical_v1(article.url) != canonical_v1(article.also[0])


@by_site
def test_counters_change_bytes_and_never_the_text(server, site):
    """Text hashes decide versions, so a second visit to an unchanged article must read the same."""
    for article in articles(site)[:5]:
        one, two = (reading(server, site, article.url) for _ in range(2))
        assert (one.title, one.lead, one.body, one.related) == (two.title, two.lead, two.body, two.related)
