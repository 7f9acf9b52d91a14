"""`scrapy fetch`, `view`, `shell` and `parse`: what they ask for, what they say, and that they leave nothing behind."""

import json
import time

import pytest
from helpers.paths import TESTS
from helpers.world import World

from scraper.sample import SampleServer
from scraper.sample.model import Answer

HOST = "langson-mau.example"
URL = f"http://{HOST}/"
DETAIL = (TESTS / "portals/hanoi_sotttt/detail.html").read_bytes()
# Each command, with what makes it do its work without a person at the keyboard.
ASKING = (("fetch",), ("view",), ("shell", "-c", "response.status"), ("parse",))
PAUSE = 0.5  # seconds of HOST_DELAY


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A home that stays empty, a server of its own, and a browser that keeps what it was to show."""
    (tmp_path / "home").mkdir()
    browser = tmp_path / "browser.sh"
    browser.write_text(f'#!/bin/sh\nmv "${{1#file://}}" {tmp_path}/shown.html\n')
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    with SampleServer() as server:
        yield World(tmp_path / "home", server)


@pytest.fixture(autouse=True)
def nothing_is_left(world):
    yield
    assert list(world.home.rglob("*")) == []


def asked(world):
    return [(host, path) for host, _, path in world.server.log]


def one_sentence(done):
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("words", ASKING, ids=lambda words: words[0])
def test_robots_txt_and_the_address_are_all_that_is_asked_for(world, words):
    done = world.scrapy(*words, URL)
    assert asked(world) == [(HOST, "/robots.txt"), (HOST, "/")]
    assert done.stderr == ""


@pytest.mark.parametrize("words", ASKING, ids=lambda words: words[0])
def test_what_robots_txt_forbids_to_us_by_name_is_not_asked_for(world, words):
    world.server.overrides[HOST, "/robots.txt"] = Answer(
        b"User-agent: *\nAllow: /\n\nUser-agent: CongTin\nDisallow: /\n", "text/plain"
    )
    done = world.scrapy(*words, URL, code=5)
    assert asked(world) == [(HOST, "/robots.txt")]
    assert one_sentence(done) == f"robots.txt of {HOST} forbids {URL}.\n"
    assert done.stdout == ""


@pytest.mark.parametrize("words", ASKING, ids=lambda words: words[0])
def test_a_robots_txt_that_fails_forbids_everything(world, words):
    world.server.overrides[HOST, "/robots.txt"] = Answer(b"", "text/plain", 500)
    done = world.scrapy(*words, URL, code=5)
    assert set(asked(world)) == {(HOST, "/robots.txt")}
    assert "robots.txt could not be fetched (500)" in one_sentence(done)


@pytest.mark.parametrize("words", ASKING, ids=lambda words: words[0])
def test_a_page_that_is_not_there(world, words, tmp_path):
    done = world.scrapy(*words, f"{URL}khong-co", code=4)
    assert one_sentence(done) == f"{URL}khong-co answered 404 Not Found.\n"
    shown = done.stdout or (tmp_path / "shown.html").read_text()
    assert "404" in shown, "it is shown all the same"


@pytest.mark.parametrize("words", ASKING, ids=lambda words: words[0])
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://127.0.0.1:9/", "Connection refused"),
        ("http://khong-co.invalid/", "DNS lookup failed"),
    ],
)
def test_a_host_that_does_not_answer(world, words, address, sentence):
    assert sentence in one_sentence(world.scrapy(*words, "-s", "HOST_DELAY=0", address, code=5))


@pytest.mark.parametrize("words", ASKING, ids=lambda words: words[0])
@pytest.mark.parametrize("address", ["ftp://a.example/", "http://[x", "http://a.example:99999/", "http://"])
def test_an_address_that_is_none(world, words, address):
    assert "must be an http or https address" in one_sentence(world.scrapy(*words, address, code=2))


@pytest.mark.parametrize("words", [*ASKING], ids=lambda words: words[0])
def test_wrong_use(world, words):
    assert "takes one address" in one_sentence(world.scrapy(*words, URL, URL, code=2))
    assert "no portal named langsn" in one_sentence(world.scrapy(*words, "--spider", "langsn", URL, code=2))
    assert "Unknown option --khong-co" in one_sentence(world.scrapy(*words, "--khong-co", URL, code=2))
    assert world.server.log == []


def test_real_hosts_are_given_time_between_two_requests(world):
    begun = time.monotonic()
    address = f"http://127.0.0.1:{world.server.port}/x"
    world.server.overrides["127.0.0.1", "/x"] = Answer(b"x", "text/plain")
    assert world.scrapy("fetch", "-s", f"HOST_DELAY={PAUSE}", address).stdout == "x"
    assert asked(world) == [("127.0.0.1", "/robots.txt"), ("127.0.0.1", "/x")]
    assert time.monotonic() - begun >= PAUSE


def test_fetch_prints_the_body_as_it_came_or_the_headers(world):
    world.server.overrides[HOST, "/x"] = Answer("tiếng Việt, không xuống dòng".encode(), "text/plain; charset=utf-8")
    assert world.scrapy("fetch", f"{URL}x").stdout == "tiếng Việt, không xuống dòng"
    headers = world.scrapy("fetch", "--headers", f"{URL}x").stdout.splitlines()
    assert any(line.startswith("> User-Agent: CongTin/") for line in headers)
    assert "< Server: SamplePortal/1" in headers


@pytest.mark.parametrize("words", ASKING[:3], ids=lambda words: words[0])
def test_redirects_are_followed_politely_or_shown(world, words):
    world.server.overrides[HOST, "/cu"] = Answer(
        b"", status=301, headers=(("Location", "http://drupal-mau.example/"),)
    )
    world.scrapy(*words, f"{URL}cu")
    there = [("drupal-mau.example", "/robots.txt"), ("drupal-mau.example", "/")]
    assert asked(world) == [(HOST, "/robots.txt"), (HOST, "/cu"), *there]
    world.scrapy(*words, "--no-redirect", f"{URL}cu")
    assert asked(world)[4:] == [(HOST, "/robots.txt"), (HOST, "/cu")]


def test_view_shows_the_page_or_says_that_there_is_no_browser(world, tmp_path, monkeypatch):
    world.scrapy("view", URL)
    assert f'<base href="{URL}">' in (tmp_path / "shown.html").read_text()
    monkeypatch.setenv("BROWSER", "/bin/false %s")
    monkeypatch.setenv("PATH", "")
    assert "scrapy fetch" in one_sentence(world.scrapy("view", URL, code=1))


def test_the_shell_opens_with_the_answer_of_an_address_a_bare_host_or_a_file(world, tmp_path):
    assert "<200 http" in world.scrapy("shell", URL).stderr, "a banner with the names that the console knows"
    assert world.scrapy("shell", "-c", "response.url", HOST).stdout == f"http://{HOST}\n"
    saved = tmp_path / "saved.html"
    saved.write_text("<title>Tin</title>")
    assert world.scrapy("shell", "-c", "response.css('title::text').get()", saved).stdout == "Tin\n"
    assert "No such file" in one_sentence(world.scrapy("shell", f"{saved}.khong-co", code=2))
    assert world.scrapy("shell", "-c", "1 + 1").stdout == "2\n"


def test_a_refusal_inside_the_shell_is_a_sentence_and_the_shell_goes_on(world):
    world.server.overrides[HOST, "/robots.txt"] = Answer(b"User-agent: *\nDisallow: /cam\n", "text/plain")
    done = world.scrapy("shell", "-c", f"(fetch('{URL}cam'), response)", URL)
    assert one_sentence(done) == f"robots.txt of {HOST} forbids {URL}cam.\n"
    assert done.stdout == "(None, None)\n"


def test_a_log_is_kept_when_it_is_asked_for(world, tmp_path):
    world.scrapy("fetch", URL, "--logfile", tmp_path / "x.log", "-L", "INFO")
    assert "Spider opened" in (tmp_path / "x.log").read_text()
    assert "Spider opened" in world.scrapy("fetch", URL, "-L", "INFO").stderr


def test_parse_prints_what_read_prints(world, tmp_path):
    page = tmp_path / "page.html"
    page.write_bytes(world.scrapy("fetch", URL).stdout.encode())
    parsed = world.scrapy("parse", URL).stdout
    assert parsed == world.scrapy("read", "--url", URL, page).stdout
    assert json.loads(parsed)["kind"] == "listing"
    assert json.loads(parsed)["portal"] == "sample_langson"


def test_parse_reads_with_the_families_of_the_address_of_the_named_portal_or_with_all(world):
    world.server.overrides["la.example", "/tin"] = Answer(DETAIL, "text/html; charset=utf-8")
    got = json.loads(world.scrapy("parse", "http://la.example/tin").stdout)
    assert (got["kind"], got["portal"], got["family"]) == ("article", None, "liferay62")
    for option in ("--portal", "--spider"):
        got = json.loads(world.scrapy("parse", option, "bao_lang_son", "http://la.example/tin").stdout)
        assert (got["kind"], got["portal"]) == ("article", "bao_lang_son")
    done = world.scrapy("parse", "--portal", "bao_lang_son", URL)
    assert json.loads(done.stdout)["portal"] == "sample_langson"
    assert one_sentence(done) == f"{URL} belongs to the portal sample_langson and is read as such.\n"


def test_parse_asks_for_one_address_a_redirect_is_what_it_says(world):
    world.server.overrides[HOST, "/cu"] = Answer(b"", status=302, headers=(("Location", "/moi"),))
    done = world.scrapy("parse", f"{URL}cu")
    assert json.loads(done.stdout)["reason"] == "redirect"
    assert one_sentence(done) == f"{URL}cu leads to {URL}moi, which was not asked for.\n"
    assert asked(world) == [(HOST, "/robots.txt"), (HOST, "/cu")]


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        (["-d", "2"], "scrapy crawl NAME"),
        (["--depth=2"], "scrapy crawl NAME"),
        (["--pipelines"], "scrapy crawl NAME"),
        (["-o", "x.json"], "scrapy crawl NAME"),
        (["-c", "parse_item"], "scrapy read FILE"),
        (["--callback", "parse_item"], "scrapy read FILE"),
        (["-r"], "scrapy read FILE"),
        (["--meta", "{}"], "scrapy read FILE"),
        (["-a", "x=1"], "scrapy read FILE"),
        (["--nolinks"], "scrapy read FILE"),
        (["-v"], "scrapy read FILE"),
    ],
)
def test_options_of_scrapys_parse_say_what_to_use_instead(world, words, instead):
    assert instead in one_sentence(world.scrapy("parse", *words, URL, code=2))
    assert world.server.log == []
