"""Reading: one page in, one `Reading` (`scraper.items`) out. Pure: imports urls, vietnamese, times and items only.

Three floors: `page` is one page parsed, `article` puts the fields of an article together, `listing` does so for lists
and knows the ways they go on. Above them `no_news` tells what is neither, and `readers` decides.

A family's author imports everything from here: `from scraper.reading import Page, Spec, Family, read_by_spec`. Code
within the package imports from its modules, so that there is no circle.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scraper.reading.public import *  # noqa: F403 - the names of `public` are the names of this package


def __getattr__(name: str) -> Any:
    """The public name `name`, see PEP 562.

    Not imported at once: the site needs two small modules of this package, and shall not load parsers with them.
    """
    public = import_module("scraper.reading.public")

    if name not in public.__all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(public, name)
