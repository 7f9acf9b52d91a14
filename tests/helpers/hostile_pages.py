"""Pages that somebody could send to make a reader slow or fall: some fifty kinds, each in several seeded forms."""

import base64
import json
import random
from functools import lru_cache

WORDS = "chợ phiên xã Nà Khương bà con mở đường họp bản lúa rừng suối cầu học sinh cán bộ tháng tuần".split()
FORMS = 4  # of each kind


def sentence(dice, count=12):
    return " ".join(dice.choice(WORDS) for _ in range(count)).capitalize() + "."


def article(dice, inside="", head=""):
    title = sentence(dice, 8)[:-1]
    text = "".join(f"<p>{sentence(dice, 20)}</p>" for _ in range(8))
    return (
        f"<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body><h1>{title}</h1><div class=content>{text}{inside}</div></body></html>"
    )


def filled(piece, size):
    return piece * (size // max(1, len(piece.encode())) + 1)


def _card(dice, n):
    return (
        f'<li class="item"><a href="/tin/{n}.html"><img src="/a/{n}.jpg">{sentence(dice, 9)}</a>'
        f"<span class=date>{n % 28 + 1:02}/0{n % 9 + 1}/2023</span><p>{sentence(dice)}</p></li>"
    )


def _truncated(dice, size):
    whole = article(dice, filled(f"<p>{sentence(dice)}</p>", size))
    return whole[: dice.randrange(len(whole) // 2, len(whole))]


def _base64_images(dice, size):
    data = base64.b64encode(dice.randbytes(size // 8)).decode()
    return article(dice, f'<img src="data:image/png;base64,{data}">' * 6)


def _deep_json(dice, size):
    return dice.choice(["[", '{"a":', '[{"b":']) * (size // 6)


def _ld(dice, size):
    nodes = [{"@type": "NewsArticle", "headline": sentence(dice), "author": {"name": "x"}} for _ in range(size // 200)]
    return article(dice, head=f'<script type="application/ld+json">{json.dumps({"@graph": nodes})}</script>')


def _deep_ld(dice, size):
    deep = '{"@type":"NewsArticle","author":' * (size // 33)
    return article(dice, head=f'<script type="application/ld+json">{deep}</script>')


def _doctype(dice, size):
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, size // 40))
    return f'<!DOCTYPE html [<!ENTITY e0 "ha">{entities}]>' + article(dice, f"<p>&e{size // 50};</p>")


def _nested(dice, size, opening, closing, depth):
    return article(dice, opening * depth + filled(sentence(dice) + " ", size // 4) + closing * depth)


def _labels(dice, size):
    label = dice.choice(["Tác giả: ", "Nguồn: ", "Ảnh: ", "Ngày đăng: ", "Cập nhật: ", "Tin liên quan: ", "(Theo "])
    return article(dice, filled(f"<p>{label}</p>", size))


def _dates(dice, size):
    date = dice.choice(
        ["1/1/2024 ", "24/07/2023 10:27 ", "ngày 2 tháng 9 năm 2023 ", "2023-07-24T10:27 ", "1/", "12:"]
    )
    return article(dice, f"<div class=date>{filled(date, size)}</div>")


def _attributes(dice, size):
    name = dice.choice(["data-a", "class", "onclick", "style", "a"])
    return article(dice, "<div " + " ".join(f'{name}{n}="{n}"' for n in range(size // 15)) + ">x</div>")


def _classes(dice, size):
    names = " ".join(f"c{n}" for n in range(size // 6))
    return article(dice, f'<div class="{names}">{sentence(dice)}</div>')


def _one_attribute(dice, size):
    name = dice.choice(["href", "class", "style", "onclick", "content", "title"])
    return article(
        dice, f'<a {name}="' + filled(dice.choice(["a", " ", "a-", "/", "%20", ";", "'", "a:"]), size) + '">x</a>'
    )


def _many_cards(dice, size):
    cards = "".join(_card(dice, n) for n in range(size // 200))
    return f"<html><head><title>Tin tức</title></head><body><ul>{cards}</ul></body></html>"


def _flat_cards(dice, size):
    cards = "".join(f"<a href=/tin-{n}.html>Tin số {n} của xã</a><br>" for n in range(size // 50))
    return f"<html><head><title>Tin tức</title></head><body>{cards}</body></html>"


def _feed(dice, size):
    piece = dice.choice(
        ["<item><title>a & b</title><link>/1</link></item>", "<item>", "<a:b>", "<![CDATA[", "&x;", '<a b="']
    )
    return "<rss version='2.0'><channel>" + filled(piece, size)


def _sitemap(dice, size):
    return (
        "<urlset>" + "".join(f"<url><loc>https://a.example/{n}</loc></url>" for n in range(size // 45)) + "</urlset>"
    )


def _forms(dice, size):
    return article(dice, filled("<form><table><input name=a></form><tr><form></table>", size))


def _misnested(dice, size):
    return article(
        dice, filled(dice.choice(["<b><p><i></b>x</p></i>", "<a><div></a></div>", "<table><a><td></a>"]), size)
    )


def _scripts(dice, size):
    return "<html><body>" + filled("<script>var a='<p>x</p>';</script>", size) + "</body></html>"


def _unclosed(dice, size, tag):
    return article(dice)[: -len("</div></body></html>")] + tag + filled(sentence(dice) + " ", size)


def _repeated(piece):
    return lambda dice, size: article(dice, filled(piece, size))


def _bare(piece):
    return lambda _dice, size: filled(piece, size)


KINDS = {
    "truncated": _truncated,
    "nothing": lambda dice, _size: " " * dice.randrange(3),
    "blanks": _bare("\n \t"),
    "nul bytes": _bare("\0"),
    "nul bytes inside": _repeated("<p>a\0b</p>"),
    "noise": lambda dice, size: dice.randbytes(size),
    "noise in a page": lambda dice, size: article(dice).encode() + dice.randbytes(size),
    "noise of letters": lambda dice, size: b"<html><body><p>" + bytes(dice.randrange(128, 256) for _ in range(size)),
    "utf-16": lambda dice, size: article(dice, filled("<p>Chợ họp.</p>", size // 2)).encode("utf-16"),
    "half of utf-16": lambda dice, size: article(dice, filled("<p>Cho hop.</p>", size // 2)).encode("utf-16-le")[1:-1],
    "halves of surrogates": lambda _dice, size: b"\xff\xfe" + b"\x00\xd8" * (size // 2),
    "stray bytes": lambda _dice, size: b"<html><meta charset=utf-8><body>\xc3\xa1" + b"\xe1 " * (size // 2),
    "levels": lambda dice, _size: f"<{dice.choice(('div', 'b', 'ul><li', 'blockquote', 'x'))}>" * 100_000,
    "levels with text": lambda dice, size: _nested(dice, size, "<div>", "</div>", size // 12),
    "lists in lists": lambda dice, size: _nested(dice, size, "<ul><li>", "</li></ul>", size // 20),
    "tables in tables": lambda dice, size: _nested(dice, size, "<table><tr><td>", "</td></tr></table>", 5000),
    "attributes": _attributes,
    "class names": _classes,
    "one attribute": _one_attribute,
    "attribute without an end": lambda dice, size: article(dice)[:300] + '<a href="' + filled("a b=c ", size),
    "scripts": _scripts,
    "script without an end": lambda dice, size: _unclosed(dice, size, "<script>"),
    "comment without an end": lambda dice, size: _unclosed(dice, size, "<!-- "),
    "comments": _repeated("<!-- a -->"),
    "comments before": lambda dice, size: filled("<!-- a -->", size) + article(dice),
    "conditional comments": _repeated("<!--[if IE]><p>x</p><![endif]--><![if !IE]>"),
    "sections of text": lambda dice, size: _unclosed(dice, size, "<![CDATA["),
    "instructions": _repeated("<?xml a?>"),
    "links": lambda dice, size: article(dice, "".join(f"<a href=/{n}>L {n}</a>" for n in range(size // 20))),
    "cards": _many_cards,
    "flat cards": _flat_cards,
    "one long line": lambda dice, size: article(dice, f"<p>{filled(sentence(dice) + ' ', size)}</p>"),
    "one long word": lambda dice, size: article(dice, f"<p>{filled(dice.choice(WORDS), size)}</p>"),
    "line breaks": _repeated("x<br>"),
    "hard blanks": _repeated("&nbsp;"),
    "hard blanks in lines": _repeated("<p>&nbsp;</p>"),
    "entities": _repeated("&&#;&#xZZ;&#99999999999;&abc;&#0;&#x110000;&#55296;"),
    "marks": lambda dice, size: article(dice, "<p>a" + filled("\u0301\u0323", size)),
    "blanks in text": lambda dice, size: article(dice, f"<p>a{filled(' ', size)}b</p>"),
    "json-ld": _ld,
    "deep json-ld": _deep_ld,
    "json": lambda dice, size: json.dumps([{"a": sentence(dice)} for _ in range(size // 60)]),
    "deep json": _deep_json,
    "document type": _doctype,
    "same ids": _repeated("<div id=a><h1>Tin</h1><a name=a></a></div>"),
    "headings": _repeated("<h1>Tin mới của xã Nà Khương</h1><h2>x</h2>"),
    "forms": _forms,
    "misnested": _misnested,
    "frames": _repeated("<iframe src=/a.pdf></iframe><frameset><frame src=/b>"),
    "images": _repeated("<p><img src=a.jpg srcset='a 1x, b 2x'></p><p>Ảnh: chợ</p>"),
    "images inside": _base64_images,
    "drawings": _repeated("<svg><path d='M0 0'/><text>x</text></svg><math><mi>x</mi></math>"),
    "labels": _labels,
    "dates": _dates,
    "related": lambda dice, size: article(dice, "<h3>Tin liên quan</h3>" + filled("<li><a href=/x>Tin khác</a> (1/1)</li>", size)),
    "paging": lambda dice, size: article(dice, f"<div class=pagination>{filled('<a href=?page=2>2</a>', size)}</div>"),
    "meta": lambda dice, size: article(dice, head=filled("<meta property=og:title content='a'>", size)),
    "cells": lambda dice, size: article(dice, f"<table>{filled('<tr><td>1</td><td>2</td></tr>', size)}</table>"),
    "font": lambda dice, size: article(dice, f"<font face='.VnTime'>{filled('®µ§µ ', size)}</font>"),
    "twice encoded": _repeated("<p>Ã¡á»‹ Ä‘Æ°</p>"),
    "feed": _feed,
    "sitemap": _sitemap,
}  # fmt: skip


@lru_cache(8)
def hostile(kind, form, size=300_000):
    """The page of `kind`, form 0 to FORMS - 1, of about `size` bytes."""
    made = KINDS[kind](random.Random(f"{kind} {form}"), size)
    return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")
