"""Articles as rows: current texts, versions, edits between them, images, attachments, and the cards of list pages.

A capture and what it was read as come in; rows of `articles`, `versions`, `changes`, `edits`, `images`,
`attachments`, `listings` and `cards` are the same in whatever order captures come. May import captures/ of the store
and changes/; knows nothing of the ledger.
"""
