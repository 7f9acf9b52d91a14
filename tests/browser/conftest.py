"""A headless Chromium and a served archive; skipped by name where there is no Chromium."""

import shutil

import pytest
from helpers.written_archive import add, create, insert, project, served

IN_2024 = (19_900 * 2048) << 24  # sort_key of 26 June 2024
LONG = "Chiều ngày 26/6/2024, Ban Quản lý Khu kinh tế cửa khẩu Đồng Đăng – Lạng Sơn tổ chức hội nghị giao ban. " * 12


@pytest.fixture(scope="session")
def base(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("browser"))
    db = create(folder / "archive.db")
    for number in range(1, 31):
        add(
            db,
            number,
            f"Tin nông thôn mới số {number}",
            f"{LONG}\nĐoạn hai.",
            portal="sample_bac",
            sort_key=IN_2024 + number,
        )
    key = add(
        db,
        100,
        "Hội nghị tại cửa khẩu Đồng Đăng",
        f"{LONG}\n{'x' * 3000}",
        lead="Sapo của tin.",
        category="Tin tức",
        sort_key=IN_2024 + 100,
    )
    insert(
        db,
        "images",
        article_id=key,
        position=0,
        src="https://a.example/" + "a" * 300,
        caption="Toàn cảnh",
        credit=None,
    )
    add(db, 101, "<script>document.title='hong'</script> bán hàng", "<img src=x onerror=\"document.title='hong'\">")
    db.commit()
    db.close()
    with served(folder) as address:
        yield address


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (browser and driver):
        pytest.skip("no Chromium: chromium and chromedriver are not on this machine")
    webdriver = pytest.importorskip("selenium.webdriver")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in (
        "headless=new no-sandbox disable-gpu disable-quic no-first-run disable-background-networking"
        " disable-component-update disable-sync hide-scrollbars"
    ).split():
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(options=options, service=Service(driver))
    found.set_page_load_timeout(20)
    yield found
    found.quit()


@pytest.fixture
def page(chromium, base):
    """The browser with a wide window, no cookies and the home page open."""
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 1000, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    )
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    chromium.get(base)
    chromium.delete_all_cookies()
    chromium.get(base)
    return chromium
