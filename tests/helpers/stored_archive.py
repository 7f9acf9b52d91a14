"""A small archive made by the real store, its captures in real WARC files: for the tests of all pages."""

import gzip

from helpers.written_archive import project
from scraper.capture.warc.answer import answer_of
from scraper.capture.warc.exchange import capture_of
from scraper.capture.warc.records import member, record_at
from scraper.items import Article, Attachment, Image, Stamp
from scraper.layout import layout_of_text
from scraper.site.edits.rows import KINDS
from scraper.store.archive import Archive
from scraper.store.articles.articles import put_article
from scraper.store.captures.captures import insert_capture
from scraper.store.ledger.tallies import keep_tallies
from scraper.vietnamese.fold import fold

EVIL = (
    "<script>document.title='hong'</script><img src=x onerror=\"document.title='hong'\">\u202e đảo \u2066 cách"
    ' <a href="javascript:alert(1)">bấm</a> &lt;b&gt; {{ 7*7 }} %0d%0aSet-Cookie:a=b'
)
LONG_WORD = "dài" * 33_334
HOST = "https://tin.bac-son.example"
SENTENCE = "Chiều ngày 26/6/2024, Ban Quản lý Khu kinh tế cửa khẩu tổ chức hội nghị giao ban, đại biểu các phòng dự. "
# An article with every kind of line, and how it was set.
SET_LINES = (
    SENTENCE, "Thu ngân sách", SENTENCE, "Thu nội địa", "Thuế", "Phí, lệ phí", "Phí vẫn như năm trước.", "Thu xuất nhập khẩu",
    "Họp tổ", "Họp toàn thể", EVIL, "Lời của giám đốc.", "Chi ngân sách", EVIL, "Bảng 1. Thu và chi",
    "Khoản\tNăm trước", "I. Thu", "Thuế, phí\t7", f"3\t{EVIL}", SENTENCE,
)  # fmt: skip
SET_LAYOUT = "2p h3 p U1 O2 o2 +2 u1 O1:5 o1 Q q h4 p c Thh2 td3 td/2-d tdd p|1* 6"
PORTALS = (
    ("bac_son", "Cổng thông tin Bắc Sơn", "Sở Mẫu", "Hà Giang", "Tuyên Quang", "live", 0),
    ("dong_dang", "Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng", "Ban Quản lý", "Lạng Sơn", "Lạng Sơn", "dead", 0),
    ("mau", "Cổng mẫu", None, None, None, "live", 1),
)


class SiteWorld:
    """`keys` names articles, `captures` captures. `close` and serve `folder`."""

    def __init__(self, folder):
        self.folder = project(folder)
        self.captures_dir = folder / "captures"
        self.captures_dir.mkdir()
        self.archive = Archive.open(folder / "archive.db", create=True)
        self.keys, self.captures = {}, {}
        for id_, name, owner, then, now, status, synthetic in PORTALS:
            self.archive.conn.execute(
                "insert into portals (id, name, owner, province, province_now, family, prefixes, start_urls, status,"
                " note, synthetic) values (?, ?, ?, ?, ?, 'wordpress', '[]', '[\"https://a.example/\"]', ?, 'Ghi chú.', ?)",
                (id_, name, owner, then, now, status, synthetic),
            )

    def keep(self, url, body, at, *, mime="text/html; charset=utf-8", status=200, portal="bac_son", file="a.warc.gz",
             encoding=None, open_file=False, number=0, headers=()):  # fmt: skip
        """Write an exchange to a WARC file and its row; returns the row."""
        number = number or self.archive.value("select count(*) + 1 from captures")
        served = gzip.compress(body) if encoding == "gzip" else body
        lines = [f"HTTP/1.1 {status} OK", f"Content-Type: {mime}", *headers]
        lines += [f"Content-Encoding: {encoding}"] if encoding else []
        block = "\r\n".join([*lines, "", ""]).encode() + served
        head = [
            ("WARC-Type", "response"), ("WARC-Record-ID", f"<urn:uuid:00000000-0000-4000-8000-{number:012}>"),
            ("WARC-Target-URI", url), ("WARC-Date", at), ("Content-Type", "application/http; msgtype=response"),
        ]  # fmt: skip
        path = self.captures_dir / (file + ".open" * open_file)
        offset = path.stat().st_size if path.exists() else 0
        with path.open("ab") as out:
            out.write(member(head, block))
        record = record_at(self.captures_dir / file, offset)
        row = capture_of(record, answer_of(record), None, file=file, portal_id=portal, own=True)
        with self.archive.transaction() as conn:
            insert_capture(conn, row)
        return row

    def publish(self, name, title, body="", *, at="2026-11-01T03:04:05.678Z", day="2024-06-26", portal="bac_son",
                path=None, **more):  # fmt: skip
        """Keep a page and store it as an article; the same `name` again is a new version."""
        url = f"{HOST}/{path or fold(name).replace(' ', '-')}"
        html = f"<html><body><h1>{title}</h1>{body}</body></html>".encode()
        row = self.keep(url, html, at, portal=portal)
        published = Stamp(value=day, source="page", precision="day") if day else None
        item = Article(url=url, family="wordpress", title=title, body=body, published=published, **more)
        with self.archive.transaction() as conn:
            put_article(conn, row, item)
        self.keys[name] = self.archive.value("select id from articles where url = ?", url)
        self.captures[name] = row.id
        return self.keys[name]

    def close(self):
        self.archive.conn.execute("pragma wal_checkpoint(truncate)")
        self.archive.close()


