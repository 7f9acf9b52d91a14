"""`scrapy verify` names every damaged, missing and extra file, record and row, and says nothing else."""

import fcntl
import gzip
import random
import shutil
import zlib

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from helpers.foreign_warc import FOREIGN_PAGE, response
from helpers.kept import Kept, exchange, not_modified
from helpers.world import World
from warcio.archiveiterator import ArchiveIterator as WarcioIterator
from warcio.checker import Checker

from scraper.capture.verify import Verifier, files_on_disk, fits
from scraper.capture.warc.message import split_message
from scraper.capture.warc.records import digest, member, read_records
from scraper.intake.register import register_finished
from scraper.sample import SampleServer
from scraper.store.archive import Archive
from scraper.store.captures.checks import check_database, check_search, files_known, lost_bodies
from scraper.store.captures.originals import CaptureStore


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A small archive of two portals, with revisits and a file of somebody else."""
    world = World(tmp_path_factory.mktemp("crawled"))
    with SampleServer(port=0) as server:
        world.server = server
        for _ in range(2):
            world.scrapy("crawl", "sample_wordpress", "sample_drupal", "--limit", "5", "--full")
    path = world.home / "la.warc"
    path.write_bytes(response(FOREIGN_PAGE) + response(b"khac", WARC_Target_URI="http://b.example/"))
    world.scrapy("ingest", path)
    return world


@pytest.fixture
def world(crawled, tmp_path):
    """A copy to do harm to."""
    shutil.copytree(crawled.home / "captures", tmp_path / "captures")
    shutil.copy(crawled.home / "archive.db", tmp_path / "archive.db")
    return World(tmp_path)


def files(world, pattern="sample_wordpress-*.warc.gz"):
    return sorted((world.home / "captures").glob(pattern))


def test_an_unharmed_archive_is_well(world):
    before = (world.home / "archive.db").read_bytes()
    done = world.scrapy("verify")
    (line,) = done.stdout.splitlines()
    assert line.endswith(" captures checked: all is well.")
    assert line.startswith("5 files, ")
    archive = world.archive()
    captures = archive.value("select count(*) from captures")
    archive.close()
    assert f" {captures} captures" in line
    assert (world.home / "archive.db").read_bytes() == before
    assert "[1/5] la.warc" in done.stderr


def ours(path):
    """Record id -> do block and payload fit their digests, by our own reader."""
    found = {}
    for record in read_records(path):
        payload = None if record.type == "revisit" else split_message(record.block)[1]
        claims = {"warc-block-digest": record.block, "warc-payload-digest": payload}
        found[record.id] = all(
            fits(record.get(name), data) for name, data in claims.items() if data is not None and record.get(name)
        )
    return found


def by_warcio(path):
    with path.open("rb") as file:
        found = {}
        for record in WarcioIterator(file, check_digests=True):
            record.content_stream().read()
            found[record.rec_headers["WARC-Record-ID"][1:-1]] = record.digest_checker.passed is not False
        return found


def by_fastwarc(path):
    found = {}
    for http in (False, True):
        with path.open("rb") as file:
            for record in FastIterator(file, parse_http=http):
                identity = record.headers["WARC-Record-ID"][1:-1]
                if not http:
                    found[identity] = record.verify_block_digest()
                elif record.headers["WARC-Type"] != "revisit" and "WARC-Payload-Digest" in record.headers:
                    found[identity] &= record.verify_payload_digest()
    return found


def test_digests_agree_in_verify_warcio_and_fastwarc(crawled, tmp_path):
    """Of every record of a crawl; and all three name the record of which one byte was changed."""
    harmed_files = 0
    for path in files(crawled, "sample_*.warc.gz"):
        assert ours(path) == by_warcio(path) == by_fastwarc(path)
        assert set(ours(path).values()) == {True}
        plain = gzip.decompress(path.read_bytes())
        at = plain.rindex(b"HTTP/1.1 200") + plain[plain.rindex(b"HTTP/1.1 200") :].index(b"\r\n\r\n") + 4
        if plain[at : at + 4] == b"\r\n\r\n":
            continue  # a revisit: no body to change
        harmed = tmp_path / path.name.removesuffix(".gz")
        harmed.write_bytes(plain[: at + 20] + bytes([plain[at + 20] ^ 1]) + plain[at + 21 :])
        assert ours(harmed) == by_warcio(harmed) == by_fastwarc(harmed)
        assert list(ours(harmed).values()).count(False) == 1
        harmed_files += 1
    assert harmed_files


def test_only_a_portal_or_only_some_files(world):
    assert world.scrapy("verify", "--portal", "sample_drupal").stdout.startswith("2 files, ")
    path = files(world)[0]
    assert world.scrapy("verify", path).stdout.startswith("1 files, ")
    files(world)[1].write_bytes(b"hong")
    assert world.scrapy("verify", path.name, "--portal", "sample_wordpress").stdout.startswith("1 files, ")
    world.scrapy("verify", "--portal", "sample_wordpress", code=8)
    world.scrapy("verify", "--portal", "sample_drupal")


@pytest.mark.parametrize("words", [["khong-co.warc.gz"], ["--portal", "khong_co"], ["--khong-co"]])
def test_wrong_use(world, words):
    assert len(world.scrapy("verify", *words, code=2).stderr.splitlines()) == 1


def test_without_an_archive(tmp_path):
    assert "There is no archive" in World(tmp_path).scrapy("verify", code=7).stderr


def test_a_flipped_bit_is_found(world):
    """In the compressed bytes of a capture: the file, the place and the capture are named; the rest is checked."""
    path = files(world)[0]
    archive = world.archive()
    rows = archive.rows("select * from captures where file = ? order by offset", path.name)
    archive.close()
    hurt = rows[len(rows) // 2]
    data = bytearray(path.read_bytes())
    data[hurt["offset"] + hurt["length"] // 2] ^= 4
    path.write_bytes(data)
    done = world.scrapy("verify", code=8)
    lines = done.stdout.splitlines()
    assert any(line.startswith(f"damaged: {path.name} is damaged at byte") for line in lines)
    assert f"missing: {path.name}: capture {hurt['id']} at byte {hurt['offset']} cannot be read" in lines
    assert any(line.startswith(f"damaged: {path.name}: its bytes are not those") for line in lines)
    assert lines[-1].endswith(": 2 damaged, 1 missing.")


def recompressed(path, change):
    """The file with every record changed by `change(head and block)`, each a whole member again."""
    data, parts = path.read_bytes(), []
    for record in list(read_records(path)):
        plain = zlib.decompress(data[record.offset : record.offset + record.length], 31)
        changed = change(record, plain)
        parts.append(
            data[record.offset : record.offset + record.length] if changed == plain else gzip.compress(changed)
        )
    path.write_bytes(b"".join(parts))


def test_a_forged_record_is_found(world):
    """Somebody rewrites a text and packs the record again, checksum and length right."""
    path = files(world)[0]

    def forge(record, plain):
        return plain.replace(b"Disallow", b"disallow") if record.url.endswith("robots.txt") else plain

    recompressed(path, forge)
    lines = world.scrapy("verify", code=8).stdout.splitlines()
    assert any("wrong warc-block-digest" in line and "robots.txt" in line for line in lines)
    assert any("wrong warc-payload-digest" in line for line in lines)
    assert any("is not what was captured" in line for line in lines)


def test_a_forged_record_with_new_digests_is_found_by_its_row(tmp_path):
    kept = Kept(tmp_path)
    row = kept.write(exchange())
    kept.sink.close()
    path = kept.captures / row.file
    register_finished(kept.archive, kept.captures)
    *_, answer = read_records(path)
    data = path.read_bytes()
    block = answer.block.replace(b"<html>", b"<HTML>")
    body = block.partition(b"\r\n\r\n")[2]
    changed = {"WARC-Block-Digest": digest(block), "WARC-Payload-Digest": digest(body)}
    headers = [(name, changed.get(name, value)) for name, value in answer.headers if name != "Content-Length"]
    path.write_bytes(data[: row.offset] + member(headers, block))
    checker = Checker(type("Args", (), {"verbose": False, "inputs": [str(path)]})())
    checker.process_all()
    assert checker.exit_value == 0, "nobody else can tell"
    found = [f.text for f in verify(kept).findings if f.kind == "damaged"]
    assert any("is not what was captured" in text for text in found)
    assert len(found) == 2
    kept.close()


def verify(kept):
    verifier = Verifier(kept.archive.conn, kept.captures, lambda _: None)
    paths = files_on_disk(kept.captures)
    known = files_known(kept.archive.conn)
    for name in sorted(set(known) | set(paths)):
        verifier.check(name, known.get(name), paths.get(name))
    return verifier.checked


def test_a_missing_file_is_named_with_what_is_lost(world):
    """And so are the revisits whose bodies were in it."""
    first, second = files(world)
    archive = world.archive()
    count = archive.value("select count(*) from captures where file = ?", first.name)
    archive.close()
    first.unlink()
    out = world.scrapy("verify", code=8).stdout
    assert f"missing: {first.name}: the file is gone; {count} captures were in it" in out
    assert second.name not in out


def test_a_torn_tail_is_never_called_intact(world):
    """warcio's own checker passes a file that ends in the middle of a record."""
    path = files(world)[1]
    path.write_bytes(path.read_bytes()[:-40])
    lines = world.scrapy("verify", path, code=8).stdout.splitlines()
    assert sum(line.startswith("damaged: ") for line in lines) == 2
    assert any("bytes, had" in line for line in lines)
    assert sum(line.startswith("missing: ") for line in lines) == 1


