"""What browser tests do on a page: follow a link, search, read titles, measure contrast."""

from contextlib import contextmanager

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

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
