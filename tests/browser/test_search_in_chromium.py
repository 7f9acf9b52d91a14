"""In a real browser: filters, facets, years and formats of a search; no script, 320 px, keyboard only."""

import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("selenium")
from helpers.chromium import CONTRAST, another_page, click, search, titles
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser


def test_filters_by_keyboard_chips_and_facets(page):
    search(page, "nông thôn")
    page.find_element(By.TAG_NAME, "summary").send_keys(Keys.ENTER)
    day = page.find_element(By.NAME, "tu")
    day.send_keys("06/2024")
    page.find_element(By.NAME, "da-go").send_keys(Keys.SPACE)
    with another_page(page):
        day.send_keys(Keys.ENTER)
    assert "tu=06%2F2024" in page.current_url
    assert "da-go=1" in page.current_url
    assert titles(page) == []
    assert page.find_element(By.NAME, "tu").get_attribute("value") == "06/2024"
    click(page, By.CSS_SELECTOR, "a.chip[href*='tu=']:not([href*='da-go'])")
    assert len(titles(page)) == 25
    assert "tu=06%2F2024" in page.current_url
    assert page.find_element(By.CSS_SELECTOR, "table.bars rect").size["width"] > 10


def test_every_field_has_a_name_and_every_text_its_contrast(page, base):
    for scheme in ("light", "dark"):
        page.execute_cdp_cmd(
            "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        )
        for path in ("/tim?q=tin&tu=2024", "/nhung?q=tin"):
            page.get(base + path)
            assert page.execute_script(CONTRAST) == []
    page.get(base + "/tim?q=tin&tu=2024")
    fields = page.find_elements(By.CSS_SELECTOR, "form input:not([type=hidden]), form select")
    assert len(fields) == 12
    assert all(field.accessible_name for field in fields)
    assert page.execute_script("return document.querySelectorAll('main h1').length") == 1


@pytest.mark.parametrize("path", ["/tim?q=tin&tu=2020&cong=sample_bac", "/tim", "/tim?da-go=1", "/nhung?q=tin"])
def test_320_px(page, base, path):
    page.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 320, "height": 700, "deviceScaleFactor": 1, "mobile": False}
    )
    page.get(base + path)
    assert page.execute_script("return document.documentElement.scrollWidth") <= 320


def test_formats_hold_what_the_page_shows(page, base):
    page.get(base + "/tim?q=cua+khau+dang+sapo")
    shown = titles(page)
    link = page.find_element(By.PARTIAL_LINK_TEXT, "NDJSON").get_attribute("href")
    with urllib.request.urlopen(link, timeout=10) as answer:
        assert [json.loads(line)["title"] for line in answer] == shown


class Host(BaseHTTPRequestHandler):
    """A site that frames what its path names."""

    def do_GET(self):
        body = f"<iframe src='{self.path[1:]}' width=300 height=300></iframe>".encode()
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def test_embedded_in_a_page_of_somebody_else(page, base):
    """Only the embed page may stand in a frame."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Host) as host:
        thread = threading.Thread(target=host.serve_forever, args=(0.05,))
        thread.start()
        try:
            seen = []
            for path in ("/nhung?q=sapo", "/tim?q=sapo"):
                page.get(f"http://127.0.0.1:{host.server_port}/{base}{path}")
                page.switch_to.frame(0)
                seen.append(page.find_element(By.TAG_NAME, "body").text)
                page.switch_to.default_content()
        finally:
            host.shutdown()
            thread.join()
    assert "Hội nghị tại cửa khẩu Đồng Đăng" in seen[0]
    assert "Đồng Đăng" not in seen[1]
