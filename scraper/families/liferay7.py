"""Liferay 7 with the CMS portlet of Hòa Bình province.

Known exactly, from the portal's own templates (2021): names of parts, portlet id, labels. Approximate: the pager,
which is Liferay's search paginator. How sure: high for articles, medium for paging.

1. Recognised by the portlet's id in addresses, forms and boundaries, or by `#content_detail_news`, `#titleDetail`.
2. Every page has one path, `/web/guest/cms`: `..._categoryId=` asks for a list, `..._articleId=` for an article,
   `..._cur=` for a page of a list. The article's id is the key, so that one article under two categories is one.
3. The lead image and its caption stand between lead and text, outside `#contentDetail`; files stand behind it.
4. Related news are two lists ("mới", "cũ") with the date inside the link.
5. Traps: `header div.date-time` is the day of rendering; a portlet ships the words "Ngày 08 tháng 10 năm 2019"; the
   contrast tools have image texts; the feed is a resource URL behind an icon, not a link to follow.
"""

from collections.abc import Iterator
from dataclasses import replace

from scraper.items import Article, Image, Listing, Reading
from scraper.reading import (
    Family,
    Page,
    PortletNumber,
    Sign,
    Spec,
    cut,
    element,
    read_body,
    read_by_spec,
    with_images_above,
)

PORTLET = "vn_gov_hoabinh_portlet_cmsview_CmsViewPortlet"

_NO_IMAGE = ("#contentDetail", "#leadDetail", "#titleDetail", ".tool", ".author", ".source")

SPEC = Spec(
    scope=(f"[id*='{PORTLET}']", ".box_border", "#content_detail_news", "body"),
    list_scope=(f"[id*='{PORTLET}']", ".list_new", "body"),
    title=("#titleDetail",),
    published=("#content_detail_news .tool .date_time",),
    lead=("#leadDetail",),
    body=("#contentDetail",),
    author=("#content_detail_news .author",),
    unit=("#content_detail_news .source",),
    category=("h3.title-list-news .title-t1",),
    attachments=("div.attachment",),
    related=("#footerOfNewDetail",),
    card=(".list_new .cat_record", ".cat_record"),
    card_link=(".title_v a", ".right_first_record a"),
    card_date=(".time",),
    card_summary=(".lead", ".right_first_record p"),
    total=(".taglib-search-iterator-page-iterator-bottom", ".search-results"),
    key=r"_articleId=(\d+)",
)


def rule(page: Page) -> Iterator[Sign]:
    """The portlet's name anywhere in the page or its address."""
    if PORTLET in page.address or page.mentions(PORTLET):
        yield Sign(60, PORTLET)


def read(page: Page, family: Family) -> Reading:
    """As the spec says, with the lead image that stands between lead and text, and cards' leads without markup."""
    reading = read_by_spec(page, family)
    if isinstance(reading, Listing):
        return _with_summaries(page, reading)
    if not isinstance(reading, Article):
        return reading
    known = {image.src for image in reading.images}
    return with_images_above(reading, [image for image in _lead_images(page) if image.src not in known])


def _lead_images(page: Page) -> tuple[Image, ...]:
    """The images of the article that stand outside its text, with the line under each."""
    for news in page.selector.css("#content_detail_news"):
        return read_body(cut(element(news), _NO_IMAGE), page).images
    return ()


def _with_summaries(page: Page, reading: Listing) -> Listing:
    """`reading` with the leads that stand bare beside a card's title and time."""
    summaries: dict[str | None, str] = {}
    for box in page.selector.css(".cat_record .right_first_record"):
        lines = read_body(cut(element(box), (".title_v", ".time")), page).lines
        summaries[page.link(box.css(".title_v a::attr(href)").get())] = " ".join(lines)
    cards = (replace(card, summary=card.summary or summaries.get(card.url) or None) for card in reading.cards)
    return replace(reading, cards=tuple(cards))


LIFERAY7 = Family(
    id="liferay7",
    title="Liferay 7, CMS portlet of Hòa Bình",
    marks=(("#content_detail_news, .list_new .cat_record", 40),),
    rule=rule,
    reader=read,
    specs=(SPEC,),
    paging=(PortletNumber(portlet=rf"{PORTLET}(?:_INSTANCE_\w+?)?"),),
)
