"""The sample portals over HTTP: what a crawler meets, and what a test can bend."""

import argparse
import gzip
import json
import os
import signal
import subprocess
import sys
import unicodedata
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import unquote, urlencode, urljoin, urlsplit

import pytest
from helpers.paths import ROOT
from parsel import Selector
from scrapy.settings import Settings

from scraper.commands.sample import Command
from scraper.sample import SITES, Answer, SampleServer, articles
from scraper.sample.markup.article_header import PAGINATION, SITE_ID
from scraper.sample.markup.common import CLOCK, refused_url
from scraper.sample.markup.liferay62 import POLL

FIRST = SITES[:5]
LANGSON, DRUPAL, HAGIANG, WORDPRESS, LIFERAY = FIRST
by_site = pytest.mark.parametrize("site", SITES, ids=lambda site: site.family)
# Markup is looked into here for the first five; what the families read of the others is tests/sample/test_sample_reading.py.
by_first_site = pytest.mark.parametrize("site", FIRST, ids=lambda site: site.family)
NEXT = {
    "langson": "a[rel=next]::attr(href)",
    "drupal": "li.pager-next a::attr(href)",
    "wordpress": "a.next.page-numbers::attr(href)",
    "liferay62": "ul.lfr-pagination-buttons li:nth-child(3):not(.disabled) a::attr(href)",
}
BODY = {
    "langson": '<div class="content">',
    "drupal": "content:encoded",
    "article_header": "ArticleContent",
    "wordpress": '"entry-content"',
    "liferay62": "journal-content-article",
}
LINKS = {
    "langson": ".list-news .item h3 a",
    "drupal": ".views-row .views-field-title a",
    "article_header": ".item a.Title",
    "wordpress": "h2.entry-title a",
    "liferay62": "h3.asset-title a",
}


@pytest.fixture(scope="module")
def server():
    with SampleServer() as running:
        yield running


@contextmanager
def connected(server):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def fetch(server, url, method="GET", body=None, **headers):
    parts = urlsplit(url)
    with connected(server) as connection:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(
            method, target, body, {"Host": parts.netloc} | {k.replace("_", "-"): v for k, v in headers.items()}
        )
        answer = connection.getresponse()
        return answer, answer.read()


def page(server, url, body=None):
    answer, content = fetch(server, url, "POST" if body else "GET", body)
    assert answer.status == 200, url
    return content.decode()


def starts(site):
    folder = "category/" if site.family == "wordpress" else ""
    end = "/" if folder else ""
    return [(section, f"{site.base}/{folder}{section.slug}{end}") for section in site.sections]


def list_pages(server, site, section, start):
    """All list pages of one section, as its pager gives them."""
    if site.family == "article_header":
        yield page(server, start)
        number = 2
        form = {
            "article_category_id": section.number,
            "site_id": SITE_ID,
            "page_size": site.page_size,
            "lang": "vi-VN",
        }
        while text := page(server, site.base + PAGINATION, urlencode(form | {"page": number})):
            yield text
            number += 1
        return
    while start:
        text = page(server, start)
        yield text
        href = Selector(text).css(NEXT[site.family]).get()
        start = urljoin(start, href) if href else None


