"""Citations, the same story elsewhere, two versions compared, what changed lately, coverage."""

import json
import re

import pytest
from datasette.app import Datasette
from helpers.stored_archive import EVIL, HOST, LONG_WORD, SENTENCE, SiteWorld, fill
from helpers.written_archive import connect

from scraper.site.edits import diff_view
from scraper.site.edits import rows as changes_rows
from scraper.site.pages import cite, coverage
from scraper.site.pages.heatmap import heatmap, step
from scraper.site.texts import texts


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("reading"))


@pytest.fixture(scope="module")
def ds(world):
    return Datasette(config_dir=world.folder)


async def get(ds, path, status=200):
    response = await ds.client.get(path)
    assert response.status_code == status, path
    return response.text


SOURCE = cite.Source(
    id="0123456789abcdef", title="Thu 100% & 5_000 $ ở {Đồng Đăng}", author="Mai Chi", portal="Cổng Bắc Sơn",
    published="2024-06-26", captured="2026-11-01", url=f"{HOST}/a_b?c=1&d={{2}}", archive_url="http://k.example/bai/0",
)  # fmt: skip
UNDATED = cite.Source(
    id="1", title="Tin?", author=None, portal=None, published=None, captured="2026-11-01", url="u", archive_url="k"
)


def test_citations_in_words():
    assert cite.vietnamese(SOURCE) == (
        "Mai Chi, “Thu 100% & 5_000 $ ở {Đồng Đăng}”, Cổng Bắc Sơn, 26/06/2024, https://tin.bac-son.example/a_b?c=1&d={2}"
        " (Cổng Tin lưu ngày 01/11/2026: http://k.example/bai/0)."
    )
    assert cite.chicago(SOURCE).startswith(
        "Mai Chi. “Thu 100% & 5_000 $ ở {Đồng Đăng}.” Cổng Bắc Sơn, June 26, 2024. "
    )
    assert cite.chicago(SOURCE).endswith(". Archived November 1, 2026, at http://k.example/bai/0.")
    assert cite.vietnamese(UNDATED) == "“Tin?”, không rõ ngày đăng, u (Cổng Tin lưu ngày 01/11/2026: k)."
    assert cite.chicago(UNDATED) == "“Tin?” n.d. u. Archived November 1, 2026, at k."


def test_bibtex_is_escaped_and_complete():
    entry = cite.bibtex(SOURCE)
    assert entry.startswith("@online{congtin:0123456789abcdef,\n")
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", entry, re.MULTILINE))
    assert fields["title"] == r"{Thu 100\% \& 5\_000 \$ ở \{Đồng Đăng\}}"
    assert fields["author"] == "{Mai Chi}"
    assert (fields["date"], fields["urldate"], fields["year"]) == ("2024-06-26", "2026-11-01", "2024")
    assert fields["url"] == f"{HOST}/a_b?c=1&d=%7B2%7D"
    assert "http://k.example/bai/0" in fields["note"]
    bare = re.sub(r"\\[{}]", "", entry)
    assert bare.count("{") == bare.count("}")
    assert "date = " not in cite.bibtex(UNDATED).replace("urldate", "")


def test_ris_is_lines_of_the_format():
    lines = cite.ris(SOURCE).split("\r\n")
    assert lines[0] == "TY  - ELEC"
    assert lines[-2:] == ["ER  - ", ""]
    assert {"DA  - 2024/06/26", "Y2  - 2026/11/01", "AU  - Mai Chi", "UR  - " + SOURCE.url} <= set(lines)
    assert not [line for line in cite.ris(UNDATED).split("\r\n") if line.startswith(("DA", "PY", "AU"))]


