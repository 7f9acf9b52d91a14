"""Issue 2 and 5, in a real browser: search with and without marks, read, keyboard only, 320 px, languages, contrast."""

from contextlib import contextmanager

import pytest

pytest.importorskip("selenium")
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser
PATHS = ("/", "/tim?q=hoi+nghi", "/tim?q=khongcogi", "/gioi-thieu", "/cong/sample_bac", "/bai/zz")
# Contrast of every text with the first opaque background under it, as WCAG counts it.
CONTRAST = """
const lum = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
  return .2126 * r + .7152 * g + .0722 * b; };
const rgb = s => s.match(/[\\d.]+/g).map(Number);
const bad = [];
for (const e of document.querySelectorAll('body *')) {
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.getClientRects().length) continue;
  if (e.tagName === 'SCRIPT' || e.tagName === 'OPTION') continue;
  let b = e, back;
  do { back = rgb(getComputedStyle(b).backgroundColor); b = b.parentElement; } while (b && back.length === 4 && back[3] === 0);
  const style = getComputedStyle(e), fore = rgb(style.color);
  const [x, y] = [lum(fore.slice(0, 3)), lum(back.slice(0, 3))].sort((p, q) => q - p);
  const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  const ratio = (x + .05) / (y + .05);
  if (ratio < (large ? 3 : 4.5)) bad.push(e.tagName + ' ' + e.textContent.trim().slice(0, 40) + ' ' + ratio.toFixed(2));
}
return bad;
"""


@contextmanager
def another_page(page):
    """Wait until what happens inside has brought another page."""
    before = page.find_element(By.TAG_NAME, "html")
    yield
    # While pages change, the driver may say that it knows no such node before it says that the node is stale.
    WebDriverWait(page, 20, ignored_exceptions=(WebDriverException,)).until(expected_conditions.staleness_of(before))
    WebDriverWait(page, 20).until(lambda driver: driver.execute_script("return document.readyState") == "complete")


def search(page, text):
    box = page.find_element(By.NAME, "q")
    box.clear()
    with another_page(page):
        box.send_keys(text + Keys.ENTER)


def click(page, by, what):
    element = page.find_element(by, what)
    with another_page(page):
        element.click()


def titles(page):
    return [a.text for a in page.find_elements(By.CSS_SELECTOR, ".cards h2 a")]


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
