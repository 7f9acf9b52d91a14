"""Lists of ASP.NET WebForms that go on by `__doPostBack`: the whole page is a form, and a pager link submits it.

The request for page 3 is the form of page 2, so a list is read strictly in order, and the answer is a whole page
under the address of page 1. The body holds the state that the server put into the form (`__VIEWSTATE` ...), which is
different in every rendering; it must be sent, and `scraper.urls.canonical.request_key` leaves it out of the ledger's
key. So the ledger has one row a list page, as for links; a form that was answered is never sent again before the page
that holds it is read anew; and a server that answers every click with page 1 is asked once for page 2, not for ever.

Where the click itself does not say which page it asks for (a pager that numbers its buttons), the number is added as
a field that no server knows (`_page`), so that two pages of a list never share a key.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from parsel import Selector

from scraper.items import PageRequest
from scraper.reading.listing.paging import says_next
from scraper.reading.page.css import Element
from scraper.reading.page.cut import flat, names_of
from scraper.reading.page.page import Page, element
from scraper.reading.page.text import clean, whole_number

PAGE_FIELD = "_page"
_CALL = re.compile(r"__doPostBack\(\s*['\"]([^'\"]*)['\"]\s*,\s*['\"]([^'\"]*)['\"]|PostBackOptions\(\s*\"([^\"]*)\"")
_CALENDAR = re.compile(r"calend|lich|datepicker", re.IGNORECASE)
_PAGERISH = re.compile(r"pag|trang", re.IGNORECASE)
_ACTIVE = re.compile(r"(?:^|[\s_-])(?:active|current|selected|aspnetdisabled|disabled)(?=$|[\s_-])", re.IGNORECASE)
_NO_NUMBER = {"option", "label", "script", "style"}
_MOST_PAGERS = 40  # a page has one or two; a table of numbered buttons makes thousands of holders
_MORE = {"...", "…"}
_HEADERS = (("Content-Type", "application/x-www-form-urlencoded"),)


@dataclass(frozen=True, slots=True)
class Button:
    """A `link` that submits the form: `target` and `argument` are what it passes to `__doPostBack`."""

    link: Selector
    target: str
    argument: str

    @property
    def label(self) -> str:
        """What the link shows."""
        return clean(self.link.xpath("string(.)").get())


@dataclass(frozen=True, slots=True)
class PostBack:
    """The pager link after the current page, sent as the form would be."""

    def __call__(self, page: Page, cards: int) -> PageRequest | None:
        """The next page, or None; see `scraper.reading.page.family.Paging`."""
        if not cards or "PostBack" not in page.text:
            return None
        for pager in _pagers(page):
            current = _current(pager) or _asked_for(page) or 1
            if page.request_body is not None and current < 2:
                return None  # the server did not turn the page
            if button := _next(pager, current):
                return _submit(page, button, current + 1)
        return None


def _buttons(root: Selector) -> Iterator[Button]:
    for link in root.css("a[href*='PostBack'], a[onclick*='PostBack']"):
        for script in (link.root.get("href", ""), link.root.get("onclick", "")):
            if call := _CALL.search(script):
                yield Button(link, call[1] or call[3] or "", call[2] or "")
                break


def _pagers(page: Page) -> list[Selector]:
    """The elements that hold numbered buttons, those that call themselves pagers first; calendars are none."""
    found: dict[Element, bool] = {}
    texts: dict[Element, str] = {}
    for button in _buttons(page.selector):
        if not button.label.isdecimal() and button.label not in _MORE and not says_next(button.link):
            continue
        if _CALENDAR.search(f"{button.target} {button.link.root.get('title', '')}"):
            continue
        holder = _holder(element(button.link), texts)
        names = f"{button.target} {button.argument} {names_of(holder)}"
        found[holder] = found.get(holder, False) or bool(_PAGERISH.search(names))
    ordered = sorted(found, key=lambda holder: not found[holder])
    return [Selector(root=holder, type="html") for holder in ordered[:_MOST_PAGERS]]


def _holder(link: Element, texts: dict[Element, str]) -> Element:
    """The lowest element around `link` that shows more than this one page number; `texts` keeps what elements say."""
    node, own = link, flat(link)
    for above in link.iterancestors():
        if above.tag in {"form", "body", "html"}:
            break
        node = above
        if above not in texts:
            texts[above] = flat(above)
        if texts[above] != own:
            break
    return node


def _current(pager: Selector) -> int | None:
    """The page number that is no button, or that is marked as the current one."""
    links = {button.link.root for button in _buttons(pager)}
    for node in element(pager).iter():
        number = whole_number(clean(node.text if isinstance(node.tag, str) else ""))
        if number is None or node.tag in _NO_NUMBER:
            continue
        around = [node, *node.iterancestors()]
        linked = any(one in links for one in around)
        marked = any(_ACTIVE.search(one.get("class", "")) for one in around[:3] if one is not pager.root)
        if marked or not linked:
            return number
    return None


def _next(pager: Selector, current: int) -> Button | None:
    """The button of the next page: its number, a word for "next", or the dots behind the last number shown."""
    buttons = list(_buttons(pager))
    for button in buttons:
        if button.label == str(current + 1):
            return button
    for button in buttons:
        if says_next(button.link) and not _ACTIVE.search(button.link.root.get("class", "")):
            return button
    numbers = [number for button in buttons if (number := whole_number(button.label)) is not None]
    if buttons and buttons[-1].label in _MORE and current >= max(numbers, default=0):
        return buttons[-1]
    return None


def _asked_for(page: Page) -> int | None:
    """The page number that the request for this page named."""
    form = parse_qs(page.request_body or "")
    named = form.get(PAGE_FIELD, form.get("__EVENTARGUMENT", [""]))[0]
    digits = re.search(r"\d+$", named)
    return whole_number(digits[0]) if digits else None


def _submit(page: Page, button: Button, number: int) -> PageRequest | None:
    """The request that a click on `button` makes, for page `number`. Only ASP.NET's own fields are sent (`__...`)."""
    form = next(iter(button.link.xpath("ancestor::form[1]") or page.selector.css("form")), None)
    if form is None:
        return None
    url = page.link(form.root.get("action") or page.url)
    state = [(i.root.get("name"), i.root.get("value", "")) for i in form.css("input[type=hidden][name^='__']")]
    fields = [("__EVENTTARGET", button.target), ("__EVENTARGUMENT", button.argument)]
    fields += [pair for pair in state if pair[0] not in {"__EVENTTARGET", "__EVENTARGUMENT"}]
    if not re.search(rf"(?<!\d){number}$", button.argument):
        fields.append((PAGE_FIELD, str(number)))
    return PageRequest(url=url, method="POST", body=urlencode(fields), headers=_HEADERS) if url else None