async def test_citation_files_name_the_version_and_the_day_of_capture(ds, world):
    key = world.keys["edited"]
    page = await get(ds, f"/bai/{key}")
    response = await ds.client.get(f"/bai/{key}.bib")
    assert response.headers["content-disposition"] == f'attachment; filename="congtin-{key}.bib"'
    assert response.headers["content-type"].startswith("application/x-bibtex")
    assert "urldate = {2026-10-09}" in response.text
    assert f"/bai/{key}?ban=" in response.text
    older = re.search(rf'href="/bai/{key}\?ban=([0-9a-f]{{12}})"', page)[1]
    assert "urldate = {2026-10-01}" in await get(ds, f"/bai/{key}.bib?ban={older}")
    assert (await ds.client.get(f"/bai/{key}.ris")).headers["content-type"].startswith("application/x-research-info")
    assert (await ds.client.get("/bai/zz.bib")).status_code == 404


async def test_hostile_titles_make_no_new_field(ds, world):
    ris = await get(ds, f"/bai/{world.keys['evil']}.ris")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris.split("\r\n") if line)
    assert "\u202e" not in ris


async def test_json_ld_and_canonical_name_the_original(ds, world):
    html = await get(ds, f"/bai/{world.keys['edited']}")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])
    assert data["url"] == f"{HOST}/edited"
    assert "?ban=" in data["archivedAt"]
    assert f'<link rel="canonical" href="{HOST}/edited">' in html


async def test_gone_and_edited_articles_say_so(ds, world):
    assert "Tin này đã bị gỡ khỏi cổng." in await get(ds, f"/bai/{world.keys['gone']}")
    assert "Cổng đã sửa tin này" in await get(ds, f"/bai/{world.keys['edited']}")
    assert "Cổng đã sửa tin này" not in await get(ds, f"/bai/{world.keys['typed']}")


async def test_same_story_elsewhere(ds, world):
    """Same title whatever its case, nearly the same text, both near in time; not the same title of another year."""
    html = await get(ds, f"/bai/{world.keys['edited']}")
    part = html[html.index('id="elsewhere"') : html.index('id="cite"')]
    assert world.keys["copy"] in part
    assert "cùng tiêu đề" in part
    assert world.keys["near"] in part
    assert "văn bản gần giống" in part
    assert world.keys["far"] not in part
    assert 'id="elsewhere"' not in await get(ds, f"/bai/{world.keys['undated']}")


async def test_kept_attachments_are_offered(tmp_path):
    w = SiteWorld(tmp_path)
    from scraper.items import Attachment

    key = w.publish("a", "Tin", "Chữ.", attachments=(Attachment(url=f"{HOST}/nq.pdf", name="NQ"),
                                                      Attachment(url=f"{HOST}/x.pdf", name="Không giữ")))  # fmt: skip
    row = w.keep(f"{HOST}/nq.pdf", b"%PDF", "2026-11-01T04:00:00Z", mime="application/pdf")
    w.archive.conn.execute("update captures set read_as = 'file' where id = ?", (row.id,))
    w.close()
    html = await get(Datasette(config_dir=w.folder), f"/bai/{key}")
    assert f'href="/-/capture/{row.id}?nhu=tep"' in html
    assert html.count("kho chưa lưu tệp này") == 1


# ---- two versions ----


async def test_diff_shows_typed_changes_and_words(ds, world):
    html = await get(ds, f"/bai/{world.keys['edited']}/so-sanh")
    assert html.index("số liệu") < html.index("bỏ đoạn") < html.index("thêm đoạn")
    body = re.sub(r"<span class=.vh.>[^<]*</span>", "", html[html.index('class="body diff"') :])
    assert "<del>5.738,9 </del><ins>573,89 </ins>tỷ đồng." in body
    assert "<del>Đồng chí Nguyễn Văn A dự.</del>" in body
    assert "<ins>Đoạn mới thêm.</ins>" in body
    assert "8 đoạn không đổi" in body
    assert "[bỏ:" in html


