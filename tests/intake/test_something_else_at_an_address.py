"""The address of a known article shows something else: its text stays, no edit is told, a check says what stood there."""

import random

import pytest
from helpers.foreign_warc import record
from helpers.values import article

from scraper.store.articles.articles import put_article
from scraper.store.rows import Capture
from scraper.vietnamese.fold import fold, nfc

URL = "http://tin.example/tin-tuc/chi-tiet/418"

FERRY = (
    "Bến phà Khe Lau chở khách trở lại sau ba tuần sửa chữa",
    "Sáng nay, bến phà Khe Lau đón chuyến khách đầu tiên sau ba tuần ngừng chạy để thay dây cáp và hai tấm sàn mục.",
    "Phà chạy từ năm giờ sáng đến tám giờ tối, mỗi chuyến cách nhau nửa giờ, ngày chợ phiên tăng thêm bốn chuyến.",
    "Người lái phà Lò Văn Pẩu cho biết bà con hai bờ đã góp ba mươi ngày công để kè lại lối xuống bến trước mùa nước.",
    "Học sinh và người già qua phà không phải trả tiền; xe máy trả năm nghìn đồng một lượt như trước khi sửa.",
)
LIBRARY = (
    "Thư viện thiếu nhi phường Đông Phố mở cửa cả chủ nhật",
    "Từ tháng sau, phòng đọc tầng hai nhận bạn đọc nhỏ tuổi suốt bảy ngày trong tuần thay vì chỉ sáu ngày như lâu nay.",
    "Kho sách vừa nhập thêm chín trăm cuốn truyện tranh khoa học, đặt riêng một kệ thấp cho trẻ chưa biết chữ.",
    "Cô thủ thư Ngô Bích Hằng nói thẻ đọc làm tại chỗ trong mười phút, chỉ cần giấy khai sinh bản sao.",
)
# A word of the sender of the page that no reader knows for an error.
APOLOGY = (
    "Kính mong quý vị thông cảm",
    "Chuyên trang đang được bộ phận kỹ thuật chuyển sang nền tảng khác nên tạm thời chưa xem được bài quý vị cần.",
    "Quý vị vui lòng gọi tổng đài một chín không không trong giờ hành chính nếu cần tra cứu gấp hồ sơ của mình.",
)
ERROR = "<html><head><title>Runtime Error</title></head><body><h1>Server Error in '/' Application.</h1><h2><i>Runtime Error</i></h2><p>Description: An application error occurred on the server.</p></body></html>"
HOME = "<html><head><title>Cổng xã Nà Mạ</title></head><body><div class='menu'><a href='/'>Trang chủ</a></div>{}</body></html>".format(
    "".join(
        f"<div class='item'><h3><a href='/tin-tuc/chi-tiet/{n}'>Bản tin số {n} của ban văn hóa xã Nà Mạ</a></h3>"
        f"<span>0{n % 9 + 1}/03/2024</span><p>Tóm tắt ngắn của bản tin số {n}.</p></div>"
        for n in range(500, 512)
    )
)

CONTACTS = "<html><head><title>Liên hệ</title></head><body><p>Điện thoại: 000</p><p>Địa chỉ: tổ 1</p></body></html>"


def plain(title, *paragraphs, date="05/02/2024 08:15"):
    lines = "".join(f"<p>{line}</p>" for line in paragraphs)
    stated = f"<p class='date'>{date}</p>" if date else ""
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{stated}<div class='content'>{lines}</div></article></body></html>"


def of_tables(title, *paragraphs, date="05/02/2024"):
    lines = "<br><br>".join(paragraphs)
    head = f"<meta property='og:type' content='article'><meta property='og:title' content='{title}'>"
    stated = f"<span class='ngay'>Ngày đăng: {date}</span>" if date else ""
    return f"<html><head>{head}<title>{title}</title></head><body><table><tr><td><h2 class='tieude'>{title}</h2>{stated}<div class='noidung'>{lines}</div></td></tr></table></body></html>"


def with_json_ld(title, *paragraphs, date="2024-02-05T08:15:00+07:00"):
    lines = "".join(f"<p>{line}</p>" for line in paragraphs)
    stated = f', "datePublished": "{date}"' if date else ""
    node = f'{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{title}"{stated}}}'
    return f"<html><head><script type='application/ld+json'>{node}</script></head><body><main><h1>{title}</h1><section class='detail'>{lines}</section></main></body></html>"


LAYOUTS = (plain, of_tables, with_json_ld)