def fill(folder):
    """The archive that every page is tried on: an edited, a gone, a copied, a hostile and an undated article."""
    w = SiteWorld(folder)
    body = f"{SENTENCE * 3}\nThu ngân sách đạt 5.738,9 tỷ đồng.\nĐồng chí Nguyễn Văn A dự.\n" + "\n".join(
        f"Đoạn thứ {n} không đổi." for n in range(8)
    )
    w.publish("edited", "Hội nghị giao ban tại cửa khẩu Đồng Đăng", body, at="2026-10-01T03:00:00Z", lead="Sapo.",
              author="Mai Chi", category="Tin tức", images=(Image(src="https://a.example/" + "a" * 300, caption="Toàn cảnh", credit="TL"),
              Image(src="javascript:alert(4)", caption=None, credit=None)), attachments=(Attachment(url=f"{HOST}/tep/nq.pdf", name="Nghị quyết 01"),
              Attachment(url="data:text/html,<script>1</script>", name="Xấu")))  # fmt: skip
    w.publish("edited", "Hội nghị giao ban tại cửa khẩu Đồng Đăng",
              body.replace("5.738,9", "573,89").replace("Đồng chí Nguyễn Văn A dự.\n", "") + "\nĐoạn mới thêm.",
              at="2026-10-09T03:00:00Z", lead="Sapo.", author="Mai Chi", category="Tin tức",
              images=(Image(src="https://a.example/" + "a" * 300, caption="Toàn cảnh", credit="TL"),),
              attachments=(Attachment(url=f"{HOST}/tep/nq.pdf", name="Nghị quyết 01"),))  # fmt: skip
    w.publish("copy", "HỘI NGHỊ GIAO BAN TẠI CỬA KHẨU ĐỒNG ĐĂNG", "Tin ngắn.", portal="dong_dang", day="2024-06-28")
    w.publish("near", "Giao ban tháng sáu", f"{SENTENCE * 3}\nLời khác.", portal="mau", day="2024-06-27")
    w.publish("far", "Hội nghị giao ban tại cửa khẩu Đồng Đăng", "Năm khác.", day="2021-06-26", portal="dong_dang")
    w.publish("typed", "Uỷ ban họp", "Uỷ ban nhân dân họp.", at="2026-10-02T03:00:00Z", day="2023-01-02")
    w.publish("typed", "Ủy ban họp", "Ủy ban nhân dân họp.", at="2026-10-08T03:00:00Z", day="2023-01-02")
    w.publish("undated", "Tin không ngày", "Chữ.", day=None)
    w.publish("gone", "Tin bị gỡ", "Chữ.", day="2024-01-05")
    w.archive.conn.execute(
        "update articles set state = 'gone', state_since = '2026-09-20T00:00:00Z', state_at = '2026-10-06T00:00:00Z' where id = ?",
        (w.keys["gone"],),
    )
    w.publish("evil", EVIL, f"{EVIL}\n{LONG_WORD}", lead=EVIL, author=EVIL, unit=EVIL, category=EVIL,
              at="2026-10-03T03:00:00Z", images=(Image(src="https://a.example/b.jpg", caption=EVIL, credit=EVIL),),
              attachments=(Attachment(url="https://a.example/b.pdf", name=EVIL),))  # fmt: skip
    w.publish("evil", EVIL + "!", f"{EVIL} 5.738,9\n{LONG_WORD}ra", lead=EVIL, author=EVIL, category=EVIL,
              at="2026-10-05T03:00:00Z")  # fmt: skip
    w.publish("set", "Kết quả thu ngân sách tháng sáu", "\n".join(SET_LINES), lead="Sapo của tin.", day="2024-06-30", portal="mau",
              layout=layout_of_text(SET_LAYOUT), at="2026-10-04T03:00:00Z",
              images=(Image(src="https://a.example/anh-1.jpg", caption="Toàn cảnh hội nghị", credit="Lan Chi"),
              Image(src="javascript:alert(4)", caption=EVIL, credit=None)))  # fmt: skip
    w.captures["pdf"] = w.keep(f"{HOST}/tep/nq.pdf", b"%PDF-1.4 \x00\xff", "2026-11-01T04:00:00Z",
                               mime="application/pdf", file="b.warc.gz", open_file=True).id  # fmt: skip
    w.captures["gzip"] = w.keep(f"{HOST}/", "Trang chủ Đồng Đăng".encode(), "2026-11-01T05:00:00Z", encoding="gzip").id
    conn = w.archive.conn
    conn.execute("insert into crawls (id, portal_id, started_at, ended_at, state, options) values ('bac_son/1', 'bac_son', '2026-11-01T03:00:00Z', '2026-11-01T04:00:00Z',"
                 " 'complete', '{}')")  # fmt: skip
    for n, outcome in enumerate(("stored", "stored", "listing", "failed")):
        conn.execute("insert into urls (key, portal_id, method, url, kind, state) values (?, 'bac_son', 'GET', ?, 'page',"
                     " 'done')", (f"k{n}", f"{HOST}/u{n}"))  # fmt: skip
        conn.execute("insert into visits (crawl_id, url_key, outcome) values ('bac_son/1', ?, ?)", (f"k{n}", outcome))
    conn.execute("insert into failures values ('f1', 'bac_son/1', 'bac_son', 'k3', ?, 'read', 'empty', null, null,"
                 " '2026-11-01T03:30:00Z')", (f"{HOST}/u3",))  # fmt: skip
    keep_tallies(conn, "bac_son/1")
    conn.execute("insert into chains (crawl_id, url_key, url, state, pages, stated, seen, held, broken_url, reason, missing)"
                 " values ('bac_son/1', 'k2', ?, 'broken', 3, 40, 30, 30, ?, 'http_error', 10)", (f"{HOST}/ds", f"{HOST}/ds?4"))  # fmt: skip
    conn.execute("insert into number_gaps values ('bac_son', 'wordpress', '', 101, 140, 40, 1)")
    w.close()
    return w