async def test_diff_of_any_two_versions_by_hash(tmp_path):
    w = SiteWorld(tmp_path)
    for n in (1, 2, 3):
        key = w.publish("a", f"Tin lần {n}", f"Thu {n}00 tỷ đồng.", at=f"2026-10-0{n}T03:00:00Z")
    hashes = [row[0] for row in w.archive.rows("select text_sha256 from versions order by first_seen_at")]
    w.close()
    ds = Datasette(config_dir=w.folder)
    far = await get(ds, f"/bai/{key}/so-sanh?tu={hashes[0][:8]}&den={hashes[2]}")
    assert "100 tỷ đồng</bdi></del>" in far
    assert "300 tỷ đồng</bdi></ins>" in far
    back = await get(ds, f"/bai/{key}/so-sanh?tu={hashes[2]}&den={hashes[0]}")
    assert "300 tỷ đồng</bdi></del>" in back
    assert "Hai bản không khác nhau" in await get(ds, f"/bai/{key}/so-sanh?tu={hashes[0]}&den={hashes[0]}")
    default = await get(ds, f"/bai/{key}/so-sanh")
    assert "200 tỷ đồng</bdi></del>" in default
    one = await get(ds, f"/bai/{key}/so-sanh?den={hashes[1]}")
    assert "100 tỷ đồng</bdi></del>" in one
    for bad in ("tu=zz", "tu=" + "0" * 64, "den=%25", "tu=" + hashes[0][:7]):
        await get(ds, f"/bai/{key}/so-sanh?{bad}", 404)


def test_diff_gives_both_texts_back():
    """Nothing is lost: what stayed and was put in is the new text, what stayed and was taken out the old one."""
    old = "Một hai ba.\nBốn năm sáu bảy tám.\nChín.\nMười."
    new = "Một hai ba bốn.\nBốn năm 6 bảy tám.\nMười.\nMười một."
    found = diff_view.blocks(old, new)
    for text, ops in ((old, {"same", "del"}), (new, {"same", "ins", "typography"})):
        lines = ["".join(p.text for p in run if p.op in ops) for block in found for run in block.paragraphs]
        assert ["".join(line.split()) for line in lines if line] == [
            "".join(line.split()) for line in text.split("\n")
        ]


def test_diff_of_very_long_texts_is_bounded():
    found = diff_view.blocks(LONG_WORD, f"{SENTENCE * 2000}")
    assert len(found) <= 2
    assert any(block.cut for block in found)
    assert sum(len(p.text) for block in found for run in block.paragraphs for p in run) <= 2 * diff_view.SHOWN
    many = diff_view.blocks("\n".join(f"a{n}" for n in range(5000)), "\n".join(f"b{n}" for n in range(5000)))
    assert len(many) == 1


# ---- /thay-doi ----


async def test_changes_newest_first_without_typography(ds, world):
    html = await get(ds, "/thay-doi")
    assert html.index(world.keys["edited"]) < html.index(world.keys["evil"])
    assert world.keys["typed"] not in html
    assert "5.738,9 tỷ đồng" in html
    assert f"/bai/{world.keys['edited']}/so-sanh?tu=" in html
    assert world.keys["typed"] in await get(ds, "/thay-doi?kieu-chu=1")
    assert world.keys["typed"] in await get(ds, "/thay-doi?loai=typography")


async def test_changes_filters(ds, world):
    edited, evil = world.keys["edited"], world.keys["evil"]
    for query, there, gone in (
        ("loai=paragraph_removed&tu=2026-10-06", {edited}, {evil}),
        ("muc=90", {edited}, {evil}),
        ("cong=dong_dang", set(), {edited, evil}),
        ("tu=2026-10-09&den=2026-10-09", {edited}, {evil}),
        ("den=2026-10-05", {evil}, {edited}),
        ("loai=date", set(), {edited, evil}),
    ):
        html = await get(ds, f"/thay-doi?{query}")
        assert {key for key in (edited, evil) if key in html} == there, query
        assert not [key for key in gone if key in html], query
        if not there:
            assert "Không có thay đổi nào đúng với bộ lọc này." in html


@pytest.mark.parametrize(
    "query", ["loai=x", "muc=a", "muc=101", "muc=-1", "muc=%D9%A3", "cong=khong", "tu=2026", "den=2026-13-01", "truoc=x",
              "truoc=~~", "truoc=" + "a" * 300]
)  # fmt: skip
async def test_wrong_filters_are_one_sentence(ds, query):
    html = await get(ds, f"/thay-doi?{query}", 400)
    assert 'class="notice"' in html


