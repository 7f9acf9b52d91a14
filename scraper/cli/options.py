"""Values of options and arguments, checked: every refusal is one sentence that says what is taken instead."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scraper.errors import UsageProblem

if TYPE_CHECKING:  # see scraper/commands/__init__.py
    from scraper.portals.portal_map import PortalMap

_WEB_ADDRESS = re.compile(r"https?://[^/\s]", re.IGNORECASE)


def whole_number(text: str, option: str, *, least: int = 1, most: int | None = None) -> int:
    """`text`, given with `option`, as a number from `least` to `most`; None is no bound.

    Raises UsageProblem when it is no whole number in these bounds.
    """
    # Twenty digits are more than anything here counts, and Python refuses to convert thousands of them.
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 20 else None
    if number is None or number < least or (most is not None and number > most):
        bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise UsageProblem(f"{option} takes a whole number {bounds}, not {text!r}.")
    return number


def iso_day(text: str, option: str) -> str:
    """`text`, given with `option`, as YYYY-MM-DD. Raises UsageProblem when it is no date."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageProblem(f"{option} takes a date like 2025-07-01, not {text!r}.") from None


def web_address(text: str, what: str) -> str:
    """`text`, when it is an http or https address; `what` names the option or argument it was given as.

    Raises UsageProblem when it is none.
    """
    try:
        good = bool(_WEB_ADDRESS.match(text) and urlsplit(text).hostname and urlsplit(text).port != 0)
    except ValueError:  # brackets that hold no IPv6 address, a port that is none
        good = False
    if not good:
        raise UsageProblem(f"{what} must be an http or https address, not {text!r}.")
    return text


def check_known(names: Iterable[str], portals: "PortalMap") -> None:
    """Refuse `names` that are no portal's. Raises UsageProblem, with names that are spelled much the same."""
    for name in names:
        if name not in portals.portals:
            from difflib import get_close_matches

            close = get_close_matches(name, portals.portals, n=3, cutoff=0.5)
            hint = f" Did you mean {' or '.join(close)}?" if close else " `scrapy portals` lists those that are."
            raise UsageProblem(f"There is no portal named {name}.{hint}")
