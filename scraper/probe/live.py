"""Probing a site over the network: which dozen requests, in which order."""

from dataclasses import replace

from scraper.errors import UnreachableError
from scraper.items import Listing, Other, PageRequest, Reading
from scraper.probe import look
from scraper.probe.client import LIMIT, BudgetSpentError, Client
from scraper.probe.findings import SAMPLES, Fetched, Findings
from scraper.probe.obstacles import REFUSALS, obstacle
from scraper.reading.listing.feeds import read_feed
from scraper.urls.canonical import canonical_v1

_TRIES = 3  # links followed in search of a list page
_HOPS = 4  # requests for one page, redirects included


def probe(url: str, client: Client) -> Findings:
    """Look at the site at `url`: robots, the page itself, list pages, three articles, the next page, feeds.

    Raises UnreachableError when the page itself cannot be had or is refused; whatever fails after that becomes a note.
    """
    found = Findings(target=url)
    found.robots, robots = client.robots(url)
    fetched, reading = _open(found, client, url)
    trouble = obstacle(reading)
    if trouble and fetched.page.status in REFUSALS:
        raise UnreachableError(trouble)
    if trouble:
        found.notes.append(trouble)
    else:
        try:
            # The next page before articles: without it a spider sees one screenful, and requests are few.
            _find_lists(found, client, fetched)
            _go_on(found, client)
            _read_articles(found, client)
            _ask_feeds(found, client, fetched, robots)
        except BudgetSpentError:
            found.notes.append(f"The limit of {LIMIT} requests for a probe is reached; the rest was not asked.")
        found.menu = _not_tried(found, fetched)
    if found.general_is_better:
        found.read_generally(found.seen)
    found.conclude()
    found.notes[:0] = client.notes  # first: they explain what follows
    return found


def _not_tried(found: Findings, start: Fetched) -> list[str]:
    """Links of the first page that look like sections and were not asked for: lists that a spider would lack."""
    tried = {canonical_v1(one.page.address) for one in found.seen} | {canonical_v1(url) for url in found.card_urls}
    return [url for url in look.list_candidates(start.page) if canonical_v1(url) not in tried]


def _open(found: Findings, client: Client, url: str) -> tuple[Fetched, Reading]:
    """The page at `url`, behind its redirects, and what it says."""
    for _ in range(_HOPS):
        fetched = client.get(url)
        page = fetched.page
        target = page.link(page.location) if 300 <= page.status < 400 else None
        if target is None:
            return fetched, found.add(fetched)
        found.notes.append(f"{url} leads to {target}.")
        url = target
    raise UnreachableError(f"{found.target} leads from one address to the next without end.")


def _try(found: Findings, client: Client, request: PageRequest) -> Reading | None:
    """Fetch and read one more page, behind its redirects; None, with a note, when it cannot be had."""
    try:
        for _ in range(_HOPS):
            fetched = client.fetch(request)
            page = fetched.page
            target = page.link(page.location) if 300 <= page.status < 400 else None
            if target is None:
                return found.add(fetched)
            request = PageRequest(url=target)
    except UnreachableError as error:
        found.notes.append(str(error))
    return None


def _find_lists(found: Findings, client: Client, start: Fetched) -> None:
    """Follow the likeliest links until a list that goes on is found."""
    tried = {canonical_v1(start.page.address)}
    for _ in range(_TRIES):
        if found.best_list is not None and found.best_list.listing.next is not None:
            return
        urls = [url for url in look.list_candidates(start.page) if canonical_v1(url) not in tried]
        if not urls:
            return
        tried.add(canonical_v1(urls[0]))
        _try(found, client, PageRequest(url=urls[0]))


def _read_articles(found: Findings, client: Client) -> None:
    """Read articles until there are three; those of the best list first."""
    known = {canonical_v1(sample.article.url) for sample in found.articles}
    # One more than wanted: one of them may be gone.
    for url in [url for url in found.card_urls if canonical_v1(url) not in known][: SAMPLES + 1]:
        if len(found.articles) >= SAMPLES:
            return
        _try(found, client, PageRequest(url=url))


def _go_on(found: Findings, client: Client) -> None:
    """Fetch the page after the best list page, to see that it holds other news."""
    found.conclude()
    best = found.best_list
    if best is None or best.next is None:
        return
    reading = _try(found, client, best.next)
    result = "could not be had" if reading is None else "holds no list"
    if isinstance(reading, Other):
        result = f"holds no list ({reading.reason})"
    if isinstance(reading, Listing):
        known = {canonical_v1(card.url) for card in best.listing.cards}
        fresh = sum(1 for card in reading.cards if canonical_v1(card.url) not in known)
        result = f"holds {len(reading.cards)} entries, {fresh} of them new"
    place = next(i for i, one in enumerate(found.lists) if one.fetched is best.fetched)
    found.lists[place] = replace(best, checked=result)


def _ask_feeds(found: Findings, client: Client, start: Fetched, robots: str) -> None:
    """Ask for the feeds and sitemaps that pages and robots.txt name, else for the usual ones."""
    pages = [start.page, *(listed.fetched.page for listed in found.lists)]
    named = look.sitemaps_in_robots(robots) + [url for page in pages for url in look.declared_feeds(page)]
    for url in dict.fromkeys(named):
        found.feeds[url] = "named by the site, not asked"
    for url in list(found.feeds) or look.usual_feeds(found.family, start.page.address):
        try:
            fetched = client.get(url)
        except UnreachableError as error:
            found.notes.append(str(error))
            continue
        if fetched.page.status == 200 and read_feed(fetched.page) is not None:
            found.add(fetched)
        elif url in found.feeds:
            found.feeds[url] = f"named by the site, but no feed (status {fetched.page.status})"
