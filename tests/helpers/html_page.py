"""A page of ours, taken apart: its links, headings and forms, and whether its elements are closed."""

import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """What axe looks at first: language, title, headings, names of fields, ids, landmarks."""

    def __init__(self, text):
        super().__init__()
        self.lang, self.ids, self.labels, self.fields, self.headings, self.tags, self.links = (
            None,
            [],
            set(),
            [],
            [],
            [],
            [],
        )
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self.tags.append(tag)
        assert not [name for name in a if name.startswith("on")], attrs
        assert "style" not in a
        if tag == "html":
            self.lang = a.get("lang")
        if "id" in a:
            self.ids.append(a["id"])
        if tag == "label":
            self.labels.add(a.get("for"))
        if tag in {"input", "select", "textarea"} and a.get("type") != "hidden":
            self.fields.append(a)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "a":
            self.links.append(a.get("href", ""))

    def check(self, lang="vi"):
        assert self.lang == lang
        assert len(self.ids) == len(set(self.ids))
        assert all(field.get("id") in self.labels or "aria-label" in field for field in self.fields)
        assert self.headings[0] == 1
        assert self.headings.count(1) == 1
        assert all(b - a <= 1 for a, b in zip(self.headings, self.headings[1:], strict=False))
        assert self.tags.count("main") == 1
        assert {"title", "header", "footer", "nav"} <= set(self.tags)
        assert not {"img", "iframe", "object", "embed"} & set(self.tags)
        assert all(re.match(r"(/(?!/)|https?://|#)", link) for link in self.links), self.links