def test_a_record_without_a_row_and_a_row_without_a_record(world):
    path = files(world, "la.warc")[0]
    archive = world.archive()
    with archive.transaction() as conn:
        conn.execute("pragma defer_foreign_keys = on")
        conn.execute("delete from captures where url = 'http://b.example/'")
        conn.execute("update captures set offset = offset + 1 where url = 'http://a.example/tin'")
    archive.close()
    lines = world.scrapy("verify", path, code=8).stdout.splitlines()
    assert any(
        line.startswith("missing: la.warc: the capture at byte") and "http://b.example/" in line for line in lines
    )
    assert any("lies at byte 0, not at 1" in line for line in lines)


def test_extra_files_are_named_and_harmless(world):
    captures = world.home / "captures"
    (captures / "moi.warc.gz").write_bytes(gzip.compress(response(b"moi", WARC_Record_ID="<urn:x:moi>")))
    (captures / "ghi-chu.txt").write_text("x")
    archive = world.archive()
    with archive.transaction() as conn:
        conn.execute("delete from warc_files where name = 'la.warc'")
    archive.close()
    lines = world.scrapy("verify").stdout.splitlines()
    assert f"extra: moi.warc.gz: not in the archive; `scrapy ingest {captures / 'moi.warc.gz'}` takes it in" in lines
    assert "extra: ghi-chu.txt: no capture file" in lines
    assert "note: la.warc: not registered yet; the next crawl or ingest does it" in lines
    assert lines[-1].endswith("all is well (2 extra).")
    world.scrapy("ingest", captures / "moi.warc.gz")
    assert "moi" not in world.scrapy("verify").stdout


