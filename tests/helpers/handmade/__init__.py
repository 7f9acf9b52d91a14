"""Portals made by hand for single promises: their spiders, and the pages that a test serves for them.

`World(home, server, spiders="helpers.handmade.spiders")` crawls them; the pages are put into `SampleServer.overrides`.
"""

from scraper.sample.model import Answer


def article(title, *, files=(), images=(), related=()):
    """An article; its text follows from its title, so two titles give two texts."""
    body = "".join(f"<p>{title}: đoạn {n}, kể việc đã làm trong tuần ở các xã.</p>" for n in ("một", "hai", "ba"))
    body += "".join(f'<p><img src="{src}"></p>' for src in images)
    body += "".join(f'<p><a href="{url}">Tài liệu {n}</a></p>' for n, url in enumerate(files, 1))
    others = "".join(f'<li><a href="{url}">Tin {url}</a></li>' for url in related)
    return page(title, f'<h1>{title}</h1><div class="bai">{body}</div><ul class="khac">{others}</ul>')


def listing(cards, following=None):
    """A list page of the articles at `cards`; `following` is the address of the next one."""
    items = "".join(f'<li class="the"><a href="{url}">Tin {url}</a></li>' for url in cards)
    more = f'<a rel="next" href="{following}">Tiếp</a>' if following else ""
    return page("Danh sách tin", f"<ul>{items}</ul>{more}")


def page(title, body):
    html = f"<!DOCTYPE html><html lang='vi'><head><title>{title}</title></head><body>{body}</body></html>"
    return Answer(html.encode())


def serve(server, host, pages):
    """Serve `pages`, path -> Answer, under `host`; robots.txt is not there."""
    server.overrides |= {(host, path): answer for path, answer in pages.items()}
