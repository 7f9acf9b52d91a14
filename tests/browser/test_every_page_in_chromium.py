"""Every page of ours in a real browser: axe finds nothing in light and dark, 320 px is enough, keyboard only."""

from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("selenium")
from helpers.stored_archive import LOST, PAGES, fill, filled
from helpers.written_archive import served
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser
# Not captures, which are not ours to judge, and not files.
HTML = [path for p, some in PAGES.items() for path in some if not p.startswith("^/-/") and "(?P<format>" not in p]
HTML += LOST
# For axe one page of each route, and those that look otherwise: results, removed, by filter.
LOOKED_AT = [next(iter(x)) for p, x in PAGES.items() if x[0] in HTML]
LOOKED_AT += ["/tim?q=hoi+nghi", "/bai/{gone}", "/bai/{evil}", "/bai/{set}", "/thay-doi?kieu-chu=1", LOST[0]]
RUN = "const done = arguments[arguments.length - 1]; axe.run(document, arguments[0]).then(r => done(r.violations), e => done(String(e)));"


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("chromium"))


@pytest.fixture(scope="module")
def address(world):
    with served(world.folder) as base:
        yield base


@pytest.fixture(scope="module")
def axe():
    return Path(__file__).with_name("axe").joinpath("axe.min.js").read_text("utf-8")


def show(chromium, *, width=1000, scheme="light"):
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def violations(chromium, options):
    found = chromium.execute_async_script(RUN, options)
    assert isinstance(found, list), found
    return [(one["id"], node["target"], node["failureSummary"]) for one in found for node in one["nodes"]]


def test_axe_finds_nothing(chromium, axe, world, address):
    """On every page: all rules of axe-core in the light scheme, its rule of contrast in the dark one."""
    chromium.set_script_timeout(30)
    wrong = {}
    for path in LOOKED_AT:
        show(chromium)
        chromium.get(address + filled(world, path))
        chromium.execute_script(axe)
        for scheme, options in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
            show(chromium, scheme=scheme)
            found = violations(chromium, options)
            if found:
                wrong[path, scheme] = found
    assert wrong == {}


def test_axe_is_really_run(chromium, axe, address):
    """A page with a mistake is found out: the check above can fail."""
    show(chromium)
    chromium.get(address)
    chromium.execute_script(
        "const b = document.createElement('input'); document.querySelector('main').append(b);"
        "document.querySelector('h1').className = 'vh'; document.querySelector('.lead').style.color = '#ddd';"
    )
    chromium.execute_script(axe)
    assert {one[0] for one in violations(chromium, {})} >= {"label"}


def test_320_px_needs_no_sideways_scroll_on_any_page(chromium, world, address):
    show(chromium, width=320)
    wide = {}
    for path in HTML:
        chromium.get(address + filled(world, path))
        width = chromium.execute_script("return document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    show(chromium)
    assert wide == {}


@contextmanager
def another_page(driver):
    before = driver.find_element(By.TAG_NAME, "html")
    yield
    WebDriverWait(driver, 20, ignored_exceptions=(WebDriverException,)).until(expected_conditions.staleness_of(before))
    WebDriverWait(driver, 20).until(lambda d: d.execute_script("return document.readyState") == "complete")


def tab_to(driver, wanted):
    """Press Tab until the focus is on a link whose address ends with `wanted`; every stop must be visible."""
    for _ in range(80):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        focused = driver.switch_to.active_element
        assert focused.is_displayed()
        assert driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", focused) != "none"
        if (focused.get_attribute("href") or "").endswith(wanted):
            return focused
    raise AssertionError(f"no way by keyboard to {wanted}")


def test_search_open_read_and_compare_by_keyboard_only(chromium, world, address):
    show(chromium)
    chromium.get(address + "/tim")
    chromium.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    chromium.switch_to.active_element.send_keys(Keys.ENTER)  # the skip link
    chromium.switch_to.active_element.send_keys(Keys.TAB)
    assert chromium.switch_to.active_element.get_attribute("name") == "q"
    with another_page(chromium):
        chromium.switch_to.active_element.send_keys("dong dang 573,89" + Keys.ENTER)
    key = world.keys["edited"]
    with another_page(chromium):
        tab_to(chromium, f"/bai/{key}").send_keys(Keys.ENTER)
    assert chromium.find_element(By.TAG_NAME, "h1").text == "Hội nghị giao ban tại cửa khẩu Đồng Đăng"
    with another_page(chromium):
        tab_to(chromium, f"/bai/{key}/so-sanh").send_keys(Keys.ENTER)
    assert "5.738,9" in chromium.find_element(By.CSS_SELECTOR, ".diff del").text
    assert "573,89" in chromium.find_element(By.CSS_SELECTOR, ".diff ins").text


def test_archived_html_runs_and_loads_nothing(chromium, world, address):
    """Archived HTML is shown in a box of its own origin, without scripts and without network."""
    chromium.get_log("browser")
    chromium.get(address + filled(world, "/-/capture/{capture:evil}?nhu=html"))
    assert chromium.title != "hong"
    assert chromium.execute_script("return self.origin") == "null"
    assert chromium.execute_script("return document.querySelector('img').naturalWidth") == 0
    chromium.get(address + filled(world, "/-/capture/{capture:evil}"))
    assert chromium.execute_script("return document.contentType") == "text/plain"
    assert "<script>" in chromium.find_element(By.TAG_NAME, "body").text
