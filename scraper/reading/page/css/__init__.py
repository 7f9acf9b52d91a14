"""CSS selectors on one parsed page: what parsel finds, found faster. Enter by `Tree.parse`.

The package knows lxml, cssselect and parsel and nothing of this project, so it could become a library.

Why it exists: a page is asked some hundred selectors, because every family asks whether it is its own. parsel
translates each one to XPath, and libxml2 walks the whole tree for it, also where the page has nothing of the kind,
which is the usual answer. On a page of 57 KB and 650 elements, which is parsed in 0.7 ms, that costs 0.2 ms each time.
Here the elements are listed once by class and id (`name_index`, 0.2 ms); then a name that is not there costs 0.002 ms,
one that is there 0.005 ms.

Which way a selector takes, the first that applies (`selectors`, `compiled`):

1. It names a class, an id or a value that stands nowhere on the page: nothing is found. No tree is walked.
2. Its last part names a class, an id or a rare tag, and all of it is of kinds that one element can answer
   (`predicates`): the elements with that name are taken from the list, and each is asked.
3. Everything else (`:has()`, `:not()`, `:nth-child()`, `::text`, namespaces, the sibling `+`): XPath, as with parsel.

Within an element that an earlier selector found, the page's answer is filtered where that is right, see `selectors`.

What a selector means is said by Selectors Level 4 (https://www.w3.org/TR/selectors-4/) and, where cssselect's XPath
differs from it, by cssselect: results must not depend on the way. Two such differences count here. White space between
class names is what XPath takes for it (blank, tab, line feed, carriage return); HTML adds the form feed. The case of
class names and ids always counts; in HTML it does not in quirks mode.

One shortcut is not exact: letters of an attribute's value that are written as entities (`href="&#116;in"`) are not
seen by way 1, see `compiled`.
"""

from scraper.reading.page.css.compiled import xpath_of
from scraper.reading.page.css.elements import CONTROLS, Element
from scraper.reading.page.css.selectors import Tree

__all__ = ["CONTROLS", "Element", "Tree", "xpath_of"]
