"""Bad input to a crawl: one clear sentence, an exit code, a row in `failures`, nothing stored is touched."""

import itertools
import os
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

import pytest
from helpers.world import World

from scraper.crawl.lock import PortalLock
from scraper.sample import Answer, SampleServer, articles
from scraper.sample.portals.wordpress import WORDPRESS


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["crawl"], 2, "Which portal?"),
        (["crawl", "sample_wordpres"], 2, "Did you mean sample_wordpress"),
        (["crawl", "zzz"], 2, "There is no portal named zzz"),
        (["crawl", "langson_dong_dang"], 2, "No address of langson_dong_dang is known"),
        (["crawl", "sample_wordpress", "--limt", "3"], 2, "Unknown option --limt"),
        (["crawl", "sample_wordpress", "--limit", "none"], 2, "--limit takes a whole number"),
        (["crawl", "sample_wordpress", "--since", "31/12/2024"], 2, "--since takes a date"),
        (["ingest"], 2, "Which file?"),
        (["ingest", "nowhere.warc.gz"], 2, "There is no file or folder nowhere.warc.gz"),
        (["quickstart", "--port", "99999"], 2, "--port takes a whole number"),
    ],
)
def test_wrong_use_gives_one_sentence(world, words, code, sentence):
    done = world.scrapy(*words, code=code)
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (world.home / "archive.db").exists()


@pytest.mark.parametrize("content", [b"", b"x" * 4096])
@pytest.mark.parametrize("words", [["crawl", "sample_wordpress"], ["ingest", __file__]])
def test_an_archive_that_is_none_is_refused_and_left_alone(world, content, words):
    path = world.home / "archive.db"
    path.write_bytes(content)
    done = world.scrapy(*words, code=7)
    assert str(path) in done.stderr
    assert path.read_bytes() == content


def test_a_portal_that_another_process_crawls_is_refused(world):
    lock = PortalLock.take(world.home / "captures", "sample_wordpress")
    try:
        done = world.scrapy("crawl", "sample_wordpress", code=6)
    finally:
        lock.release()
    assert "is being crawled by another process" in done.stderr


def test_without_the_sample_server_the_crawl_says_so(world):
    done = World(world.home, _Nobody()).scrapy("crawl", "sample_wordpress", code=5)
    assert "could not be reached" in done.stdout
    assert "scrapy sample" in done.stdout


class _Nobody:
    port = 1  # nothing listens there


@pytest.mark.parametrize("name", ["notes.txt", "broken.warc.gz"])
def test_ingest_of_what_is_no_warc(world, name):
    path = world.home / name
    path.write_bytes(b"WARC it is not\n" * 20)
    done = world.scrapy("ingest", path, code=8)
    assert name in done.stderr
    assert not list((world.home / "captures").glob("*.warc.gz"))


@pytest.fixture(scope="module")
def mirror(tmp_path_factory, sample_server):
    """Capture files of a small crawl."""
    world = World(tmp_path_factory.mktemp("mirror"), sample_server)
    world.scrapy("crawl", "sample_wordpress", "--limit", "5")
    (path,) = (world.home / "captures").glob("*.warc.gz")
    return path


