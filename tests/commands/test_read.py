"""`scrapy read`: its JSON for a file, from standard input and in batch."""

import json
import os
import subprocess
import sys

import pytest
from helpers.paths import ROOT

PAGES = ROOT / "tests" / "portals"
DETAIL = PAGES / "hanoi_sotttt" / "detail.html"
LIST = PAGES / "hanoi_sotttt" / "list-1.html"
URL = "http://sotttt.hanoi.gov.vn/cong-nghe-so/-/view_content/4100233-trien-khai-nen-tang-hop.html"
ARTICLE = (
    "kind article_id portal family url title published_at published_source published_precision updated_at lead body author"
    " unit category images attachments related flags layout"
).split()


def scrapy(*args, data=b"", code=0):
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "read", *map(str, args)],
        cwd=ROOT,
        env=os.environ | {"PYTHONWARNINGS": "error"},
        input=data,
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == code, done.stderr.decode()
    return done


def objects(done):
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_issue_2_article_from_a_file_with_its_url():
    got = json.loads(scrapy("--url", URL, DETAIL).stdout)
    assert list(got) == ARTICLE
    assert (got["kind"], got["portal"], got["family"], got["url"]) == ("article", "hanoi_sotttt", "liferay62", URL)
    assert (got["published_at"], got["published_source"], got["published_precision"]) == (
        "2021-09-05T16:12:00+07:00",
        "page",
        "minute",
    )
    assert list(got["images"][0]) == ["src", "caption", "credit"]
    assert list(got["attachments"][0]) == ["url", "name"]
    assert list(got["related"][0]) == ["url", "title", "date"]
    assert got["flags"] == []


def test_issue_2_listing_from_standard_input_without_a_url():
    done = scrapy(data=LIST.read_bytes())
    got = json.loads(done.stdout)
    assert list(got) == ["kind", "portal", "family", "url", "cards", "next", "total", "flags"]
    assert (got["kind"], got["portal"], got["family"], got["url"], got["total"]) == (
        "listing",
        None,
        "liferay62",
        None,
        3,
    )
    assert list(got["cards"][0]) == ["url", "title", "date", "summary"]
    assert got["cards"][0]["url"].startswith("/cong-nghe-so/-/view_content/"), "as written"
    assert list(got["next"]) == ["method", "url", "body"]
    assert got["flags"] == ["no_base"]
    assert "Triển khai".encode() in done.stdout, "Vietnamese stays readable"
    assert json.loads(scrapy("-", data=LIST.read_bytes()).stdout) == got


def test_issue_2_other_with_its_reason_and_a_named_portal():
    html = "<html><title>Đăng nhập</title><body><h1>Đăng nhập</h1><form><input type=password></form></body></html>"
    got = json.loads(scrapy("--portal", "bao_lang_son", data=html.encode()).stdout)
    assert (got["kind"], got["portal"], got["reason"]) == ("other", "bao_lang_son", "login")


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- Mirrored from sotttt.hanoi.gov.vn/x/-/view_content/1-a.html by HTTrack Website Copier/3.x [XR&CO'2014], Sat, 27 Aug 2022 04:01:09 GMT -->",
        "<!-- saved from url=(0057)http://sotttt.hanoi.gov.vn/x/-/view_content/1-a.html -->",
    ],
)
def test_a_saved_page_knows_its_address(comment, tmp_path):
    path = tmp_path / "saved.html"
    path.write_text(f"{comment}\n{DETAIL.read_text(encoding='utf-8')}", encoding="utf-8")
    got = json.loads(scrapy(path).stdout)
    assert (got["url"], got["portal"]) == ("http://sotttt.hanoi.gov.vn/x/-/view_content/1-a.html", "hanoi_sotttt")


def test_issue_2_batch_never_crashes(tmp_path):
    detail = DETAIL.read_text(encoding="utf-8")
    lines = [
        json.dumps({"id": "a", "url": URL, "html": detail}),
        json.dumps({"id": 2, "url": None, "html": ""}),
        "this is no JSON",
        json.dumps({"id": None, "html": 5}),
        json.dumps([1]),
        "",
        json.dumps({"id": {"x": 1}, "url": "https://[bad", "html": detail}),
        json.dumps({"id": "s", "url": "https://a.example/1", "html": "<p>\ud800 x"}),
        "[" * 100_000,
    ]
    path = tmp_path / "pages.ndjson"
    path.write_text("\n".join(lines), encoding="utf-8")
    got = objects(scrapy("--batch", path))
    assert [entry["id"] for entry in got] == ["a", 2, None, None, None, {"x": 1}, "s", None]
    assert [entry["kind"] for entry in got][:2] == ["article", "other"]
    assert got[0] == {"id": "a"} | json.loads(scrapy("--url", URL, DETAIL).stdout)
    assert got[1]["reason"] == "empty"
    assert {entry["reason"] for entry in got[2:5]} == {"unreadable"}
    assert objects(scrapy("--batch", data=path.read_bytes())) == got


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--btch", DETAIL], "--btch"),
        (["no-such-file.html"], "no-such-file.html"),
        (["tests"], "folder"),
        (["--portal", "nobody", DETAIL], "nobody"),
        (["--url", "ftp://a.example", DETAIL], "http"),
        (["--batch", "--url", URL, DETAIL], "batch"),
        ([DETAIL, LIST], "one FILE"),
    ],
)
def test_issue_2_wrong_use_is_one_sentence_and_exit_code_2(args, sentence):
    done = scrapy(*args, code=2)
    assert sentence in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert done.stdout == b""


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    path = tmp_path / "pages.ndjson"
    line = json.dumps({"id": 1, "url": URL, "html": DETAIL.read_text(encoding="utf-8")})
    path.write_text(f"{line}\n" * 60, encoding="utf-8")
    command = f"{sys.executable} -m scrapy read --batch {path} | head -n 1"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, timeout=60, check=True)
    assert json.loads(done.stdout)["id"] == 1
    assert done.stderr == b""
