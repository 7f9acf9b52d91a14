"""Kinds of elements in a fragment of HTML, and the bounds within which its lines are told apart."""

# Elements that HTML shows as blocks, old ones included (https://html.spec.whatwg.org/#flow-content-3): each begins and
# ends a line.
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th"
    " thead tr ul".split()
)
# Never text of an article, whatever the family.
NON_TEXT_TAGS = frozenset(
    "script style template noscript iframe object embed svg canvas audio video map head title button select option"
    " input textarea datalist".split()
)
# Stands in a fragment where an image stood (see scraper.reading.article.media); a private-use character, never text.
IMAGE_PLACEHOLDER = "\ue0ff"
# Levels of elements that are told apart; what stands deeper is read as one piece of text. libxml2 builds up to 2,048
# levels, more than Python lets a function call itself.
MAX_DEPTH = 150