def test_a_copy_under_another_name_is_no_loss(world):
    """Ingest of a file that is in the archive already under another name: every capture has its row, once."""
    source = files(world)[0]
    shutil.copy(source, world.home / "captures" / "ban-sao.warc.gz")
    archive = world.archive()
    register_finished(archive, world.home / "captures")
    archive.close()
    assert world.scrapy("verify").stdout.splitlines()[-1].endswith("all is well.")


def test_files_that_are_being_written_and_files_that_a_kill_left(tmp_path):
    kept = Kept(tmp_path)
    rows = [kept.write(exchange(f"/{n}", b"%d" % n)) for n in range(3)]
    path = kept.captures / (rows[0].file + ".open")
    checked = verify(kept)
    assert [f.kind for f in checked.findings] == ["note"]
    assert "being written" in checked.findings[0].text
    assert checked.captures == 3
    kept.sink.write(exchange("/chua-co-dong", b"x"))
    kept.sink.leave_open()
    with path.open("ab") as file:
        file.write(b"\x1f\x8bnua chung")
    checked = verify(kept)
    assert not checked.bad
    assert "interrupted crawl" in checked.findings[0].text
    with path.open("rb+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(rows[1].offset + 5)
        checked = verify(kept)
    assert [f.text for f in checked.findings if f.kind == "missing"] == [
        f"{rows[0].file}: capture {row.id} at byte {row.offset} cannot be read" for row in rows[1:]
    ]
    kept.archive.close()


def test_a_revisit_whose_original_is_lost(tmp_path):
    kept = Kept(tmp_path)
    first = kept.write(exchange())
    revisits = [kept.write(not_modified(), first), kept.write(exchange(), first)]
    assert lost_bodies(kept.archive.conn) == []
    kept.archive.conn.execute("delete from captures where id = ?", (first.id,))
    assert lost_bodies(kept.archive.conn) == [(row.id, first.file, first.id) for row in revisits]
    assert lost_bodies(kept.archive.conn, "khac") == []
    kept.close()


@pytest.mark.parametrize("seed", range(40))
def test_any_changed_byte_is_found(tmp_path, seed):
    """Wherever it is, also where the compressed format would not notice."""
    kept = Kept(tmp_path)
    rows = [kept.write(exchange(f"/{n}", b"%d" % n * 50)) for n in range(5)]
    kept.write(exchange("/5", b"0" * 50), rows[0])
    kept.sink.close()
    register_finished(kept.archive, kept.captures)
    assert verify(kept).findings == []
    path = kept.captures / rows[0].file
    data = bytearray(path.read_bytes())
    data[random.Random(seed).randrange(len(data))] ^= 1 << seed % 8
    path.write_bytes(data)
    assert verify(kept).bad
    kept.close()


# ---- the search index ----


def test_the_search_index_is_compared_with_the_articles(world):
    """SQLite's own integrity check passes an index with stale or missing entries."""
    archive = world.archive()
    assert check_search(archive.conn) == check_search(archive.conn, 3) == []
    one = dict(archive.conn.execute("select * from articles order by sort_key limit 1").fetchone())
    with archive.transaction() as conn:
        conn.execute(
            "insert into articles_fts(rowid, title, body, title_ascii, body_ascii) values (5, 'x', 'x', 'x', 'x')"
        )
    assert [p for p in check_search(archive.conn) if "of articles that are not there" in p]
    archive.close()
    assert "damaged: search index" in world.scrapy("verify", code=8).stdout
    archive = world.archive()
    with archive.transaction() as conn:
        conn.execute("drop trigger articles_search_update")
        conn.execute("update articles set title = 'Tên khác hẳn' where id = ?", (one["id"],))
    assert f"search index: article {one['id']} is not found by its own words" in check_search(archive.conn)
    with archive.transaction() as conn:
        conn.execute("insert into articles_fts(articles_fts) values ('delete-all')")
    assert check_search(archive.conn)[0].startswith("search index: 0 entries for ")
    assert check_database(archive.conn) == []
    archive.close()


def test_titles_of_signs_only_do_not_confuse_the_check(tmp_path):
    archive = Archive.open(tmp_path / "archive.db", create=True)
    from helpers.values import article, capture

    from scraper.store.articles.articles import put_article

    for number, title in enumerate(('"', "!?", 'Nói "không"', "a - b: (c) AND NOT d*", "Đ")):
        shot = capture(f"http://a.example/{number}")
        CaptureStore(archive).add_capture(shot)
        with archive.transaction() as conn:
            put_article(conn, shot, article(shot.url, title=title, body="..." if number else "Một"))
    assert check_search(archive.conn) == []
    archive.close()


@pytest.mark.parametrize("place", [200_000, 40_000, 120_000])
def test_a_damaged_database_is_said_in_one_sentence(world, place):
    path = world.home / "archive.db"
    data = bytearray(path.read_bytes())
    data[place : place + 4000] = bytes(4000)
    path.write_bytes(data)
    done = world.scrapy("verify", code=8)
    assert "Traceback" not in done.stderr
    assert "archive.db" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        (digest(b"abc"), True),
        (digest(b"abc").lower(), True),
        ("sha1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", False),
        ("SHA-1:a9993e364706816aba3e25717850c26c9cd0d89d", True),
        ("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", True),
        ("md5:900150983cd24fb0d6963f7d28e17f72", True),
        ("blake9:xyz", True),
    ],
)
def test_digests_in_their_many_spellings(claimed, expected):
    assert fits(claimed, b"abc") is expected
