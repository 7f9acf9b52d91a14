"""`scrapy probe` over loopback HTTP, on saved pages and WARC files, and what --write makes."""

import argparse
import json
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from helpers.paths import ROOT
from helpers.spider_files import MOST_LINES_BEYOND_THE_PORTAL, lines_beyond_the_portal
from scrapy.utils.project import get_project_settings

from scraper.capture.foreign.folder import warc_from_folder
from scraper.commands.probe import Command
from scraper.errors import CaptureError, NothingReadableError, UnreachableError, UsageProblem
from scraper.families.drupal import DRUPAL
from scraper.items import PageRequest
from scraper.probe import client as client_module
from scraper.probe import live, look, stored
from scraper.probe.client import LIMIT, Client
from scraper.probe.marks import score_of
from scraper.probe.obstacles import obstacle
from scraper.reading.page.page import Page
from scraper.sample import SITES, SampleServer
from scraper.sample.model import Answer

REAL = ROOT.parent / "shared/real/sotttt-hanoi-2022.warc.gz"
by_site = pytest.mark.parametrize("site", SITES, ids=lambda site: site.family)


def make_client(port=0, **more):
    headers = {"User-Agent": "CongTin/test", "Accept-Language": "vi-VN"}
    return Client(headers=headers, robots_agent="CongTin", delay=0, sample_port=port, **more)


@pytest.fixture
def server():
    with SampleServer() as running:
        yield running


@pytest.fixture(scope="module")
def probed():
    """Findings, client and server log of a sample portal, probed once for the tests that change nothing."""
    done = {}
    with SampleServer() as running:

        def probe(site):
            if site.host not in done:
                client, before = make_client(running.port), len(running.log)
                done[site.host] = (live.probe(f"{site.base}/", client), client, running.log[before:])
            return done[site.host]

        yield probe


@by_site
def test_issue_3_every_sample_portal_is_recognised_and_paged(probed, site):
    found, client, log = probed(site)
    assert found.family is not None
    assert found.family.id == site.family
    best = found.scores[0]
    assert best.points >= 50
    best_list = found.best_list
    assert best_list is not None
    assert best_list.kind, "the named kind of paging"
    assert best_list.next is not None
    assert "of them new" in best_list.checked
    assert " 0 of them new" not in best_list.checked
    assert len(found.samples()) == 3
    assert all(sample.article.family == site.family for sample in found.samples())
    assert found.encoding.used == "utf-8"
    assert client.count <= LIMIT
    assert log[0][2] == "/robots.txt"


def test_marks_say_why():
    page = Page.from_text(
        "<html><head><meta name='Generator' content='Drupal 7'></head><body class='page-node node-type-x'>"
        "<div id='skip-link'></div><script>Drupal.settings = {}</script></body></html>",
        "http://a.example/",
    )
    score = score_of(DRUPAL, page)
    assert score.points == DRUPAL.recognise(page)
    assert any("Generator" in mark for mark in score.marks)
    assert '"Drupal.settings"' in score.marks


# ---- trouble, in sentences ----


def bent(server, path, answer):
    server.overrides["drupal-mau.example", path] = answer


@pytest.mark.parametrize(("status", "words"), [(401, "login"), (403, "forbidden"), (429, "too many requests")])
def test_refusals_are_said_in_words(server, status, words):
    bent(server, "/", Answer(b"<html><body>no</body></html>", status=status))
    with pytest.raises(UnreachableError, match=words):
        live.probe("http://drupal-mau.example/", make_client(server.port))


def test_a_captcha_is_named(server):
    page = "<html><head><title>Just a moment...</title></head><body><h1>Xác minh bạn không phải là robot</h1></body></html>"
    bent(server, "/", Answer(page.encode()))
    found = live.probe("http://drupal-mau.example/", make_client(server.port))
    assert any("captcha" in note for note in found.notes)
    assert not found.articles


def test_robots_are_obeyed(server):
    bent(server, "/robots.txt", Answer(b"User-agent: *\nDisallow: /\n", "text/plain"))
    with pytest.raises(UnreachableError, match=r"robots.txt of drupal-mau.example refuses"):
        live.probe("http://drupal-mau.example/", make_client(server.port))
    assert {path for _, _, path in server.log} == {"/robots.txt"}


def test_nothing_is_asked_while_robots_txt_is_out_of_order(server):
    bent(server, "/robots.txt", Answer(b"oops", "text/plain", 503))
    with pytest.raises(UnreachableError, match="503"):
        live.probe("http://drupal-mau.example/", make_client(server.port))


