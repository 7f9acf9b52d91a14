"""How each CMS family writes its pages.

A module is named after a family of `scraper.families` and has `respond(edition, request)`, which gives the portal's
answer or None for 404. What is known of the real markup, and what is reconstructed or invented, its docstring says;
"traps kept" are oddities of the real system that a reader of pages must get past.
"""
