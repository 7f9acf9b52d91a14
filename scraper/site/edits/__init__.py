"""What portals edited and took down: rows for the page and its feeds, and two versions shown in one text.

`request` reads an `EditsQuery` from an address, `rows` has the SQL, `diff_view` makes a readable difference of two
stored texts. Imports the pure functions of scraper.changes; knows no page.
"""