def test_redirects_are_followed_and_told(server):
    bent(server, "/cu", Answer(b"", status=301, headers=(("Location", "/"),)))
    found = live.probe("http://drupal-mau.example/cu", make_client(server.port))
    assert found.notes[0] == "http://drupal-mau.example/cu leads to http://drupal-mau.example/."
    assert len(found.articles) == 3


def test_a_refused_connection():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(UnreachableError, match="refused the connection"):
        live.probe(f"http://127.0.0.1:{port}/", make_client())
    with pytest.raises(UnreachableError, match="scrapy sample"):
        live.probe("http://drupal-mau.example/", make_client(port))


def test_a_name_without_address_and_a_silent_host(monkeypatch):
    def no_name(*_args, **_kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    with pytest.raises(UnreachableError, match="no address"):
        live.probe("http://khong-co.gov.vn/", make_client())
    monkeypatch.undo()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = make_client(timeout=0.2)
        with pytest.raises(UnreachableError, match=r"did not answer within 0\.2 seconds"):
            live.probe(f"http://127.0.0.1:{silent.getsockname()[1]}/", client)


def test_other_errors_of_the_client_are_sentences_too():
    for error in (httpx.RemoteProtocolError("x"), httpx.DecodingError("x"), httpx.UnsupportedProtocol("x")):
        assert client_module._sentence(error, "http://a.gov.vn/", 1).endswith(".")


def test_at_most_a_dozen_requests(server):
    client = make_client(server.port, count=LIMIT)
    with pytest.raises(client_module.BudgetSpentError):
        client.fetch(PageRequest(url="http://drupal-mau.example/"))
    assert server.log == []


def test_two_requests_to_a_real_host_are_apart(monkeypatch, server):
    waits = []
    monkeypatch.setattr(client_module.time, "sleep", waits.append)
    bent(server, "/robots.txt", Answer(b"User-agent: *\nCrawl-delay: 7\n", "text/plain"))
    client = make_client(server.port)
    client.delay = 1.0
    live.probe("http://drupal-mau.example/", client)
    assert waits == [], "sample portals need no rest"
    assert client.delay == 7.0
    with pytest.raises(UnreachableError):
        client.get("http://127.0.0.1:9/")
    assert 6.0 < waits[0] <= 7.0


def tls_files(folder):
    """A self-signed certificate for localhost and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    cert = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    pem = cert.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    (folder / "cert.pem").write_bytes(pem)
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return folder / "cert.pem", folder / "key.pem"


class Plain(BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"<html><head><title>x</title></head><body><p>Trang</p></body></html>"
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def test_tls_trouble_is_told_and_got_over(tmp_path):
    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *args):
            pass

    cert, key = tls_files(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with Quiet(("127.0.0.1", 0), Plain) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True)
        thread = threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        found = live.probe(f"https://localhost:{http.server_address[1]}/", make_client())
        http.shutdown()
        thread.join()
    assert found.notes[0].startswith("TLS: the certificate does not verify")
    assert "without verifying the certificate" in found.notes[0]


# ---- what one page tells ----


@pytest.mark.parametrize(
    ("body", "header", "used", "words"),
    [
        ("<meta charset=utf-8>Đồng Đăng".encode(), "text/html", "utf-8", "declared by page utf-8"),
        ("Đồng Đăng".encode(), None, "utf-8", "declared nowhere"),
        (b"<meta charset=windows-1252>caf\xe9", "text/html; charset=utf-8", "windows-1252", "contradict"),
    ],
)
def test_encoding_declared_and_real(body, header, used, words):
    encoding = look.encoding_of(body, header, mojibake=False)
    assert encoding.used == used
    assert words in encoding.sentence


def test_links_to_sections_come_before_articles_and_furniture():
    page = Page.from_text(
        "<nav><ul><li><a href='/gioi-thieu'>Giới thiệu</a><li><a href='/tin-tuc-su-kien'>Tin tức</a>"
        "<li><a href='/dang-nhap'>Đăng nhập</a></ul></nav><a href='/tin-tuc-su-kien/bai-1-12345.html'>Một bài</a>"
        "<a href='http://khac.example/tin-tuc'>Nơi khác</a><a href='/van-ban'>Văn bản</a>",
        "http://a.example/",
    )
    assert look.list_candidates(page)[:2] == ["http://a.example/tin-tuc-su-kien", "http://a.example/van-ban"]
    assert "http://khac.example/tin-tuc" not in look.list_candidates(page)


def test_every_reason_for_an_unread_page_has_a_sentence():
    from scraper.items import REASONS, Other

    silent = {"redirect", "robots", "trap", "page", "empty_listing", "not_a_file", "replaced"}
    for reason in set(REASONS) - silent:
        text = obstacle(Other(url="u", family=None, reason=reason, detail="500" if reason == "http_error" else None))
        assert text, reason
        assert text.endswith(".")


# ---- saved pages ----


def save(found, site, folder):
    """A folder as wget leaves it, with list pages and articles of a sample portal."""
    pages = [one.fetched for one in (*found.lists, *found.articles)]
    for number, fetched in enumerate(pages):
        path = folder / site.host / f"trang-{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"<!-- saved from url=(0030){fetched.page.address} -->\n".encode() + fetched.body)
    return folder


@by_site
def test_issue_3_a_folder_of_saved_pages_is_probed_offline(probed, site, tmp_path):
    found = stored.probe(save(probed(site)[0], site, tmp_path / "luu"))
    assert found.host == site.host
    assert found.family.id == site.family
    assert found.best_list.kind
    assert len(found.samples()) == 3


def test_issue_3_a_warc_file_is_probed_offline():
    if not REAL.exists():
        pytest.skip("the real WARC file is not here")
    found = stored.probe(REAL)
    assert found.host == "sotttt.hanoi.gov.vn"
    assert found.family.id == "liferay62"
    assert found.best_list.kind == "next word"
    assert len(found.articles) == 1
    assert found.others["trap"] > 100


def test_files_that_hold_nothing(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingReadableError):
        stored.probe(tmp_path / "empty")
    (tmp_path / "page.html").write_text("<html></html>")
    with pytest.raises(UsageProblem, match="scrapy read"):
        stored.probe(tmp_path / "page.html")
    (tmp_path / "notes.txt").write_text("no captures")
    with pytest.raises(CaptureError):
        stored.probe(tmp_path / "notes.txt")


def test_a_warc_that_breaks_off_is_read_as_far_as_it_goes(probed, tmp_path):
    warc = warc_from_folder(save(probed(SITES[0])[0], SITES[0], tmp_path / "luu"), tmp_path)
    warc.write_bytes(warc.read_bytes()[:-40])
    found = stored.probe(warc)
    assert found.articles
    assert any(warc.name in note for note in found.notes)


def test_a_wacz_package_is_probed_too(probed, tmp_path):
    warc = warc_from_folder(save(probed(SITES[0])[0], SITES[0], tmp_path / "luu"), tmp_path)
    with zipfile.ZipFile(tmp_path / "luu.wacz", "w") as package:
        package.write(warc, "archive/data.warc.gz")
        package.writestr("datapackage.json", "{}")
    assert stored.probe(tmp_path / "luu.wacz").family.id == SITES[0].family


def test_a_system_nobody_knows_is_probed_by_structure(tmp_path):
    """The file that --write makes for it declares no family."""
    from io import StringIO

    from rich.console import Console

    from scraper.probe.show import show
    from scraper.probe.write import spider_source

    folder = tmp_path / "cong.example"
    folder.mkdir()
    text = "".join(f"<p>Đoạn {n} kể về buổi làm việc của đoàn công tác với xã Bình Lãng Thượng.</p>" for n in range(9))
    title = "[Ảnh] Đoàn công tác làm việc với xã Bình Lãng Thượng"
    for number in (1, 2):
        (folder / f"bai-{number}.html").write_text(
            f'<html><head><title>{title} {number} | Cổng "Mẫu"</title></head><body><main><h1>{title} {number}</h1>'
            f"<div class=x>{text}</div></main></body></html>"
        )
    links = "".join(
        f"<li><a href='/bai-{n}.html'>Đoàn công tác số {n} làm việc với xã</a> <i>0{n}/03/2025</i></li>"
        for n in range(1, 8)
    )
    pager = "<div class=pagination><b>1</b> <a href='/tin?page=2'>2</a></div>"
    (folder / "tin.html").write_text(
        f"<html><head><title>Tin tức | Cổng Mẫu</title></head><body><main><h1>Tin tức</h1><ul>{links}</ul>{pager}</main>"
        "</body></html>"
    )
    found = stored.probe(folder)
    assert found.family is None
    assert found.best_list.kind == "next number"
    assert [sample.article.published.source for sample in found.samples()] == ["listing", "listing"]
    out = StringIO()
    show(found, None, Console(file=out, width=200))
    assert "[Ảnh] Đoàn công tác" in out.getvalue()
    assert "unknown" in out.getvalue()
    source = spider_source(found, "langson_cong_mau")
    assert "families=()" in source
    assert str(tmp_path) not in source
    assert lines_beyond_the_portal(source) <= MOST_LINES_BEYOND_THE_PORTAL
    compile(source, "spider", "exec")


# ---- the command ----


@pytest.fixture
def command(server, capsys):
    """Runs the command in this process: arguments in, exit code and everything it said out."""
    settings = get_project_settings()
    settings.set("SAMPLE_PORT", server.port)
    settings.set("HOST_DELAY", 0)

    def run(*args, name=None):
        one = Command()
        one.settings = settings
        one.run([str(arg) for arg in args], argparse.Namespace(write=name))
        said = capsys.readouterr()
        return one.exitcode, said.out + said.err

    return run


def test_exit_codes_and_sentences(command, server, tmp_path):
    code, said = command("http://langson-mau.example/")
    assert code == 0
    for words in ("langson", "paging kind: next link", "(listing)", "sample_langson has this host already"):
        assert words in said
    bent(server, "/", Answer(b"<html><body><p>x</p></body></html>"))
    assert command("http://drupal-mau.example/")[0] == 4
    bent(server, "/robots.txt", Answer(b"User-agent: *\nDisallow: /\n", "text/plain"))
    code, said = command("http://drupal-mau.example/")
    assert code == 5
    assert "refuses" in said
    for args, words in (((tmp_path / "no",), "no such folder"), ((), "takes one"), (("ftp://x",), "no http")):
        code, said = command(*args)
        assert code == 2
        assert words in said


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mau_so_mot", "docs/portal-names.md"),
        ("langson", "already"),
        ("langson_hai", "belongs to"),
        ("../x", "must be"),
    ],
)
def test_write_refuses_names_and_hosts_that_are_taken_or_break_the_rule(command, name, words):
    code, said = command("http://langson-mau.example/", name=name)
    assert code == 2
    assert words in said


@pytest.fixture
def project(tmp_path):
    """A copy of the project in which the sample portals have no spiders yet."""
    home = tmp_path / "project"
    shutil.copytree(ROOT / "scraper", home / "scraper", ignore=shutil.ignore_patterns("__pycache__", "sample_*.py"))
    for folder in ("tests/portals", "tests/helpers"):
        shutil.copytree(ROOT / folder, home / folder)
    for path in (ROOT / "scrapy.cfg", ROOT / "pyproject.toml", *(ROOT / "tests").glob("*.py")):
        shutil.copy(path, home / path.relative_to(ROOT))
    return home


def test_issue_3_write_makes_a_portal_that_fails_until_a_person_has_read_it(world, server, project):
    world.server = server

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=project,
            env=world.env | {"PYTHONPATH": str(project)},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    done = run("scrapy", "probe", "http://drupal-mau.example/", "--write", "langson_na_pheo")
    assert done.returncode == 0, done.stdout + done.stderr
    source = (project / "scraper/spiders/langson_na_pheo.py").read_text()
    assert "class LangsonNaPheo(PortalSpider):" in source
    assert "families=(DRUPAL,)" in source
    assert 'prefixes=("drupal-mau.example",)' in source
    assert lines_beyond_the_portal(source) <= MOST_LINES_BEYOND_THE_PORTAL
    assert "http://drupal-mau.example/rss.xml" in source
    assert str(project) not in source
    folder = project / "tests/portals/langson_na_pheo"
    index = json.loads((folder / "pages.json").read_text())
    assert sorted(index) == ["detail-1.html", "detail-2.html", "detail-3.html", "list-1.html"]
    assert all(how["reviewed"] is False for how in index.values())
    assert json.loads((folder / "list-1.html.json").read_text())["kind"] == "listing"

    ruff = [sys.executable, "-m", "ruff", "format", "--check", "scraper/spiders/langson_na_pheo.py"]
    assert subprocess.run(ruff, cwd=project, capture_output=True, check=False).returncode == 0
    test = ("pytest", "-p", "no:cacheprovider", "tests/portals/test_portals.py", "-k", "langson_na_pheo")
    unread = run(*test)
    assert unread.returncode == 1
    assert "a_person_has_looked" in unread.stdout
    assert unread.stdout.count("FAILED") == 1, unread.stdout
    for how in index.values():
        how["reviewed"] = True
    (folder / "pages.json").write_text(json.dumps(index))
    assert run(*test).returncode == 0
    again = run("scrapy", "probe", "http://drupal-mau.example/", "--write", "langson_na_pheo")
    assert again.returncode == 2
    assert "already" in again.stderr
