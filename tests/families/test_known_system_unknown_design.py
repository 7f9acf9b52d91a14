"""Recognised is not readable: a page whose system is certain and whose class names nobody has seen."""

import pytest

from scraper.families.read import FAMILIES, read
from scraper.items import Listing, Other
from scraper.reading.page.family import CERTAIN
from scraper.reading.page.page import Page

SYSTEMS = {
    "wordpress": "<meta name=generator content='WordPress 6.5'><link rel=stylesheet href='/wp-content/themes/mau/style.css'>"
    "<link rel='https://api.w.org/' href='/wp-json/'>",
    "drupal": "<meta name=Generator content='Drupal 9 (https://www.drupal.org)'><script data-drupal-selector='drupal-settings-json'"
    " type='application/json'>{}</script><link href='/sites/default/files/css/a.css' rel=stylesheet>",
}
HEADLINES = [f"Thôn Mẫu số {n} khánh thành nhà văn hóa sau bốn tháng thi công" for n in range(6)]


def page(system, rows):
    body = f"<table class=x9>{''.join(f'<tr><td>{row}</td></tr>' for row in rows)}</table>"
    html = f"<html><head><title>Tin tức</title>{SYSTEMS[system]}</head><body><main>{body}</main></body></html>"
    return Page.from_bytes("https://xa-mau.example/tin-tuc", html.encode(), content_type="text/html; charset=utf-8")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_list_in_a_design_of_its_own(system):
    rows = [f"<a href='/tin/bai-{n}.html'>{title}</a> <i>0{n + 1}/04/2024</i>" for n, title in enumerate(HEADLINES)]
    listed = page(system, rows)
    family = next(one for one in FAMILIES if one.id == system)
    assert family.recognise(listed) >= CERTAIN
    found = read(listed)
    assert isinstance(found, Listing)
    assert found.family == system
    assert [card.title for card in found.cards] == HEADLINES


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_page_of_names_is_no_list(system):
    names = ["Văn phòng", "Phòng Nội vụ", "Phòng Tài chính", "Thanh tra", "Sơ đồ", "Liên hệ"]
    found = read(page(system, [f"<a href='/don-vi/{n}.html'>{name}</a>" for n, name in enumerate(names)]))
    assert isinstance(found, Other)
    assert found.reason == "page"
