"""The page as captured, closed to scripts and network; TimeMap and TimeGate."""

import gzip

import pytest
from datasette.app import Datasette
from helpers.stored_archive import EVIL, HOST, SiteWorld, fill

from scraper.capture.warc.records import read_records
from scraper.store.captures.originals import CaptureStore


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("captured"))


@pytest.fixture(scope="module")
def ds(world):
    return Datasette(config_dir=world.folder)


def csp(response):
    return response.headers["content-security-policy"]


async def test_text_by_default(ds, world):
    response = await ds.client.get(f"/-/capture/{world.captures['evil']}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert EVIL.encode() in response.content
    assert csp(response).startswith("sandbox; default-src 'none'")
    assert "allow-" not in csp(response)
    assert response.headers["x-content-type-options"] == "nosniff"


async def test_as_html_only_in_a_sandbox_without_scripts_and_network(ds, world):
    response = await ds.client.get(f"/-/capture/{world.captures['evil']}?nhu=html")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    policy = csp(response)
    assert policy.startswith("sandbox; default-src 'none'")
    for door in ("script-src", "connect-src", "allow-", "http:", "https:", "frame-src", "'self'"):
        assert door not in policy


async def test_files_are_downloads(ds, world):
    """A PDF, from a capture file that is still being written."""
    assert (world.captures_dir / "b.warc.gz.open").exists()
    response = await ds.client.get(f"/-/capture/{world.captures['pdf']}")
    assert response.content == b"%PDF-1.4 \x00\xff"
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == 'attachment; filename="nq.pdf"'
    page = await ds.client.get(f"/-/capture/{world.captures['edited']}?nhu=tep")
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"].startswith("attachment")


async def test_encoded_bodies_are_readable(ds, world):
    response = await ds.client.get(f"/-/capture/{world.captures['gzip']}")
    assert response.text == "Trang chủ Đồng Đăng"


async def test_the_record_itself(ds, world, tmp_path):
    """What proves the page: the WARC record, byte for byte, which any WARC tool reads."""
    response = await ds.client.get(f"/-/capture/{world.captures['edited']}?nhu=warc")
    assert response.headers["content-type"] == "application/warc"
    whole = (world.captures_dir / "a.warc.gz").read_bytes()
    assert response.content in whole
    (tmp_path / "one.warc.gz").write_bytes(response.content)
    (record,) = read_records(tmp_path / "one.warc.gz")
    assert record.id == world.captures["edited"]
    assert gzip.decompress(response.content).startswith(b"WARC/1.1")


DAMAGES = {
    "file = 'weg.warc.gz'": 410,
    "offset = offset + 1": 502,
    "offset = (select min(offset) from captures where id <> c.id)": 502,
    "offset = 99999999": 502,
    "file = '../archive.db'": 502,
    "file = '/etc/passwd'": 502,
    "file = '..'": 502,
    "file = ''": 502,
    "file = '.hidden'": 502,
    "file = 'a.warc.gz' || char(0)": 502,
    "payload_digest = 'sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'": 502,
}


async def test_missing_and_damaged_captures_are_clear_pages(tmp_path):
    """A file that is not here, another record, another body, a path out of the folder: one sentence, never a byte."""
    w = SiteWorld(tmp_path)
    w.keep(f"{HOST}/first", b"<p>first</p>", "2026-11-01T03:00:00Z")
    rows = {change: w.keep(f"{HOST}/x", change.encode(), "2026-11-01T03:00:00Z") for change in DAMAGES}
    for change, row in rows.items():
        w.archive.conn.execute(f"update captures as c set {change} where id = ?", (row.id,))
    w.close()
    ds = Datasette(config_dir=w.folder)
    for change, row in rows.items():
        for form in ("chu", "html", "tep", "warc"):
            response = await ds.client.get(f"/-/capture/{row.id}?nhu={form}")
            assert response.status_code == DAMAGES[change], (change, form)
            assert 'class="notice"' in response.text
            assert "root:" not in response.text
            assert str(w.folder) not in response.text
            assert "script-src" not in csp(response)


async def test_too_large_is_said(tmp_path):
    w = SiteWorld(tmp_path)
    bomb = w.keep(
        f"{HOST}/bom", b"\0" * (64 << 20) + b"\0", "2026-11-01T03:00:00Z", encoding="gzip", mime="text/plain"
    )
    w.close()
    response = await Datasette(config_dir=w.folder).client.get(f"/-/capture/{bomb.id}")
    assert response.status_code == 413
    assert "lớn quá mức" in response.text


async def test_a_revisit_shows_the_body_it_refers_to(tmp_path):
    from scraper.capture.warc.records import member

    w = SiteWorld(tmp_path)
    first = w.keep(f"{HOST}/a", b"<p>Nguyen ban</p>", "2026-11-01T03:00:00Z")
    head = [
        ("WARC-Type", "revisit"), ("WARC-Record-ID", "<urn:uuid:00000000-0000-4000-8000-00000000beef>"),
        ("WARC-Target-URI", f"{HOST}/a"), ("WARC-Date", "2026-11-02T03:00:00Z"),
        ("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"),
        ("WARC-Refers-To", f"<{first.id}>"), ("WARC-Payload-Digest", first.payload_digest),
        ("Content-Type", "application/http; msgtype=response"),
    ]  # fmt: skip
    path = w.captures_dir / "r.warc.gz"
    path.write_bytes(member(head, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"))
    from dataclasses import replace

    row = replace(first, id="urn:uuid:00000000-0000-4000-8000-00000000beef", file="r.warc.gz", offset=0,
                  captured_at="2026-11-02T03:00:00Z", payload_length=None, refers_to=first.id)  # fmt: skip
    CaptureStore(w.archive).add_capture(row)
    w.close()
    response = await Datasette(config_dir=w.folder).client.get(f"/-/capture/{row.id}")
    assert response.text == "<p>Nguyen ban</p>"


async def test_withheld_captures_are_not_shown(tmp_path):
    w = SiteWorld(tmp_path)
    key = w.publish("one", "Tin một", "Chữ chưa kín.", at="2026-10-01T00:00:00Z")
    w.publish("one", "Tin một", "Chữ kín.")
    w.archive.conn.execute("insert into withheld values (?, 'Theo yêu cầu.', '2026-11-01T00:00:00Z')", (key,))
    w.close()
    ds = Datasette(config_dir=w.folder)
    for form in ("chu", "html", "tep", "warc"):
        response = await ds.client.get(f"/-/capture/{w.captures['one']}?nhu={form}")
        assert response.status_code == 451
        assert "Chữ kín" not in response.text
        assert "Theo yêu cầu." in response.text
    for path in ("/", "/cong/bac_son", "/thay-doi"):
        assert key not in (await ds.client.get(path)).text, path


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/-/capture/urn:uuid:nothing", 404),
        ("/-/capture/..%2f..%2fetc%2fpasswd", 404),
        ("/-/capture/%00", 404),
        ("/-/timemap/khong", 400),
        ("/-/timemap/javascript:alert(1)", 400),
        ("/-/timemap/https://[", 400),
        ("/-/timemap/https://a.example/" + "x" * 5000, 400),
        ("/-/timemap/https://khong.example/", 404),
        ("/-/timegate/https://khong.example/", 404),
    ],
)
async def test_bad_addresses(ds, path, status):
    assert (await ds.client.get(path)).status_code == status


async def test_bad_form_and_no_html(ds, world):
    for path, name in ((f"{world.captures['edited']}?nhu=x", "nhu"), (f"{world.captures['pdf']}?nhu=html", "HTML")):
        response = await ds.client.get(f"/-/capture/{path}")
        assert response.status_code == 400
        assert name in response.text


async def test_timemap_lists_every_capture_of_a_url(ds, world):
    """RFC 7089 section 5: original, self with its span, one memento a capture; http and www. are the same page."""
    for url in (
        f"{HOST}/edited",
        f"{HOST.replace('https', 'http')}/edited",
        f"{HOST}/edited".replace("://", "%3A%2F%2F"),
    ):
        response = await ds.client.get(f"/-/timemap/{url}")
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("application/link-format")
        lines = response.text.strip().split(",\n")
        assert 'rel="original"' in lines[0]
        assert lines[3].endswith('; rel="first memento"; datetime="Thu, 01 Oct 2026 03:00:00 GMT"')
        assert lines[4].endswith('; rel="last memento"; datetime="Fri, 09 Oct 2026 03:00:00 GMT"')
        assert f"/-/capture/{world.captures['edited']}>" in lines[4]
    found = (await ds.client.get(f"/-/timemap/json/{HOST}/edited")).json()
    assert [one["datetime"] for one in found["mementos"]["list"]] == ["2026-10-01T03:00:00Z", "2026-10-09T03:00:00Z"]
    assert found["original_uri"] == f"{HOST}/edited"


async def test_memento_headers(ds, world):
    response = await ds.client.get(f"/-/capture/{world.captures['edited']}")
    assert response.headers["memento-datetime"] == "Fri, 09 Oct 2026 03:00:00 GMT"
    link = response.headers["link"]
    assert link.startswith(f'<{HOST}/edited>; rel="original"')
    assert 'rel="timemap"; type="application/link-format"' in link


async def test_timegate_negotiates_the_time(ds, world):
    async def gate(**headers):
        return await ds.client.get(f"/-/timegate/{HOST}/edited", headers=headers)

    newest = await gate()
    assert newest.status_code == 302
    assert newest.headers["location"].endswith(world.captures["edited"])
    assert newest.headers["vary"].startswith("accept-datetime")
    old = await gate(**{"accept-datetime": "Fri, 02 Oct 2026 00:00:00 GMT"})
    assert old.headers["location"] != newest.headers["location"]
    assert (await gate(**{"accept-datetime": "yesterday"})).status_code == 400


async def test_links_cannot_be_broken_out_of(tmp_path):
    """A captured address with quotes, brackets and line ends stays one link in headers and TimeMaps."""
    w = SiteWorld(tmp_path)
    url = f'{HOST}/a"><b>, <https://evil.example>; rel="memento"\r\nX: y'
    row = w.keep(f"{HOST}/a", b"x", "2026-11-01T03:00:00Z")
    w.archive.conn.execute("update captures set url = ? where id = ?", (url, row.id))
    w.close()
    response = await Datasette(config_dir=w.folder).client.get(f"/-/capture/{row.id}")
    assert response.status_code == 200
    assert "evil.example>" not in response.headers["link"]
    assert "x" not in {name.lower() for name in response.headers}