def words(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


@by_first_site
def test_issue_2_every_article_is_reached_from_a_section_list_by_its_pager(server, site):
    found, counts = set(), []
    for section, start in starts(site):
        pages = list(list_pages(server, site, section, start))
        links = [
            urljoin(site.base, a.attrib["href"]) for text in pages for a in Selector(text).css(LINKS[site.family])
        ]
        counts.append(len(pages))
        found |= set(links)
        assert len(links) == len(set(links)), "no article twice in one list"
    assert min(counts) >= 3
    assert max(counts) >= 5, "a break after page 4 must lose something"
    expected = {url for a in articles(site) for url in (a.url, *a.also)}
    assert found == expected | {refused_url(site)}


@by_site
def test_every_truth_is_on_the_page_and_the_page_says_that_it_is_synthetic(server, site):
    for article in articles(site):
        text = page(server, article.url)
        selector = Selector(text)
        shown = words(" ".join(selector.xpath("//body//text()").getall()))
        joined = words("".join(selector.xpath("//body//text()").getall()))
        assert "Trang mẫu – nội dung hư cấu / Synthetic sample page" in shown
        assert "synthetic sample" in selector.css("meta[name=generator]::attr(content)").get()
        for line in (article.title, article.lead or "", article.category, *article.paragraphs, *article.byline):
            assert line in joined, article.url
        for image in article.images:
            assert unquote(image.src.removeprefix(site.base)) in unquote(text)
            assert (image.caption or "") in shown
        for attachment in article.attachments:
            links = {
                urljoin(article.url, a.attrib["href"]): words("".join(a.css("::text").getall()))
                for a in selector.css("a[href]")
            }
            assert links[attachment.url].endswith(attachment.name)
        for related in article.related:
            assert related.title in shown
        assert ".gov.vn" not in text


@by_first_site
def test_dates_stand_where_the_truth_says(server, site):
    for article in articles(site):
        above = page(server, article.url).partition(BODY[site.family])[0]
        stamp = f"{article.created:%d/%m/%Y}"
        assert (stamp in above) == (article.date_shown == "page"), article.url
    assert CLOCK in above or site.family in {"liferay62", "article_header"}  # Liferay's clock is filled by a script


@by_site
def test_robots_allows_all_but_one_folder_that_one_list_links_to(server, site):
    answer, body = fetch(server, f"{site.base}/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert b"Disallow: /noi-bo/" in body
    assert body.count(b"Disallow") == 1
    assert urlsplit(refused_url(site)).path.startswith("/noi-bo/")
    assert fetch(server, refused_url(site))[0].status == 403


@by_site
def test_images_and_attachments_are_real_files(server, site):
    kinds = {
        ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
        ".png": (b"\x89PNG\r\n", "image/png"),
        ".pdf": (b"%PDF-1.4", "application/pdf"),
    }
    seen = set()
    for article in articles(site)[:40]:
        for url in [i.src for i in article.images] + [f.url for f in article.attachments]:
            answer, body = fetch(server, url)
            magic, kind = kinds[url[-4:]]
            assert body.startswith(magic)
            assert answer.headers["Content-Type"] == kind
            assert body not in seen, "every file has its own digest"
            seen.add(body)
            if kind == "application/pdf":
                start = int(body.split(b"startxref\n")[1].split()[0])
                assert body[start : start + 4] == b"xref"
    assert len(seen) > 20


def test_two_servers_give_the_same_pages_and_counters_differ_per_request():
    with SampleServer() as one, SampleServer() as two:
        urls = [url for site in FIRST for url in (site.base + "/", starts(site)[0][1], articles(site)[3].url)]
        first = [fetch(one, url)[1] for url in urls]
        assert first == [fetch(two, url)[1] for url in urls]
        again = [fetch(one, url)[1] for url in urls]
        assert all(a != b for a, b in zip(first, again, strict=True)), "bytes differ, as on real portals"


def test_compression_keep_alive_and_head(server):
    url = articles(DRUPAL)[0].url
    path = urlsplit(url).path
    with connected(server) as connection:
        connection.request("GET", path, headers={"Host": DRUPAL.host, "Accept-Encoding": "gzip, deflate"})
        zipped = connection.getresponse()
        body = zipped.read()
        assert zipped.version == 11
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert int(zipped.headers["Content-Length"]) == len(body)
        socket = connection.sock
        assert "</html>" in gzip.decompress(body).decode()
        connection.request("HEAD", path, headers={"Host": f"www.{DRUPAL.host}:{server.port}"})
        head = connection.getresponse()
        assert (head.status, head.read()) == (200, b"")
        connection.request("GET", path, headers={"Host": DRUPAL.host})
        plain = connection.getresponse()
        assert len(plain.read()) == int(plain.headers["Content-Length"]) == int(head.headers["Content-Length"])
        assert plain.headers["Content-Encoding"] is None
        assert connection.sock is socket, "one connection served all three"


@pytest.mark.parametrize(
    ("url", "method", "status"),
    [
        ("http://langson-mau.example/khong-co", "GET", 404),
        ("http://nobody.example/", "GET", 404),
        ("http://drupal-mau.example/tin-tuc/%F0%9F%98%80?q=%00", "GET", 404),
        ("http://wordpress-mau.example/category/thoi-su/page/99/", "GET", 404),
        ("http://wordpress-mau.example/category/", "GET", 404),
        ("http://liferay-mau.example/", "DELETE", 405),
        ("http://liferay-mau.example/", "OPTIONS", 405),
        (f"http://hagiang-mau.example{PAGINATION}", "GET", 405),
        (f"http://hagiang-mau.example{PAGINATION}", "POST", 400),
    ],
)
def test_bad_requests_get_the_status_that_servers_give(server, url, method, status):
    answer, _ = fetch(server, url, method)
    assert answer.status == status
    assert (answer.headers["Allow"] is not None) == (status == 405)


def test_a_form_without_a_length_or_too_long_is_refused(server):
    assert (
        fetch(server, f"http://hagiang-mau.example{PAGINATION}", "POST", Content_Length="9999999999")[0].status == 413
    )
    assert fetch(server, f"http://hagiang-mau.example{PAGINATION}", "POST", Content_Length="-1")[0].status == 413


def test_the_post_pager_answers_with_fragments_and_ends_with_an_empty_one(server):
    section = HAGIANG.sections[0]
    script = page(server, f"{HAGIANG.base}/{section.slug}")
    assert f"var article_category_id = {section.number}; var site_id = {SITE_ID};" in script
    form = {"article_category_id": section.number, "site_id": SITE_ID, "page_size": 15, "keyword": "", "lang": "vi-VN"}
    second, fifth, sixth = (page(server, HAGIANG.base + PAGINATION, urlencode(form | {"page": n})) for n in (2, 5, 6))
    assert "<html" not in second
    assert second.count('class="item"') == 15
    assert fifth.count('class="item"') == 1
    assert sixth == ""


def test_feeds_and_sitemaps_list_dated_articles_only_in_feeds(server):
    for site, path in ((WORDPRESS, "/feed/"), (WORDPRESS, "/category/kinh-te/feed/"), (DRUPAL, "/rss.xml")):
        feed = Selector(page(server, site.base + path), type="xml")
        links = feed.xpath("//item/link/text()").getall()
        truth = {a.url: a for a in articles(site)}
        assert len(links) == 10
        assert all(truth[link].published for link in links)
    index = Selector(page(server, f"{WORDPRESS.base}/wp-sitemap.xml"), type="xml")
    parts = index.xpath("//*[local-name()='loc']/text()").getall()
    urls = Selector(page(server, parts[0]), type="xml").xpath("//*[local-name()='loc']/text()").getall()
    assert set(urls) == {a.url for a in articles(WORDPRESS)}


def test_the_traps_of_liferay_are_there(server):
    article = next(a for a in articles(LIFERAY) if a.also)
    assert article.title in page(server, article.also[0])
    for suffix in ("/en", "/en/vi/en", "/vi/"):
        copy = page(server, article.url + suffix)
        assert "asset-bounddary" in copy
        assert "asset-full-content-title" not in copy
    assert fetch(server, article.url + "/fr")[0].status == 404
    poll = page(server, f"{LIFERAY.base}/{LIFERAY.sections[0].slug}?p_p_id={POLL}&p_p_lifecycle=0")
    assert "asset-full-content-title" in poll
    stamps = [page(server, a.url) for a in articles(LIFERAY)[:12]]
    assert any("12:00 AM" in text for text in stamps)
    second = page(server, f"{LIFERAY.base}/{LIFERAY.sections[0].slug}?p_p_id=101&_101_cur=2")
    assert "Hiển thị 11 - 20 of 41 kết quả." in second


def test_a_test_can_break_edit_delete_and_move(server):
    """What tests of edits and failures need: a broken page, and articles that change under the archive's eyes."""
    with SampleServer() as own:
        fourth = "/tin-tuc-su-kien?page=4"
        own.overrides[LANGSON.host, fourth] = Answer(b"down", "text/plain", 503, (("Retry-After", "1"),))
        answer, body = fetch(own, LANGSON.base + fourth)
        assert (answer.status, body, answer.headers["Retry-After"]) == (503, b"down", "1")
        del own.overrides[LANGSON.host, fourth]
        assert fetch(own, LANGSON.base + fourth)[0].status == 200
        assert own.log == [(LANGSON.host, "GET", fourth)] * 2

        edition = own.editions[LANGSON.host]
        edited, deleted, moved = articles(LANGSON)[:3]
        edition.edit(edited.url, title="Tên mới & rõ")
        assert "Tên mới &amp; rõ" in page(own, edited.url)
        assert any("Tên mới" in text for s, start in starts(LANGSON) for text in list_pages(own, LANGSON, s, start))
        edition.delete(deleted.url)
        assert fetch(own, deleted.url)[0].status == 404
        edition.move(moved.url, f"{LANGSON.base}/tin-tuc-su-kien/cho-moi.html")
        answer, _ = fetch(own, moved.url)
        assert (answer.status, answer.headers["Location"]) == (301, f"{LANGSON.base}/tin-tuc-su-kien/cho-moi.html")
        assert moved.title in page(own, answer.headers["Location"])
        links = {
            urljoin(LANGSON.base, a.attrib["href"])
            for s, start in starts(LANGSON)
            for text in list_pages(own, LANGSON, s, start)
            for a in Selector(text).css(LINKS["langson"])
        }
        assert not {deleted.url, moved.url} & links
        with pytest.raises(KeyError):
            edition.delete(deleted.url)
    assert edited.title in page(server, edited.url), "other servers are not touched"


def test_a_browser_can_open_the_portals_without_the_resolver(server):
    assert LANGSON.unit in page(server, "http://langson-mau.localhost/")


def run(args=(), port=None, setting=8799):
    command = Command()
    command.settings = Settings({"SAMPLE_PORT": setting})
    command.run(list(args), argparse.Namespace(port=port))
    return command.exitcode


def test_bad_input_port_taken_is_one_sentence_and_exit_code_1(server, capsys):
    assert run(port=str(server.port)) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert f"Port {server.port} on 127.0.0.1 cannot be used" in error


@pytest.mark.parametrize(
    ("args", "port"), [(["--prot"], None), (["x"], None), ([], "99999"), ([], "abc"), ([], "-1"), ([], "²")]
)
def test_bad_input_unknown_arguments_are_refused(args, port, capsys):
    assert run(args, port) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_scrapy_sample_says_what_it_serves_and_ends_cleanly():
    # A shell's background job ignores Ctrl+C, and so would what it starts; here it must not.
    heeding = "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    heeding += "runpy.run_module('scrapy', run_name='__main__', alter_sys=True)"
    command = [sys.executable, "-c", heeding, "sample", "--port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        lines = [process.stdout.readline() for _ in range(len(SITES) + 3)]
        port = int(lines[0].split("port ")[1].split(".")[0])
        assert [site.base in "".join(lines) for site in SITES] == [True] * len(SITES)
        assert "scrapy crawl sample_langson" in lines[len(SITES) + 1]
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/", headers={"Host": LANGSON.host})
        assert connection.getresponse().status == 200
        connection.close()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 0, json.dumps(errors)
    assert errors == ""