# Route -> example addresses; `{edited}` is an article's id, `{capture:pdf}` a capture's. A new page joins here.
PAGES = {
    r"^/$": ("/",),
    r"^/tim$": ("/tim", "/tim?q=hoi+nghi", "/tim?q=khongcogi"),
    r"^/bai/(?P<id>[^/]+)/so-sanh$": ("/bai/{edited}/so-sanh", "/bai/{gone}/so-sanh", "/bai/{evil}/so-sanh"),
    r"^/bai/(?P<id>[^/]+)\.(?P<format>bib|ris)$": ("/bai/{edited}.bib", "/bai/{evil}.ris"),
    r"^/bai/(?P<id>[^/]+)$": tuple(
        f"/bai/{{{name}}}" for name in ("edited", "gone", "undated", "near", "evil", "set")
    ),
    r"^/tim\.(?P<format>atom|jsonfeed)$": ("/tim.atom?q=hoi+nghi",),
    r"^/tim\.(?P<format>csv|xlsx|ndjson)$": ("/tim.csv?q=hoi+nghi",),
    r"^/thay-doi\.(?P<format>atom|jsonfeed)$": ("/thay-doi.atom",),
    r"^/nhung$": ("/nhung?q=hoi+nghi",),
    r"^/thay-doi$": ("/thay-doi", "/thay-doi?kieu-chu=1", f"/thay-doi?loai={KINDS[0]}&muc=80&cong=bac_son"),
    r"^/cong$": ("/cong",),
    r"^/cong/(?P<id>[^/]+)$": ("/cong/bac_son", "/cong/dong_dang", "/cong/mau"),
    r"^/dong-thoi-gian$": ("/dong-thoi-gian", "/dong-thoi-gian?den=2022"),
    r"^/api$": ("/api",),
    r"^/gioi-thieu$": ("/gioi-thieu",),
    r"^/-/capture/(?P<id>.+)$": (
        "/-/capture/{capture:edited}",
        "/-/capture/{capture:edited}?nhu=html",
        "/-/capture/{capture:pdf}",
    ),
    r"^/-/timemap/(?:(?P<format>link|json)/)?(?P<url>.+)$": (
        f"/-/timemap/{HOST}/edited",
        f"/-/timemap/json/{HOST}/edited",
    ),
    r"^/-/timegate/(?P<url>.+)$": (f"/-/timegate/{HOST}/edited",),
}
# Addresses that name nothing get a page of ours too.
LOST = ("/bai/zz", "/-/capture/urn:uuid:0", "/thay-doi?loai=x")


def paths(world, patterns=None):
    """The example addresses with the archive's own ids filled in."""
    found = []
    for pattern, examples in PAGES.items():
        if patterns is None or pattern in patterns:
            found += examples
    return [filled(world, path) for path in found]


def filled(world, path):
    for name, key in world.keys.items():
        path = path.replace(f"{{{name}}}", key)
    for name, key in world.captures.items():
        path = path.replace(f"{{capture:{name}}}", key)
    return path
