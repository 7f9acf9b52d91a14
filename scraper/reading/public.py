"""What a family's author needs, from the modules of this package; imported as `scraper.reading`, see there."""

from scraper.reading.article import bylines, dates, machine_dates
from scraper.reading.article.article import Body, compose, read_body, with_lead, without_opening
from scraper.reading.article.by_spec import text_of
from scraper.reading.article.by_structure import breadcrumb, is_no_news, with_bold_lead
from scraper.reading.article.layout import body_lines, table_rows, with_body, with_images_above, with_lead_image
from scraper.reading.article.metadata import metadata_of
from scraper.reading.article.related import entries
from scraper.reading.listing.cards import listing_of, loose_date, total_of, unique_cards
from scraper.reading.listing.cards_around_links import cards_around, date_between
from scraper.reading.listing.liferay_paging import MinedResource, PortletNumber
from scraper.reading.listing.paging import (
    NextLink,
    NextNumber,
    NextWord,
    OnClick,
    PathNumber,
    QueryNumber,
    with_number,
)
from scraper.reading.listing.post_fragment import PostFragment
from scraper.reading.listing.postback import PostBack
from scraper.reading.no_news import other
from scraper.reading.page.cut import cut, flat
from scraper.reading.page.family import CERTAIN, Css, Family, Paging, Sign, Spec
from scraper.reading.page.file_addresses import file_address
from scraper.reading.page.furniture import is_toolbar
from scraper.reading.page.lines import plain
from scraper.reading.page.page import Page, element
from scraper.reading.page.text import clean, whole_number, words
from scraper.reading.readers import (
    SHORTEST_HEADLINE,
    else_by_structure,
    found_nothing,
    is_surely_article,
    list_by_spec,
    not_news,
    read_by_spec,
    read_by_spec_and_labels,
    read_by_structure,
)

__all__ = [
    "CERTAIN",
    "SHORTEST_HEADLINE",
    "Body",
    "Css",
    "Family",
    "MinedResource",
    "NextLink",
    "NextNumber",
    "NextWord",
    "OnClick",
    "Page",
    "Paging",
    "PathNumber",
    "PortletNumber",
    "PostBack",
    "PostFragment",
    "QueryNumber",
    "Sign",
    "Spec",
    "body_lines",
    "breadcrumb",
    "bylines",
    "cards_around",
    "clean",
    "compose",
    "cut",
    "date_between",
    "dates",
    "element",
    "else_by_structure",
    "entries",
    "file_address",
    "flat",
    "found_nothing",
    "is_no_news",
    "is_surely_article",
    "is_toolbar",
    "list_by_spec",
    "listing_of",
    "loose_date",
    "machine_dates",
    "metadata_of",
    "not_news",
    "other",
    "plain",
    "read_body",
    "read_by_spec",
    "read_by_spec_and_labels",
    "read_by_structure",
    "table_rows",
    "text_of",
    "total_of",
    "unique_cards",
    "whole_number",
    "with_body",
    "with_bold_lead",
    "with_images_above",
    "with_lead",
    "with_lead_image",
    "with_number",
    "without_opening",
    "words",
]
