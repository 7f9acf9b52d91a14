"""The states of an article: whether its portal still has it. `store.ledger.vanish` says how each is derived."""

STATES = {
    "live": "the page answered with the article when it was last asked",
    "suspect": "missing, but not often or long enough to be sure",
    "gone": "the portal answers that there is no such page (404, 410)",
    "soft404": "the address answers 200, but with something that is not the article",
    "redirected": "the address leads to the home page or another page that is not the article",
    "moved": "the address leads to another address of the article",
    "delisted": "the page answers, but the lists that named it do not any more",
    "portal_down": "the whole portal has not answered for two weeks or more",
}
GONE_STATES = ("gone", "soft404", "redirected")  # confirmed, and at no other address
