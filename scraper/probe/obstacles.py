"""Why a page that should have been readable is not, in sentences for the person who probes."""

from scraper.items import Other, Reading


def obstacle(reading: Reading) -> str | None:
    """Why a page that should have been readable is not, in a sentence, by its `reading`; None when it is readable."""
    if not isinstance(reading, Other):
        return None
    if reading.reason == "http_error":
        refusal = REFUSALS.get(int(reading.detail or 0))
        refused = f"The portal refuses us: it answered {reading.detail} ({refusal})."
        return refused if refusal else f"The portal answered {reading.detail} instead of a page."
    return _OBSTACLES.get(reading.reason)


REFUSALS = {401: "a login is wanted", 403: "forbidden", 429: "too many requests; try again much later"}
_OBSTACLES = {
    "challenge": "The portal shows a captcha or a browser check instead of a page; a crawl would get nothing else.",
    "login": "The address leads to a login page.",
    "maintenance": "The portal says that it is under maintenance; try again another day.",
    "soft404": "The portal says that there is no such page, although it answers 200.",
    "empty": "The portal answers with an empty page.",
    "not_html": "The address holds no web page.",
    "attachment": "The address holds a file, not a web page.",
    "too_large": "The page is larger than 16 MB.",
    "truncated": "The page breaks off in the middle.",
    "encoding": "The text of the page cannot be decoded.",
    "server_error": "The server shows an error of its own instead of a page; try again another day.",
    "parked": "The domain or its hosting has ended: what answers is no portal any more.",
    "not_a_list": "The address holds no list, though a list was asked for.",
    "broken_feed": "The address holds a feed or sitemap that is not well formed.",
    "unreadable": "The page cannot be read.",
    "too_slow": "Reading the page takes longer than a page may take.",
}
