"""In a real browser: search with and without marks, read, keyboard only, 320 px, languages, contrast."""

import pytest
from helpers.chromium import CONTRAST, another_page, click, search, titles

pytest.importorskip("selenium")
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.browser
PATHS = ("/", "/tim?q=hoi+nghi", "/tim?q=khongcogi", "/gioi-thieu", "/cong/sample_bac", "/bai/zz")


@pytest.mark.parametrize("typed", ["dong dang", "Đồng Đăng", "ĐỒNG ĐĂNG"])
def test_search_with_and_without_marks_open_and_read(page, typed):
    search(page, f"hội nghị {typed} sapo")
    assert titles(page) == ["Hội nghị tại cửa khẩu Đồng Đăng"]
    assert "Đồng Đăng" in [mark.text for mark in page.find_elements(By.TAG_NAME, "mark")]
    click(page, By.LINK_TEXT, "Hội nghị tại cửa khẩu Đồng Đăng")
    assert page.find_element(By.TAG_NAME, "h1").text == "Hội nghị tại cửa khẩu Đồng Đăng"
    assert "Nguồn gốc của bản lưu" in page.page_source
    assert "https://a.example/tin/100" in page.find_element(By.CSS_SELECTOR, ".box").text


def test_older_results_and_back(page):
    search(page, "nông thôn mới")
    first = titles(page)
    assert len(first) == 25
    click(page, By.CSS_SELECTOR, "a[rel=next]")
    assert len(titles(page)) == 5
    assert not set(first) & set(titles(page))
    click(page, By.LINK_TEXT, "Về đầu danh sách")
    assert titles(page) == first


def test_keyboard_only(page):
    """Skip link first, every stop visible, a search and an article reached without a mouse."""
    body = page.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    focused = page.switch_to.active_element
    assert focused.get_attribute("class") == "skip"
    assert focused.rect["x"] >= 0
    focused.send_keys(Keys.ENTER)
    assert page.switch_to.active_element.get_attribute("id") == "main"
    page.switch_to.active_element.send_keys(Keys.TAB)
    assert page.switch_to.active_element.get_attribute("name") == "q"
    with another_page(page):
        page.switch_to.active_element.send_keys("dong dang sapo" + Keys.ENTER)
    for _ in range(30):
        page.switch_to.active_element.send_keys(Keys.TAB)
        focused = page.switch_to.active_element
        assert focused.is_displayed()
        assert page.execute_script("return getComputedStyle(arguments[0]).outlineStyle", focused) != "none"
        if "/bai/" in (focused.get_attribute("href") or ""):
            break
    with another_page(page):
        focused.send_keys(Keys.ENTER)
    assert "/bai/" in page.current_url


def test_order_of_tab_stops_follows_the_page(page):
    places = page.execute_script(
        "return [...document.querySelectorAll('a[href],input,button,select,[tabindex]')].map(e => e.tabIndex)"
    )
    assert all(place in {0, -1} for place in places)


def test_320_px_needs_no_sideways_scroll(page, base):
    page.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 320, "height": 700, "deviceScaleFactor": 1, "mobile": False}
    )
    search(page, "dong dang sapo")
    article = page.find_element(By.CSS_SELECTOR, ".cards h2 a").get_attribute("href")
    for url in [*(base + path for path in PATHS), article]:
        page.get(url)
        width = page.execute_script("return document.documentElement.scrollWidth")
        assert width <= 320, (url, width)


def test_language_switch_is_remembered(page, base):
    assert page.find_element(By.TAG_NAME, "html").get_attribute("lang") == "vi"
    page.get(base + "/tim?q=dong+dang")
    click(page, By.LINK_TEXT, "English")
    assert page.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
    assert page.find_element(By.NAME, "q").get_attribute("value") == "dong dang"
    page.get(base + "/gioi-thieu")
    assert page.find_element(By.TAG_NAME, "h1").text == "About"
    click(page, By.LINK_TEXT, "Tiếng Việt")
    assert page.find_element(By.TAG_NAME, "h1").text == "Giới thiệu"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_is_aa(page, base, scheme):
    page.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    search(page, "dong dang sapo")
    article = page.find_element(By.CSS_SELECTOR, ".cards h2 a").get_attribute("href")
    for url in [*(base + path for path in PATHS), article]:
        page.get(url)
        assert page.execute_script(CONTRAST) == [], url


def test_archived_script_is_inert_and_the_console_clean(page):
    page.get_log("browser")  # what other tests left in it
    search(page, "bán hàng")
    click(page, By.CSS_SELECTOR, ".cards h2 a")
    assert page.title.startswith("<script>document.title")
    assert page.find_element(By.TAG_NAME, "h1").text.startswith("<script>")
    complaints = [
        entry["message"]
        for entry in page.get_log("browser")
        if "/bai/" not in entry["message"] or "404" not in entry["message"]
    ]
    assert [c for c in complaints if "favicon" not in c] == []
