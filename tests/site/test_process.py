"""`datasette .` as people start it. Plugin managers are global to a process, so the real one is asked too."""

import subprocess
import urllib.request
from urllib.error import HTTPError

import pytest
from helpers.written_archive import DATASETTE, add, connect, create, free_port, project, served


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("served"))
    db = create(folder / "archive.db")
    key = add(db, 1, "Hội nghị Đồng Đăng – Lạng Sơn", "Chữ của tin.")
    db.commit()
    db.close()
    with served(folder) as base:
        yield base, key, folder


def test_pages_search_and_json(site):
    base, key, folder = site
    for path in (
        "/",
        "/tim?q=dong+dang",
        f"/bai/{key}",
        "/archive/articles.json?_shape=array",
        "/archive/articles?_search=dong+dang",
    ):
        status, text = get(base + path)
        assert status == 200, path
        assert key in text, path
    assert get(base + "/bai/zz")[0] == 404
    assert get(base + "/archive/articles?_search_title=a")[0] == 400
    assert get(base + "/-/static-plugins/congtin/congtin.css")[0] == 200
    assert "Traceback" not in (folder / "log").read_text()


def test_served_live_while_a_writer_commits(site):
    base, _, folder = site
    db = connect(folder / "archive.db")
    late = add(db, 2, "Tin đến sau", "Chữ.")
    db.commit()
    db.close()
    assert late in get(base + "/tim?q=den+sau")[1]


@pytest.mark.parametrize("content", [None, b"", b"no database at all"])
def test_refuses_in_one_sentence(tmp_path, content):
    folder = project(tmp_path)
    if content is not None:
        (folder / "archive.db").write_bytes(content)
    done = subprocess.run(
        [DATASETTE, ".", "-p", str(free_port())], cwd=folder, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode != 0
    assert done.stderr.startswith("Error: ")
    assert "archive.db" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().count("\n") <= 1