async def test_changes_pages_are_walked_by_keyset(tmp_path, monkeypatch):
    """Every edit is shown once however the list is cut, also many of one moment; a bounded look says where to go on."""
    w = SiteWorld(tmp_path)
    key = w.publish("a", "Tin", "Chữ.")
    w.archive.conn.executemany(
        "insert into edits values (?, ?, ?, 'bac_son', ?, ?, ?, 1)",
        [
            (key, f"{n}", f"{n + 1}", f"2026-10-{1 + n // 20:02}T00:00:00Z", 90 if n == 1 else 25,
             ",figure," if n == 1 else ",wording,")
            for n in range(120)
        ],
    )  # fmt: skip
    w.close()
    ds = Datasette(config_dir=w.folder)
    seen, path = [], "/thay-doi"
    while path:
        html = await get(ds, path)
        seen += re.findall(r"so-sanh\?tu=(\d+)&amp;den=\d+", html)
        found = re.search(r'rel="next" href="([^"]+)"', html)
        path = found and found[1].replace("&amp;", "&")
    assert len(seen) == 120
    assert len(set(seen)) == 120
    monkeypatch.setattr(changes_rows, "SCANNED", 50)
    path, steps = "/thay-doi?loai=figure", 0
    while "so-sanh" not in (html := await get(ds, path)):
        assert "Chưa tìm thấy gì khi xem lùi tới ngày" in html
        path = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
        steps += 1
    assert steps == 2


def test_every_list_of_changes_walks_an_index(world):
    """No sort and no scan of a table, whatever the filter: that is why any depth costs the same."""
    db = connect(world.folder / "archive.db")
    everything = {"kind": None, "severity": 0, "states": ""}
    for query in (
        changes_rows.EditsQuery(),
        changes_rows.EditsQuery(before="a~b~c"),
        changes_rows.EditsQuery(portal="a", kind="date", before="a~b~c", since="2026-01-01", until="2026-02-01"),
    ):
        for source in (changes_rows._EDITS, changes_rows._MISSING):
            sql, params = changes_rows.walk_sql(query, source)
            plan = " ".join(row[3] for row in db.execute(f"explain query plan {sql}", params | everything))
            assert "COVERING INDEX" in plan, plan
            assert "TEMP B-TREE" not in plan, plan
            assert not query.before or "SEARCH" in plan, plan
    db.close()


async def test_missing_articles_stand_between_the_edits(ds, world):
    """Newest first by when it was found out; by state, portal and severity; suspects only when asked for."""
    html = await get(ds, "/thay-doi")
    assert html.index(world.keys["edited"]) < html.index(world.keys["gone"]) < html.index(world.keys["evil"])
    assert "đã bị gỡ khỏi cổng</span> Không còn thấy từ 20/09/2026 07:00" in html
    assert world.keys["gone"] in await get(ds, "/thay-doi?loai=gone&cong=bac_son")
    assert "“cũ hơn”" in (await ds.client.get("/thay-doi?truoc=x")).text
    assert world.keys["gone"] not in await get(ds, "/thay-doi?loai=delisted")
    assert world.keys["gone"] not in await get(ds, "/thay-doi?cong=dong_dang")
    feed = await get(ds, "/thay-doi.atom")
    assert world.keys["gone"] in feed
    assert feed.count("<entry") == len(re.findall("<h2", html))


async def test_pages_of_edits_and_missing_articles_are_one_list(tmp_path):
    """However it is cut, nothing is shown twice and nothing is left out, also at one moment."""
    w = SiteWorld(tmp_path)
    conn = w.archive.conn
    for n in range(3):
        w.publish(f"a{n}", f"Tin {n}", "Chữ.")
    for n, name in enumerate(w.keys):
        moment = f"2026-10-0{1 + n // 2}T00:00:00Z"
        conn.execute("update articles set state = 'gone', state_at = ? where id = ?", (moment, w.keys[name]))
        for to in "ab":
            conn.execute(
                "insert into edits values (?, 'x', ?, 'bac_son', ?, 50, ',figure,', 1)", (w.keys[name], to, moment)
            )
    w.close()
    db = Datasette(config_dir=w.folder).get_database("archive")
    for limit in (1, 2, 4, 9):
        seen, before = [], None
        while True:
            found = await changes_rows.changed(db, changes_rows.EditsQuery(before=before), limit)
            seen += [(row["seen_at"], row["article_id"], row["to_sha256"]) for row in found.rows]
            before = found.more
            if not before:
                break
        assert len(seen) == 9
        assert seen == sorted(set(seen), reverse=True)


