"""The canned queries that journalists want, on a small archive whose answers are known."""

import re

import pytest
import yaml
from datasette.app import Datasette
from helpers.written_archive import ROOT, add, create, insert, project

QUERIES = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["archive"]["queries"]
WHEN = "2026-11-20T00:00:00.000Z"


def sort_key(days, minute=0):
    return (days * 2048 + minute) << 24


@pytest.fixture(scope="module")
def ds(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("queries"))
    db = create(folder / "archive.db")
    add(db, 1, "Hội nghị", "Theo Nghị quyết 01 / 2019 / NQ-HĐND.", day="2026-01-05", sort_key=sort_key(20458),
        category="Kinh tế", author="Lan Anh", unit="Phòng A")  # fmt: skip
    add(db, 2, "Hội nghị", "Chữ.", day="2026-04-05", sort_key=sort_key(20548), portal="sample_bac", author="Lan Anh",
        unit="Phòng A", state="gone", state_since=WHEN)  # fmt: skip
    key = add(db, 3, "Tin khác", "Chữ.", day="2026-04-06", sort_key=sort_key(20549), category="Kinh tế")
    for n, url in enumerate(
        ("https://a.example/a.PDF?x=1.doc", "https://a.example/b.docx", "https://a.example/tai?id=3")
    ):
        insert(db, "attachments", article_id=key, position=n, url=url, name="Tệp", file_id=f"f{n}")
    insert(db, "edits", article_id=key, from_sha256="a", to_sha256="b", portal_id="dong_dang", seen_at=WHEN, severity=60,
           kinds="figure", change_count=2)  # fmt: skip
    insert(db, "crawls", id="c1", portal_id="dong_dang", started_at=WHEN, state="finished")
    insert(db, "visits", crawl_id="c1", url_key="k", outcome="stored")
    insert(db, "failures", id="f1", portal_id="dong_dang", url="https://a.example/x", stage="fetch", reason="timeout")
    db.commit()
    db.close()
    return Datasette(config_dir=folder)


async def rows(ds, name, **parameters):
    response = await ds.client.get(f"/archive/{name}.json", params={"_shape": "array", **parameters})
    assert response.status_code == 200, response.text
    return response.json()


@pytest.mark.parametrize("name", QUERIES)
async def test_every_query_runs_without_parameters(ds, name):
    """On the page too: nobody has to know what to fill in."""
    assert isinstance(await rows(ds, name), list)
    assert (await ds.client.get(f"/archive/{name}")).status_code == 200
    for text in (QUERIES[name]["title"], QUERIES[name]["description"]):
        assert " / " in text


async def test_documents_sections_and_names(ds):
    assert [row["title"] for row in await rows(ds, "tin_nhac_van_ban", so_van_ban="01/2019/NQ-HĐND")] == ["Hội nghị"]
    quarters = await rows(ds, "muc_theo_quy", tu_nam="2026")
    assert {(row["muc"], row["quy"], row["so_tin"]) for row in quarters} == {
        ("Kinh tế", "2026-Q1", 1), ("Kinh tế", "2026-Q2", 1), (None, "2026-Q2", 1),
    }  # fmt: skip
    named = await rows(ds, "ai_duoc_nhac", ten='nghi quyet; "Chữ"; không ai; ')
    assert [(row["ten"], row["so_tin"], row["moi_nhat"]) for row in named] == [
        ("Chữ", 2, "2026-04-06"), ("nghi quyet", 1, "2026-01-05"), ("không ai", 0, None),
    ]  # fmt: skip
    assert await rows(ds, "tu_theo_quy", q="chữ") == [{"quy": "2026-Q2", "so_tin": 2}]
    assert await rows(ds, "tu_theo_quy", q="chữ", tu_nam="2027") == []
    assert (await rows(ds, "ai_dang_nhieu"))[0] == {"tac_gia": "Lan Anh", "don_vi": "Phòng A", "so_tin": 2}
    assert (await rows(ds, "ai_dang_nhieu", cong="dong_dang"))[0]["so_tin"] == 1
    assert (await rows(ds, "cung_tieu_de"))[0]["so_cong"] == 2


async def test_edits_and_what_vanished(ds):
    assert [row["kinds"] for row in await rows(ds, "thay_doi_tuan_qua", tu="2026-11-01")] == ["figure"]
    assert await rows(ds, "thay_doi_tuan_qua", tu="2026-12-01") == []
    assert [row["state"] for row in await rows(ds, "tin_bien_mat")] == ["gone"]


async def test_gaps_and_counts(ds):
    assert [row["thang"] for row in await rows(ds, "thang_khong_tin")] == ["2026-02", "2026-03"]
    assert len(await rows(ds, "so_tin_theo_thang", cong="dong_dang")) == 2
    kinds = {row["loai"]: row["so_tep"] for row in await rows(ds, "tep_theo_loai")}
    assert kinds == {"pdf": 1, "docx": 1, "(khac)": 1}
    assert (await rows(ds, "lan_thu_thap_cuoi"))[0]["outcome"] == "stored"
    assert (await rows(ds, "trang_hong"))[0]["vi_du"] == "https://a.example/x"


def test_queries_read_a_bounded_part():
    """At a million articles every query must end within the time limit: by an index or by a limit of its own."""
    for name, query in QUERIES.items():
        sql = query["sql"].lower()
        bounded = re.search(r"limit \d+|indexed by|portal_id = :cong|from (failures|crawls|stats_day)", sql)
        assert bounded, name