def warc(path, *pages, url=URL):
    """A file of answers: (day of 2024, page) or (day, page, head)."""
    out = b""
    for number, (day, page, *head) in enumerate(pages):
        status = head[0] if head else "200 OK"
        block = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n".encode() + page.encode()
        out += record(
            "response",
            block,
            WARC_Record_ID=f"<urn:uuid:{random.Random(f'{path} {number}').getrandbits(128):032x}>",
            WARC_Target_URI=url,
            WARC_Date=f"2024-{day}T01:02:03Z",
            Content_Type="application/http; msgtype=response",
        )
    path.write_bytes(out)
    return path


def ingest(world, *files, code=0):
    return world.scrapy("ingest", *files, code=code)


def rows(world, sql, *values):
    archive = world.archive()
    found = [tuple(row) for row in archive.rows(sql, *values)]
    archive.close()
    return found


def the_article(world):
    (row,) = rows(
        world,
        "select title, version_count, changed_at, substr(last_seen_at, 6, 5), state from articles where url = ?",
        URL,
    )
    return row


def checks(world):
    return rows(
        world,
        "select substr(checked_at, 6, 5), result, c.read_as from vanish_checks k join captures c on c.id = k.capture_id"
        " order by checked_at",
    )


def assert_a_rebuild_changes_nothing(world):
    assert "Nothing would change." in world.scrapy("rebuild", "--diff").stdout
    before = (
        rows(world, "select * from vanish_checks order by 1, 2"),
        rows(world, "select id, state, state_since, state_at from articles order by 1"),
    )
    world.scrapy("rebuild")
    assert before == (
        rows(world, "select * from vanish_checks order by 1, 2"),
        rows(world, "select id, state, state_since, state_at from articles order by 1"),
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_two_error_pages_after_a_good_page(world, layout):
    """The text stays, no change is told, the checks say why; a rebuild says the same."""
    done = ingest(
        world,
        warc(
            world.home / "a.warc", ("02-06", layout(*FERRY)), ("02-07", ERROR), ("02-08", plain(*APOLOGY, date=None))
        ),
    )
    assert "replaced" in done.stdout
    assert the_article(world) == (FERRY[0], 1, None, "02-06", "suspect")
    assert checks(world) == [("02-07", "unreachable", "server_error"), ("02-08", "replaced", "replaced")]
    assert rows(world, "select count(*) from changes") == rows(world, "select count(*) from edits") == [(0,)]
    assert_a_rebuild_changes_nothing(world)


def edited(body, *, title=FERRY[0]):
    return (title, *body)


TRUE_EDITS = {
    "title and lead rewritten, paragraphs kept": edited(
        ("Sau đợt thay cáp, khách đi chợ lại qua sông bằng phà.", *FERRY[2:]), title="Khách qua sông thuận tiện hơn"
    ),
    "half of the body corrected": edited((*FERRY[1:3], LIBRARY[1], LIBRARY[2])),
    "the whole body rewritten under the same title": edited(LIBRARY[1:]),
    "a word of the title changed, the body new": edited(LIBRARY[1:], title=FERRY[0].replace("ba tuần", "bốn tuần")),
    "letters without marks became marked": None,
    "read in a wrong encoding, then mended": None,
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("kind", TRUE_EDITS)
def test_a_true_edit_is_an_edit(world, kind, layout):
    """Whatever else it changes: title or text goes on."""
    before, after = FERRY, TRUE_EDITS[kind]
    if kind.startswith("letters"):
        before, after = [fold(line) for line in FERRY], FERRY
    if kind.startswith("read in"):
        before, after = [line.encode().decode("cp1252", "replace") for line in FERRY], FERRY
    ingest(world, warc(world.home / "a.warc", ("02-06", layout(*before)), ("02-09", layout(*after))))
    title, versions, changed, seen, state = the_article(world)
    assert (title, seen, state) == (nfc(after[0]), "02-09", "live")
    if kind.startswith("read in"):  # the reader may mend it by itself
        assert versions in {1, 2}
    else:
        assert (versions, changed[5:10]) == (2, "02-09")
    assert checks(world) == []


def test_a_short_notice_whose_one_sentence_changes(world):
    notice = "Nước sạch ngừng cấp từ 22 giờ đêm nay đến 5 giờ sáng mai tại các tổ 3, 4 và 7 phường Đông Phố, do trạm bơm số hai thay van chính và súc rửa đường ống."
    again = "Việc thay van chính lùi sang tuần sau; bà con dùng nước bình thường, chỗ nào thấy nước đục thì xả vòi năm phút rồi hãy dùng, mọi thắc mắc xin gọi người trực."
    title = "Thông báo ngừng cấp nước"
    ingest(
        world,
        warc(world.home / "a.warc", ("02-06", of_tables(title, notice)), ("02-07", of_tables(title, again))),
    )
    assert the_article(world)[:2] == (title, 2)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("page", "read_as"),
    [
        (HOME, "listing"),
        (CONTACTS, "page"),
        (plain(*APOLOGY, date=None), "replaced"),
        (of_tables(*LIBRARY), "replaced"),
        (with_json_ld(*LIBRARY, date="2025-07-01T09:00:00+07:00"), "replaced"),
    ],
    ids=["home page", "no news", "unknown error", "another article", "another article of a later day"],
)
def test_something_else_stands_there(world, layout, page, read_as):
    """Three times over two weeks: the address has lost its article. Then it is back, with an edit of its own."""
    back = edited((*FERRY[1:], "Từ hôm nay phà có thêm áo phao trẻ em."))
    pages = [("02-06", layout(*FERRY)), ("02-10", page), ("02-20", page), ("03-01", page)]
    ingest(world, warc(world.home / "a.warc", *pages))
    assert the_article(world) == (FERRY[0], 1, None, "02-06", "soft404")
    assert checks(world) == [(day, "replaced", read_as) for day, _ in pages[1:]]
    assert rows(world, "select count(*) from edits") == [(0,)]
    assert rows(world, "select substr(state_since, 6, 5), substr(state_at, 6, 5) from articles") == [
        ("02-10", "03-01")
    ]
    assert_a_rebuild_changes_nothing(world)
    ingest(world, warc(world.home / "b.warc", ("03-09", layout(*back))))
    assert the_article(world)[::4] == (FERRY[0], "live")
    assert rows(world, "select version_count, substr(changed_at, 6, 5) from articles") == [(2, "03-09")]
    assert checks(world)[-1] == ("03-09", "live", "article")
    assert_a_rebuild_changes_nothing(world)


def test_an_older_file_comes_later(world):
    """The text does not go backwards, and what came first is the article, in whatever order files come."""
    error = warc(world.home / "b.warc", ("02-07", ERROR), ("02-08", HOME))
    other = warc(world.home / "c.warc", ("02-09", plain(*LIBRARY)))
    good = warc(world.home / "d.warc", ("02-06", plain(*FERRY)))
    ingest(world, other)
    assert the_article(world)[0] == LIBRARY[0]
    ingest(world, error)
    ingest(world, good)
    assert the_article(world) == (FERRY[0], 1, None, "02-06", "suspect")
    assert [result for _, result, _ in checks(world)] == ["unreachable", "replaced", "replaced"]
    assert rows(world, "select count(*) from articles_fts where articles_fts match 'thư AND viện'") == [(0,)]
    assert_a_rebuild_changes_nothing(world)


def test_an_archive_that_took_errors_for_edits_is_repaired(world):
    """A rebuild of what an earlier version stored: no version, no edit of the error, and a check that says why."""
    file = warc(
        world.home / "a.warc", ("02-06", plain(*FERRY)), ("02-07", ERROR), ("02-08", plain(*APOLOGY, date=None))
    )
    ingest(world, file)
    archive = world.archive()
    with archive.transaction() as conn:  # as it was stored then
        conn.execute("delete from vanish_checks")
        conn.execute("update captures set read_as = 'article'")
        conn.execute("update articles set state = 'live', state_since = null, state_at = null")
        for shot, text in zip(
            conn.execute("select * from captures order by captured_at").fetchall()[1:],
            (("Runtime Error", "Server Error"), APOLOGY),
            strict=True,
        ):
            row = Capture(**{name: shot[name] for name in Capture.__dataclass_fields__})
            put_article(conn, row, article(URL, title=text[0], body=text[1]))
    archive.close()
    assert the_article(world)[:2] == (APOLOGY[0], 3)
    assert "versions" in world.scrapy("rebuild", "--diff").stdout
    world.scrapy("rebuild")
    assert the_article(world) == (FERRY[0], 1, None, "02-06", "suspect")
    assert [result for _, result, _ in checks(world)] == ["unreachable", "replaced"]
    assert rows(world, "select count(*) from edits") == [(0,)]
    assert_a_rebuild_changes_nothing(world)


def test_what_stood_in_its_place_is_not_taken_for_it_when_the_article_is_lost(world):
    """The file with the article is gone: the archive keeps the text, and no edit is told."""
    ingest(world, warc(world.home / "a.warc", ("02-06", plain(*FERRY))))
    ingest(world, warc(world.home / "b.warc", ("02-07", plain(*LIBRARY)), ("02-08", plain(*LIBRARY))))
    before = (
        the_article(world),
        checks(world),
        rows(world, "select text_sha256, first_seen_at, last_seen_at from versions"),
    )
    (name,) = rows(world, "select file from captures where read_as = 'article'")[0]
    (world.home / "captures" / name).unlink()
    world.scrapy("rebuild", code=8)
    assert before == (
        the_article(world),
        checks(world),
        rows(world, "select text_sha256, first_seen_at, last_seen_at from versions"),
    )
    assert rows(world, "select count(*) from edits") == [(0,)]