# ---- portals and time ----


async def test_portals_under_the_province_of_today(ds):
    html = await get(ds, "/cong")
    assert html.index("Lạng Sơn</h2>") < html.index("Tuyên Quang</h2>") < html.index("Không thuộc tỉnh")
    assert 'Gồm các tỉnh, thành trước 1/7/2025: <span lang="vi">Tuyên Quang, Hà Giang' in html
    assert (
        html.index("Tuyên Quang</h2>")
        < html.index("Cổng thông tin Bắc Sơn")
        < html.index('trước là <span lang="vi">Hà')
    )
    assert "đã ngừng hoạt động" in html


async def test_portal_shows_crawls_gaps_and_failures(ds):
    html = await get(ds, "/cong/bac_son")
    for text in ("Hà Giang", "Tuyên Quang", "tin mới: 2", "hỏng: 1", "trang trống", "máy chủ báo lỗi", "thiếu khoảng 10 tin",
                 "101 – <bdi></bdi>140 (40)", "Có 15 tháng ở giữa không có tin nào",
                 "02/2023", 'role="img"', '<th scope="row">2024</th>'):  # fmt: skip
        assert text in html, text


async def test_timeline_has_svg_and_the_same_numbers_as_a_table(ds):
    html = await get(ds, "/dong-thoi-gian")
    assert html.count('role="img"') == 2
    assert html.count("<title id=") == 2
    assert "Cổng thông tin Bắc Sơn" in html
    row = re.search(r'href="/cong/bac_son".*?</tr>', html, re.DOTALL)[0]
    assert re.findall(r'<td class="number">(.*?)</td>', row) == ["–", "–", "1", "3"]
    await get(ds, "/dong-thoi-gian?den=1066")
    for bad in ("x", "0", "20245", "٢٠٢٤"):
        await get(ds, f"/dong-thoi-gian?den={bad}", 400)


def test_months_without_articles():
    counts = {"2023-11": 1, "2024-02": 2, "2024-99": 1}
    assert coverage.empty_months(counts) == ["2023-12", "2024-01"]
    assert coverage.by_year(counts) == {"2023": [0] * 10 + [1, 0], "2024": [0, 2] + [0] * 10}
    assert coverage.empty_months({}) == []
    assert coverage.by_year({}) == {}


def test_heat_map_escapes_names_and_steps_up():
    svg = heatmap([(EVIL, [0, 1, 5, 20, 80, 300])], list("abcdef"), "T", texts("vi"))
    assert "<script" not in svg
    assert [step(n) for n in (0, 1, 4, 5, 20, 80, 300, 10**6)] == [0, 1, 1, 2, 3, 4, 5, 5]
    assert svg.count("<rect") == 5
    assert "style=" not in svg


async def test_hits_without_a_date_are_explained(ds, world):
    """Newest first; what has no date stands where it was kept, and one link leaves only dated articles."""
    html = await get(ds, "/tim")
    assert "xếp theo ngày kho lưu lần đầu" not in html
    html = await get(ds, "/tim?q=tin")
    assert world.keys["undated"] in html
    assert 'Tin không rõ ngày đăng được xếp theo ngày kho lưu lần đầu. <a href="/tim?q=tin&amp;tu=1900"' in html
    html = await get(ds, "/tim?q=tin&tu=1900")
    assert world.keys["gone"] in html
    assert world.keys["undated"] not in html
    assert "xếp theo ngày kho lưu lần đầu" not in html
