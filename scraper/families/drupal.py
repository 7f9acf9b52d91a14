"""Drupal 7 and Drupal 8 and later: the older portals of Lạng Sơn's boards, Phú Thọ and departments.

Field, pager and feed classes are Drupal's own conventions; themes add theirs.

1. Recognised by the generator, Drupal's settings, node classes, the skip link.
2. The title stands outside the node (`h1#page-title`, `h1.page-title`); many types show no date: then there is none.
3. Images of Media and file_entity carry a hidden h2 with the file's name; it is no text. Captions are the next line.
4. List pages are Views; `?page=` counts from 0 and the pager's next link is trusted.
"""

from scraper.reading import Family, NextLink, NextWord, QueryNumber, Spec, read_by_spec

_NODE8 = "article.node--view-mode-full, article[class*='node--type'], article.node"
_NODE7 = ".node[id^='node-'], .node-full, .node"

DRUPAL8 = Spec(
    scope=("main", "#main-content", ".layout-content", "[role=main]", "#content", "body"),
    title=("h1.page-title", "h1.page-header", "h1 .field--name-title", "h1#page-title", "h1.title", "h1"),
    published=(
        ".node__submitted time::attr(datetime)",
        ".field--name-created",
        ".field--name-field-ngay-dang",
        ".field--name-field-date",
        ".node__meta",
        ".node__submitted",
    ),
    lead=(
        ".field--name-field-sapo",
        ".field--name-field-summary",
        ".field--name-field-tom-tat",
        ".field--name-field-lead",
    ),
    body=("article.node .field--name-body", ".node__content .field--name-body", ".node__content"),
    author=(".field--name-field-tac-gia", ".field--name-field-author"),
    unit=(".field--name-field-nguon", ".field--name-field-source"),
    category=(".field--name-field-chuyen-muc", ".field--name-field-category", "nav.breadcrumb li:nth-last-child(2) a"),
    attachments=(".field--type-file",),
    related=("[class*='views'][class*='related']", "#block-tinlienquan"),
    drop=(".node__meta", ".node__links", "ul.links", ".field--name-field-tags"),
    card=(".view-content .views-row", ".views-row", "article.node--view-mode-teaser"),
    card_link=("h2 a", "h3 a", ".views-field-title a", ".field--name-title a", "a"),
    card_date=("time::attr(datetime)", ".views-field-created", ".field--name-created", ".node__submitted"),
    card_summary=(".views-field-body", ".field--name-body", ".field--name-field-summary"),
    key=r"/node/(\d+)(?:$|[?#])",
)
DRUPAL7 = Spec(
    scope=("#main", "#content", "#main-content", ".region-content", "[role=main]", "body"),
    title=("h1#page-title", "h1.page-title", "h1.title", "#page-title", ".node h2.node-title", "h1"),
    published=(
        ".node .submitted",
        ".node .field-name-post-date .field-item",
        ".node .field-name-field-ngay-dang .field-item",
    ),
    lead=(".node .field-name-field-sapo", ".node .field-name-field-tom-tat", ".node .field-name-field-summary"),
    body=(".node .field-name-body .field-item", ".node .field-name-body", ".node .content"),
    author=(".node .field-name-field-tac-gia .field-item", ".node .field-name-field-author .field-item"),
    unit=(".node .field-name-field-nguon .field-item",),
    category=(".node .field-name-field-chuyen-muc .field-item", ".breadcrumb a:last-of-type"),
    attachments=(".node .field-type-file", ".node table.sticky-enabled"),
    related=(".view-related", ".view-tin-lien-quan", ".tin-lien-quan"),
    drop=(".submitted", "ul.links", ".link-wrapper", ".field-name-field-tags", "h2.element-invisible", ".file > h2"),
    card=(".view-content .views-row", ".view-content li", ".node-teaser"),
    card_link=("h2 a", "h3 a", ".views-field-title a", "a"),
    card_date=(".views-field-created", ".submitted", ".date-display-single"),
    card_summary=(".views-field-body", ".field-name-body", ".views-field-field-tom-tat"),
    key=r"/node/(\d+)(?:$|[?#])",
)


DRUPAL = Family(
    id="drupal",
    title="Drupal 7 and 8+",
    mentions=("rupal", "/sites/default/files/", "field-name-", "field--name-", "views-row", "node-type"),
    # The generator is sure. Owners hide it: then two of the conventions must agree, of which themes keep some.
    marks=(
        ("meta[name=Generator][content*=Drupal], meta[name=generator][content*=Drupal]", 60),
        ("body[class*='page-node'], body[class*='node-type-'], body[class*='path-node']", 35),
        (f"{_NODE8}, {_NODE7}", 15),
        (".field-name-body, .field--name-body, .views-row", 20),
        ("#skip-link, a.visually-hidden.focusable, .element-invisible", 20),  # reads "Nhảy đến nội dung"
    ),
    in_source=((("Drupal.settings", "data-drupal-selector"), 40), (("/sites/default/files/",), 15)),
    reader=read_by_spec,
    specs=(DRUPAL8, DRUPAL7),
    paging=(
        NextLink(css=("li.pager-next a", ".pager__item--next a", "a[rel=next]")),
        QueryNumber(name="page", zero=True),
        NextWord(),
    ),
)