def test_a_warc_that_ends_in_the_middle(world, mirror):
    torn = world.home / "torn.warc.gz"
    whole = mirror.read_bytes()
    torn.write_bytes(whole[: len(whole) * 2 // 3])
    done = world.scrapy("ingest", torn, code=8)
    assert "What is whole before that is in the archive." in done.stderr
    archive = world.archive()
    assert 0 < archive.value("select count(*) from captures") < 20
    assert archive.value("select count(*) from captures where read = 0") == 0
    archive.close()


PAGES = {
    "empty": Answer(b""),
    "not_html": Answer(b"body { color: red }\n" * 40, "text/css"),
    "too_large": Answer(b"<html><body>" + b"<p>dai</p>" * 2_100_000 + b"</body></html>"),
    "http_error": Answer("<html><body>Lỗi máy chủ</body></html>".encode(), status=500),
}


def test_pages_that_cannot_be_read_are_failures_and_harm_nothing(world):
    """An empty page, one that is not HTML, one of 20 MB, a server error; and one whose encoding is a lie is still read."""
    truths = articles(WORDPRESS)
    with SampleServer(port=0) as server:
        world.server = server
        world.scrapy("crawl", "sample_wordpress")
        archive = world.archive()
        before = dict(tuple(row) for row in archive.rows("select url, text_sha256 from articles"))
        archive.close()
        bent = dict(zip(PAGES, truths, strict=False))
        for reason, truth in bent.items():
            server.overrides[WORDPRESS.host, truth.url.partition(WORDPRESS.host)[2]] = PAGES[reason]
        liar = truths[20]
        path = liar.url.partition(WORDPRESS.host)[2]
        plain = server.answer(WORDPRESS.host, path)
        server.overrides[WORDPRESS.host, path] = Answer(plain.body, "text/html; charset=iso-8859-1")
        done = world.scrapy("crawl", "sample_wordpress", "--full", code=3)
    assert "INCOMPLETE, 4 missing" in done.stdout, done.stdout
    archive = world.archive()
    failures = dict(tuple(row) for row in archive.rows("select url, reason from failures"))
    assert failures == {truth.url: reason for reason, truth in bent.items()}
    after = dict(tuple(row) for row in archive.rows("select url, text_sha256 from articles"))
    assert after == before
    archive.close()


def test_a_redirect_and_a_404_are_told_apart(world):
    first, second, *_ = articles(WORDPRESS)
    with SampleServer(port=0) as server:
        world.server = server
        path = first.url.partition(WORDPRESS.host)[2]
        page = server.answer(WORDPRESS.host, path)
        server.overrides[WORDPRESS.host, "/da-chuyen/"] = page
        server.overrides[WORDPRESS.host, path] = Answer(b"", status=301, headers=(("Location", "/da-chuyen/"),))
        server.overrides[WORDPRESS.host, second.url.partition(WORDPRESS.host)[2]] = Answer(b"gone", status=404)
        world.scrapy("crawl", "sample_wordpress")
    archive = world.archive()
    outcome = dict(tuple(r) for r in archive.rows("select url, outcome from visits join urls on key = url_key"))
    assert outcome[first.url] == "redirect"
    assert outcome[second.url] == "gone"
    moved = archive.conn.execute("select * from articles where url like '%/da-chuyen/'").fetchone()
    assert (moved["title"], moved["published_at"]) == (first.title, first.published)
    archive.close()


class _Clock(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    times = []

    def do_GET(self):
        self.times.append((monotonic(), self.path, self.headers["User-Agent"]))
        body = b"" if self.path == "/robots.txt" else b"<html><body><p>Trang</p></body></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_one_host_is_asked_once_a_second_over_all_portals(world, monkeypatch, name):
    """Two portals of one process on one real host: robots included, never two requests within HOST_DELAY.

    Nor on two names of one server, from the first request on.

    Times are those of arrival, and a busy machine lets one request arrive late: a gap may look shorter than the
    one that was kept, the whole span hardly. Without the gate both are near nothing.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Clock)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    monkeypatch.setenv("CONGTIN_TEST_PORT", str(server.server_address[1]))
    monkeypatch.setenv("CONGTIN_TEST_NAME", name)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, ("tests", os.environ.get("PYTHONPATH")))))
    _Clock.times.clear()
    try:
        world.scrapy("crawl", "first", "second", "-s", "SPIDER_MODULES=helpers.polite_spiders", code=4)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    times = [at for at, _, _ in _Clock.times]
    assert len(times) == 4, "robots and start page of two portals"
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.5
    assert times[-1] - times[0] >= 2.5
    assert all("CongTin/" in agent and "+http" in agent for _, _, agent in _Clock.times)


def test_capture_files_are_never_changed_by_ingest(world, mirror):
    before = sha256(mirror.read_bytes()).digest()
    world.scrapy("ingest", mirror)
    assert sha256(mirror.read_bytes()).digest() == before


def refuse(path, **more):
    return Answer(f"User-agent: *\nDisallow: {path}\n".encode(), "text/plain", **more)


@pytest.mark.parametrize(
    ("robots", "code"), [(refuse("/"), 5), (refuse("/", status=503), 5), (refuse("/", status=404), 0)]
)
def test_robots_are_obeyed_for_every_request(world, robots, code):
    """Also for those that arrive while robots.txt is on its way; a server error refuses everything, a 404 nothing."""
    with SampleServer(port=0) as server:
        world.server = server
        server.overrides[WORDPRESS.host, "/robots.txt"] = robots
        world.scrapy("crawl", "sample_wordpress", "--limit", "3", code=code)
        asked = {path for _, _, path in server.log}
        tries = len(server.log)
    if code:
        assert asked == {"/robots.txt"}
        assert tries == (3 if robots.status == 503 else 1), "an answer that got lost is not the end of a crawl"
        archive = world.archive()
        assert {row[0] for row in archive.rows("select distinct outcome from visits")} == {"robots"}
        archive.close()


@pytest.mark.parametrize("to", ["https", "other", "home"])
def test_the_rules_of_a_robots_txt_that_moved_count(world, to):
    """A portal that moved to https redirects its robots.txt, too; one that leads to a page is none."""
    target = {"https": "/robots.txt?https", "other": "http://khac-mau.example/robots.txt", "home": "/"}[to]
    with SampleServer(port=0) as server:
        world.server = server
        server.overrides[WORDPRESS.host, "/robots.txt"] = Answer(b"", status=301, headers=(("Location", target),))
        server.overrides[WORDPRESS.host, "/robots.txt?https"] = refuse("/")
        server.overrides["khac-mau.example", "/robots.txt"] = refuse("/")
        world.scrapy("crawl", "sample_wordpress", "--limit", "1", code=0 if to == "home" else 5)
        asked = {path for _, _, path in server.log}
    assert (asked <= {"/robots.txt", "/robots.txt?https"}) is (to != "home")
