"""Our pages, one module an address or two: a request enters, rows are read, a template is filled.

Beside the pages stands what only one of them needs: citations, heat maps, the same story elsewhere, captured bytes,
Mementos. Pages import everything else of the site; only the table of routes and the plugin's hooks import them.
"""
